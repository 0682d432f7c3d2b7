"""Finding the lexicon's names in a text: a trie of all names is walked from every place where a name may begin, and
the longest match wins.

Names of scripts with spaces must begin and end at word boundaries; in scripts without spaces a match must not cut a
syllable (a following combining mark), and a lone Hangul syllable counts only where its word has no unexplained rest.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, fields
from pathlib import Path

from matchmaker.catalogue.nomenclature.lexicon import EXPRESSION, Lexicon
from matchmaker.catalogue.nomenclature.text import (
    MARKS,
    SEPARATORS,
    UNSPACED,
    clean,
    fold,
    is_unspaced,
    stem,
    tokens,
)
from matchmaker.matching.engine.spelling import misspelled
from matchmaker.matching.engine.tables import Table

_MARK = re.compile(f"[{MARKS}]")
_BEGINNING = re.compile(f"(?<=[ {UNSPACED}])[^ ]|[{UNSPACED}]")
LONGEST = 80  # letters of a name
SILENT = frozenset({"negation", EXPRESSION})
"""Kinds that say nothing themselves; an expression ("nhãn hiệu", brand) hides the product in it ("nhãn", longan)."""


@dataclass(frozen=True)
class Line:
    """A text in the form in which names are looked up: stems joined by spaces, a space at both ends.

    ``starts`` gives for each token its (place in ``joined``, start, end) in the cleaned text; ``breaks`` are places
    where the writer put a boundary that joining removed.
    """

    joined: str
    starts: tuple[tuple[int, int, int], ...]
    breaks: frozenset[int]


def line_of(cleaned_tokens: list[tuple[int, int, str]]) -> Line:
    """The look-up form of tokens (start, end, token); separators stay as they are, so that no name crosses them."""
    parts: list[str] = [" "]
    starts: list[tuple[int, int, int]] = []
    breaks: set[int] = set()
    place, last = 1, " "
    for start, end, token in cleaned_tokens:
        word = "," if token in SEPARATORS else stem(token)
        if last != " " and not (is_unspaced(word[0]) and is_unspaced(last)):
            parts.append(" ")
            place += 1
        breaks.add(place)
        starts.append((place, start, end))
        parts.append(word)
        place += len(word)
        last = word[-1]
    parts.append(" ")
    breaks.add(place)
    return Line("".join(parts), tuple(starts), frozenset(breaks))


def key_of(label: str) -> str:
    """The look-up form of a name, without the spaces at its ends."""
    return line_of([entry for entry in tokens(clean(label)) if entry[2] not in SEPARATORS]).joined.strip()


_KANA = re.compile("[\u3041-\u3096\u30a1-\u30f6ー]+")
_OTHER_KANA = {
    **{code: chr(code + 0x60) for code in range(0x3041, 0x3097)},
    **{code: chr(code - 0x60) for code in range(0x30A1, 0x30F7)},
}


def other_kana(name: str) -> str:
    """A name written in hiragana in katakana, and the other way round; any other name as it is."""
    return name.translate(_OTHER_KANA) if _KANA.fullmatch(name) else name


@dataclass(slots=True)
class Match:
    """Names found at ``joined[start:end]``; ``strength`` is below 1 for folded readings and shared names."""

    start: int
    end: int
    entries: tuple[int, ...]
    strength: float


@dataclass(frozen=True)
class Names:
    """The names of a lexicon. ``written`` and ``folded`` (without diacritics) lead to entry numbers, ``words`` of
    names to how many names have them, ``misspelled`` forms of words to rows of ``words``, ``parts`` identifiers of
    things to the attributes and the thing that their English names are made of ("ginger powder": powder, ginger).
    """

    written: Table
    folded: Table
    words: Table
    misspelled: Table
    parts: Table

    @classmethod
    def of(cls, lexicon: Lexicon) -> Names:
        """Collect the names; takes seconds for the shipped lexicon."""
        written: dict[str, set[int]] = {}
        folded: dict[str, set[int]] = {}
        for entry, concept in enumerate(lexicon.concepts.values()):
            for language, names in concept.labels.items():
                for name in names:
                    key = key_of(name)[:LONGEST].strip()
                    if not key or key.isdigit():
                        continue
                    for form in (key, other_kana(key)) if language == "ja" else (key,):
                        written.setdefault(form, set()).add(entry)
                    if language in {"vi", "fr"}:
                        folded.setdefault(fold(key), set()).add(entry)
        headings = {place for place, entry in enumerate(lexicon.concepts.values()) if entry.kind == "heading"}
        # a product that bears the name says more than its heading
        sides = [
            {key: sorted(found - headings or found) for key, found in keys.items()}
            for keys in (written, folded)
        ]
        counts = Counter(word for key in written for word in key.split(" "))
        words = Table.of({word: [count] for word, count in counts.items()})
        tables = Table.of(sides[0]), Table.of(sides[1])
        return cls(*tables, words, Table.of(misspelled(words)), Table.of(_parts(lexicon, tables[0])))

    def save(self, folder: Path) -> None:
        """Write the tables' files."""
        for name, table in vars(self).items():
            table.save(folder, name)

    @classmethod
    def load(cls, folder: Path) -> Names:
        """Map the files that `save` wrote."""
        return cls(*(Table.load(folder, field.name) for field in fields(cls)))


