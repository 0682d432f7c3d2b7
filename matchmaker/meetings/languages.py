"""Between which languages a meeting needs an interpreter. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from matchmaker.i18n import formatting

NONE = "none"  # what a request says when no interpreter is wanted


@dataclass(frozen=True)
class Pair:
    """Two sides without a common language; who speaks one of each side's languages can interpret."""

    one: frozenset[str]
    other: frozenset[str]

    @property
    def key(self) -> str:
        """The same text whichever side comes first, such as "en/hi-vi"."""
        return "-".join(sorted("/".join(sorted(side)) for side in (self.one, self.other)))

    def served_by(self, languages: Collection[str]) -> bool:
        """True for somebody who speaks these."""
        return not self.one.isdisjoint(languages) and not self.other.isdisjoint(languages)


def read_pair(key: str) -> Pair:
    """The pair behind its key."""
    one, _dash, other = key.partition("-")
    return Pair(frozenset(one.split("/")), frozenset(other.split("/")))


def pair_of(
    said: str | None, one: Collection[str], other: Collection[str], spoken: Collection[str]
) -> Pair | None:
    """What a meeting of two companies needs; None where they understand each other, or do not say what they speak.

    ``said`` is what an officer has set for the request; ``spoken`` are the languages of the interpreters there are, to
    which a side that speaks one of them is narrowed.
    """
    if said is not None:
        return None if said == NONE else read_pair(said)
    if not one or not other or set(one) & set(other):
        return None
    return Pair(*(frozenset(set(side) & set(spoken) or side) for side in (one, other)))


def words_of(key: str, locale: str) -> str:
    """A key, or several joined by "+", as the reader says it."""
    return "; ".join(
        " – ".join(
            "/".join(formatting.language(code, locale) for code in side.split("/"))
            for side in pair.split("-")
        )
        for pair in key.split("+")
    )
