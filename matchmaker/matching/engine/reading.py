"""From a text to what it says: concepts, attributes, codes and words."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter

from matchmaker.catalogue.nomenclature.codes import codes_in, hs_digits
from matchmaker.catalogue.nomenclature.lexicon import EXPRESSION, Concept, Lexicon
from matchmaker.catalogue.nomenclature.text import SEPARATORS, clean, fold, is_unspaced, stem, tokens
from matchmaker.catalogue.nomenclature.vietnamese import decode, is_folded_syllable, is_syllable
from matchmaker.matching.engine.labels import SILENT, Line, Match, Names, find, line_of, longest
from matchmaker.matching.engine.spelling import SHORTEST, Speller

UNMARKED = 0.9  # strength of a name found without its diacritics in a text that has none
GUESSED = 0.5  # the same in a text that has diacritics elsewhere, or is not Vietnamese
REACH = 24  # characters a negation reaches
PRODUCT, HEADING, ATTRIBUTE = range(3)
MOST = 50  # negations of one text that are heeded
BESIDE_A_PRODUCT = (
    0.4  # strength of a heading's name that a product's stands in: only Vietnamese and English have both
)
BROADER = 0.5  # a broader thing counts half for every step
MADE_OF = 0.6  # strength of a thing of base and attributes ("ginger powder") beside its base, which has 1
DESCRIBED = 0.5  # strength of a name found below the first line, which is the title
PREFIX_NEGATIONS = re.compile(
    r" (?:no added|no|not|without|free of|except|excluding|excl|other than|non|unless"
    r"|không(?: thêm| có| chứa| dùng| bao gồm| lấy| nhận| gồm)?|trừ|ngoại trừ|ngoài|chưa"
    r"|sans(?: ajout de)?|sauf|excepté|बिना) |(?:ไม่ใส่|ไม่มี|ยกเว้น|ปราศจาก|ບໍ່ມີ|ຍົກເວັ້ນ|គ្មាន|លើកលែងតែ|无|不含|除|非|未)"
)
SUFFIX_NEGATIONS = re.compile(
    r"(?:없는|없이|무첨가|제외|불포함|不使用|无添加|なし|拔き|除く|以外|除外|မပါ|मुक्त|रहित| free (?!of))"
)


@dataclass
class Reading:
    """What one text says. ``concepts`` and ``attributes``: entry number of the lexicon → strength, 0 to 1.

    ``words`` are stems (Vietnamese typing mended); ``covered`` the places of ``line.joined`` that a name explains;
    ``spans`` maps an entry to its (start, end) in the cleaned text.
    """

    cleaned: str
    line: Line
    concepts: dict[int, float] = field(default_factory=dict)
    attributes: dict[int, float] = field(default_factory=dict)
    codes: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    covered: frozenset[int] = frozenset()
    spans: dict[int, list[tuple[int, int]]] = field(default_factory=dict)


class Reader:
    """Reads texts with one lexicon, whose ``names`` may have been collected before."""

    def __init__(self, lexicon: Lexicon, names: Names | None = None) -> None:
        self.lexicon = lexicon
        self.names = names or Names.of(lexicon)
        self.ids = list(lexicon.concepts)
        self._mend = lru_cache(maxsize=50_000)(Speller(self.names.words, self.names.misspelled).mend)
        self._known = lru_cache(maxsize=50_000)(lambda token: stem(token) in self.names.words)
        entries = list(lexicon.concepts.values())
        self.kind = [_kind_of(entry) for entry in entries]
        self.says_nothing = [entry.attribute and entry.kind in SILENT for entry in entries]
        number = {identifier: place for place, identifier in enumerate(lexicon.concepts)}
        self.parts = [tuple(self.names.parts.get(entry.id)) for entry in entries]
        self.bases = [[part for part in parts if self.kind[part] == PRODUCT] for parts in self.parts]
        self.broader = [self._broader(place, number) for place in range(len(entries))]
        self.own = [MADE_OF if bases else 1.0 for bases in self.bases]
        self.hs = [hs_digits(entry.hs) for entry in entries]

    def _broader(self, entry: int, number: dict[str, int]) -> dict[int, float]:
        """What the entry is a kind of, with strengths: its base ("ginger" of "ginger powder"), then ever broader things."""
        strengths = {}
        strength = 1.0
        for ancestor in self.lexicon.ancestors(self.ids[entry]):
            strength *= BROADER
            strengths[number[ancestor]] = strength
        return strengths | dict.fromkeys(self.bases[entry], 1.0)

    def without(self, entry: int, attributes: Container[int]) -> list[int]:
        """What is left of a thing when the attributes that its name is made of are said apart: its base, or itself."""
        apart = all(part in attributes for part in self.parts[entry] if self.kind[part] == ATTRIBUTE)
        return self.bases[entry] if self.bases[entry] and apart else [entry]

    def read(self, text: str) -> Reading:
        """Everything the text says; never raises, whatever the text."""
        cleaned = clean(text)
        found = self._spelled(self._mended(tokens(cleaned)))
        line = line_of(found)
        words = [token for _s, _e, token in found if token not in SEPARATORS]
        reading = Reading(cleaned, line, words=tuple(stem(word) for word in words))
        reading.codes = tuple(dict.fromkeys(code for _s, _e, code in codes_in(cleaned)))
        title, _break, rest = text.partition("\n")
        self._keep(reading, self._chosen(line, words), len(clean(title)) if rest.strip() else len(cleaned))
        return reading

    def _mended(self, found: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
        """The tokens with unconverted Telex or VNI typing put right, where the text looks Vietnamese."""
        latin = [token for _s, _e, token in found if token[0].isalpha() and not is_unspaced(token[0])]
        typed = [token for token in latin if decode(token) and not self._known(token)]
        if not typed:
            return found
        fitting = sum(
            1 for token in latin if is_syllable(token) or is_folded_syllable(token) or decode(token)
        )
        if fitting < 0.8 * len(latin):
            return found
        mended = set(typed)
        return [(s, e, (decode(token) or token) if token in mended else token) for s, e, token in found]

    def _spelled(self, found: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
        """The tokens with one typo mended in words that no name knows."""
        return [
            (s, e, token)
            if len(token) < SHORTEST or not token.isascii() or self._known(token) or is_folded_syllable(token)
            else (s, e, self._mend(stem(token)) or token)
            for s, e, token in found
        ]

    def _chosen(self, line: Line, words: list[str]) -> list[Match]:
        """Names as written first; what they leave is read once more without diacritics."""
        written = find(self.names.written, line.joined)
        if line.joined.isascii():
            latin = [word for word in words if word[0].isalpha() and len(word) > 1]
            vietnamese = sum(is_folded_syllable(word) for word in latin) >= max(1.0, 0.7 * len(latin))
            if vietnamese:
                return [*written, *_weaker(find(self.names.folded, line.joined), UNMARKED)]
            return [*written, *_free(find(self.names.folded, line.joined), written, 5)]
        folded = fold(line.joined)
        if len(folded) != len(line.joined):
            return written
        unmarked = [
            match
            for match in find(self.names.folded, folded)
            if any(word.isascii() for word in line.joined[match.start : match.end].split(" "))
        ]  # where every word has its marks they are meant
        return [*written, *_free(unmarked, written, 7)]

    def _keep(self, reading: Reading, matches: list[Match], title: int) -> None:
        """Enter the names found; ``title`` is the length of the first line in the cleaned text."""
        line = reading.line
        negated = _negated(line.joined)
        covered: set[int] = set()
        products: set[int] = set()
        inside: dict[int, Match] = {}  # place → the product's name that it lies in
        # one kind after the other: a heading's long name must not hide the product in it
        for wanted, named in enumerate(self._by_kind(matches)):
            for match in longest(_prefer_written(named), line):
                places = range(match.start, match.end)
                covered.update(places)
                if wanted == PRODUCT and len(places) > 1:
                    products.update(places)
                    inside.update(dict.fromkeys(places, match))
                if wanted == ATTRIBUTE and self._is_sign(match, inside.get(match.start), line):
                    continue
                if any(start <= match.start and match.end <= end for start, end in negated):
                    continue
                target = reading.attributes if wanted == ATTRIBUTE else reading.concepts
                span = _span(line, match)
                strength = match.strength * (1.0 if span[0] < title else DESCRIBED)
                if wanted == HEADING and not products.isdisjoint(places):
                    strength *= BESIDE_A_PRODUCT
                for entry in match.entries:
                    if not self.says_nothing[entry]:
                        target[entry] = max(target.get(entry, 0.0), strength)
                        reading.spans.setdefault(entry, []).append(span)
        _drop_what_only_describes(reading)
        for entry, strength in reading.concepts.items():
            for part in self.parts[entry]:
                if self.kind[part] == ATTRIBUTE and not self.says_nothing[part]:
                    reading.attributes[part] = max(reading.attributes.get(part, 0.0), strength)
        reading.covered = frozenset(covered)

    def _is_sign(self, attribute: Match, product: Match | None, line: Line) -> bool:
        """Whether an attribute's name only belongs to a product's: 生 in 生姜 says not fresh, เทียม in กระเทียม not artificial."""
        if (
            product is None
            or attribute.end > product.end
            or (attribute.start, attribute.end) == (product.start, product.end)
        ):
            return False
        said = {part for entry in product.entries for part in self.parts[entry]}
        return said.isdisjoint(attribute.entries) and " " not in line.joined[attribute.start : attribute.end]

    def _by_kind(self, matches: list[Match]) -> tuple[list[Match], list[Match], list[Match]]:
        """What the matches say of products, of headings and of attributes."""
        sorted_out: tuple[list[Match], list[Match], list[Match]] = ([], [], [])
        for match in matches:
            kinds = {self.kind[entry] for entry in match.entries}
            for kind in kinds:
                entries = tuple(entry for entry in match.entries if self.kind[entry] == kind)
                one = Match(match.start, match.end, entries, match.strength) if len(kinds) > 1 else match
                sorted_out[kind].append(one)
        return sorted_out


def _kind_of(entry: Concept) -> int:
    if entry.kind == "heading":
        return HEADING
    return ATTRIBUTE if entry.attribute and entry.kind != EXPRESSION else PRODUCT


def _drop_what_only_describes(reading: Reading) -> None:
    """A name that is an attribute's too ("drums", "oil") is no product where the text names another one."""
    described = {span for entry in reading.attributes for span in reading.spans[entry]}
    doubled = {entry for entry in reading.concepts if described.issuperset(reading.spans[entry])}
    if len(doubled) < len(reading.concepts):
        for entry in doubled:
            del reading.concepts[entry]