def _parts(lexicon: Lexicon, written: Table) -> dict[str, list[int]]:
    entries = list(lexicon.concepts.values())
    found: dict[str, list[int]] = {}
    for concept in entries:
        key = key_of(next(iter(concept.labels.get("en", ())), ""))
        if concept.attribute or concept.kind == "heading" or " " not in key:
            continue
        line = Line(f" {key} ", (), frozenset())
        said = [
            Match(match.start, match.end, attributes, 1.0)
            for match in find(written, line.joined)
            if (
                attributes := tuple(
                    e for e in match.entries if entries[e].attribute and entries[e].kind not in SILENT
                )
            )
        ]
        said = longest(said, line)
        rest = line.joined
        for match in reversed(said):
            rest = rest[: match.start] + rest[match.end + 1 :]
        named = [
            e for e in written.get(rest.strip()) if not entries[e].attribute and entries[e].kind != "heading"
        ]
        broader = set(lexicon.ancestors(concept.id))
        nearest = [e for e in named if entries[e].id in broader] or [
            e for e in named if key_of(entries[e].label("en")) == rest.strip()
        ]
        bases = nearest or (named if len(named) == 1 else [])
        if said and bases and concept.id not in {entries[e].id for e in bases}:
            found[concept.id] = [*(e for match in said for e in match.entries), *bases]
    return found


def find(names: Table, joined: str) -> list[Match]:
    """All names in a line, nested ones too."""
    found = []
    limit = len(joined)
    prefixes = names.trie.prefixes
    for beginning in _BEGINNING.finditer(joined):
        start = beginning.start()
        for key in prefixes(joined[start : start + LONGEST]):
            end = start + len(key)
            if is_unspaced(key[-1]):
                if end < limit and _MARK.match(joined[end]):
                    continue
            elif joined[end] != " " and not is_unspaced(joined[end]):
                continue
            entries = tuple(names.get(key))
            found.append(Match(start, end, entries, float(len(entries) ** -0.5)))
    return found


def longest(matches: list[Match], line: Line) -> list[Match]:
    """Matches that do not overlap, longer ones first, in the order of the text."""
    taken: list[Match] = []
    used: set[int] = set()
    for match in sorted(matches, key=lambda found: (found.start - found.end, found.start)):
        places = range(match.start, match.end)
        if match.start in used or match.end - 1 in used or not used.isdisjoint(places):
            continue
        taken.append(match)
        used.update(places)
    return sorted(
        (
            match
            for match in taken
            if not (_lone_syllable(match, line, used) or _leaves_one_kana(match, line, used))
        ),
        key=lambda found: found.start,
    )


def _lone_syllable(match: Match, line: Line, used: set[int]) -> bool:
    """A single Hangul syllable inside a longer word whose rest no name explains."""
    if match.end - match.start != 1 or not "\uac00" <= line.joined[match.start] <= "\ud7af":
        return False
    left = match.start in line.breaks or line.joined[match.start - 1] == " " or match.start - 1 in used
    right = match.end in line.breaks or line.joined[match.end] == " " or match.end in used
    return not (left and right)


def _leaves_one_kana(match: Match, line: Line, used: set[int]) -> bool:
    """A katakana name inside a longer word of which one sign is left over: カシア is not in アカシア."""
    return any(
        _is_katakana(line.joined[inner])
        and _is_katakana(line.joined[outer])
        and outer not in used
        and not _is_katakana(line.joined[beyond])
        for inner, outer, beyond in (
            (match.start, match.start - 1, match.start - 2),
            (match.end - 1, match.end, min(match.end + 1, len(line.joined) - 1)),
        )
    )


def _is_katakana(letter: str) -> bool:
    return "\u30a1" <= letter <= "\u30fc"
