"""Finding the lexicon's names in a text: Aho–Corasick over all names, the longest match wins.

Names of scripts with spaces must begin and end at word boundaries; in scripts without spaces a match must not cut a
syllable (a following combining mark), and a lone Hangul syllable counts only where its word has no unexplained rest.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

import ahocorasick

from matchmaker.catalogue.nomenclature.lexicon import Lexicon
from matchmaker.catalogue.nomenclature.text import (
    MARKS,
    SEPARATORS,
    clean,
    fold,
    is_unspaced,
    stem,
    tokens,
)

_MARK = re.compile(f"[{MARKS}]")


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


@dataclass(frozen=True)
class Match:
    """Names found at ``joined[start:end]``; ``strength`` is below 1 for folded readings and shared names."""

    start: int
    end: int
    entries: tuple[int, ...]
    strength: float


class LabelFinder:
    """The automata over a lexicon: one of names as written, one of names without diacritics."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.ids: list[str] = list(lexicon.concepts)
        written: dict[str, set[int]] = {}
        folded: dict[str, set[int]] = {}
        for entry, concept in enumerate(lexicon.concepts.values()):
            for language, names in concept.labels.items():
                for name in names:
                    key = key_of(name)
                    if not key or key.isdigit():
                        continue
                    for form in (key, other_kana(key)) if language == "ja" else (key,):
                        written.setdefault(form, set()).add(entry)
                    if language in {"vi", "fr"}:
                        folded.setdefault(fold(key), set()).add(entry)
        headings = {place for place, entry in enumerate(lexicon.concepts.values()) if entry.kind == "heading"}
        for keys in (written, folded):
            for key, entries in keys.items():
                keys[key] = (
                    entries - headings or entries
                )  # a product that bears the name says more than its heading
        self.words: Counter[str] = Counter(word for key in written for word in key.split(" "))
        self._written = _automaton(written)
        self._folded = _automaton(folded)

    def search(self, line: Line) -> list[Match]:
        """All names in the line, nested ones too."""
        return self._matches(self._written, line.joined, 1.0)

    def search_folded(self, joined: str) -> list[Match]:
        """All names in a folded line whose marks are missing."""
        return self._matches(self._folded, joined, 1.0)

    @staticmethod
    def _matches(automaton: ahocorasick.Automaton, joined: str, strength: float) -> list[Match]:
        if not len(automaton):
            return []
        found = []
        limit = len(joined)
        for last, (length, spaced_start, spaced_end, entries, share) in automaton.iter(joined):
            start, end = last - length + 1, last + 1
            if spaced_start and joined[start - 1] != " " and not is_unspaced(joined[start - 1]):
                continue
            if spaced_end and joined[end] != " " and not is_unspaced(joined[end]):
                continue
            if not spaced_end and end < limit and _MARK.match(joined[end]):
                continue
            found.append(Match(start, end, entries, strength * share))
        return found


def _automaton(keys: dict[str, set[int]]) -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for key, entries in keys.items():
        ordered = tuple(sorted(entries))
        share = float(len(ordered) ** -0.5)
        value = (len(key), not is_unspaced(key[0]), not is_unspaced(key[-1]), ordered, share)
        automaton.add_word(key, value)
    automaton.make_automaton()
    return automaton


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