def _weaker(matches: list[Match], strength: float) -> list[Match]:
    return [Match(found.start, found.end, found.entries, found.strength * strength) for found in matches]


def _free(folded: list[Match], written: list[Match], shortest: int) -> list[Match]:
    """Folded matches of some length where nothing was found as written."""
    used = {place for match in written for place in range(match.start, match.end)}
    kept = [
        match
        for match in folded
        if match.end - match.start >= shortest and used.isdisjoint(range(match.start, match.end))
    ]
    return _weaker(kept, GUESSED)


def _prefer_written(matches: list[Match]) -> list[Match]:
    """Of readings of the same place the first: names as written come before those without diacritics."""
    best: dict[tuple[int, int], Match] = {}
    for match in matches:
        best.setdefault((match.start, match.end), match)
    return list(best.values())


def _negated(joined: str) -> list[tuple[int, int]]:
    """Stretches of the line that a negation covers."""
    stretches = []
    for found in PREFIX_NEGATIONS.finditer(joined):
        start = found.end() - 1
        stop = joined.find(" ,", start)
        end = len(joined) if stop < 0 else stop
        stretches.append((start, min(end, start + REACH)))
    for found in SUFFIX_NEGATIONS.finditer(joined):
        start = max(0, joined.rfind(" ", 0, max(0, found.start() - 1)), found.start() - 6)
        stretches.append((start, found.start() + 1))
    return stretches[:MOST]


def _span(line: Line, match: Match) -> tuple[int, int]:
    """The match's (start, end) in the cleaned text."""
    first = line.starts[bisect_right(line.starts, match.start, key=itemgetter(0)) - 1]
    last = line.starts[bisect_right(line.starts, match.end - 1, key=itemgetter(0)) - 1]
    if is_unspaced(line.joined[match.start]):
        start = first[1] + match.start - first[0]
        return start, max(start + 1, last[1] + match.end - last[0])
    return first[1], last[2]
