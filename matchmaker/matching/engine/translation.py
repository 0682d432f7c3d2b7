"""Word translations learned from parallel texts, with English as the pivot.

IBM model 1 (Brown et al., "The Mathematics of Statistical Machine Translation", Computational Linguistics 19(2), 1993)
over pairs (units of any language, English stems): t(e|u) by expectation maximisation, in NumPy. The lexicon's own labels
are the first parallel text; `--parallel` and companies' bilingual texts add to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from marisa_trie import Trie

from matchmaker.catalogue.nomenclature.lexicon import Lexicon
from matchmaker.catalogue.nomenclature.text import SEPARATORS, clean, fold, is_unspaced, stem, tokens
from matchmaker.matching.engine.tables import Table

ROUNDS = 6
KEPT = 4  # translations of a unit that are kept
LEAST = 0.08  # probability below which a translation is noise
IN_A_PAIR = 0.5  # strength of a word's own translations beside those of a pair that it is part of
UNKNOWN = 0.7  # strength of a word without a translation, as itself
STOP = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "or",
        "and",
        "for",
        "in",
        "on",
        "with",
        "by",
        "to",
        "not",
        "no",
        "non",
        "without",
        "other",
        "than",
        "as",
        "at",
        "from",
        "its",
        "their",
        "which",
        "is",
        "are",
    ]
)


def units_of(text: str) -> list[str]:
    """What is translated as one: words, pairs of words, and pairs and triples of letters in unspaced scripts."""
    words = [
        token for _s, _e, token in tokens(clean(text)) if token not in SEPARATORS and not token[0].isdigit()
    ]
    return units_of_words([stem(word) for word in words])


def units_of_words(words: Sequence[str]) -> list[str]:
    """`units_of` for stems that are known already."""
    found: list[str] = []
    previous = ""
    for word in words:
        if is_unspaced(word[0]):
            found.extend(word[place : place + 2] for place in range(max(1, len(word) - 1)))
            found.extend(word[place : place + 3] for place in range(len(word) - 2))
            if len(word) > 3:
                found.append(word)
            previous = ""
            continue
        found.append(word)
        if previous and not (word.isascii() and previous.isascii() and len(word) > 6):
            found.append(f"{previous} {word}")
        previous = word
    return list(dict.fromkeys(found))


def english_of(text: str) -> list[str]:
    """English stems that carry meaning."""
    words = [stem(token) for _s, _e, token in tokens(clean(text)) if token.isascii() and token[0].isalpha()]
    return list(dict.fromkeys(word for word in words if word not in STOP))


class Dictionary:
    """Learned translations: unit → ((English stem, probability), …), likeliest first.

    ``units`` leads to rows of ``english`` with the probabilities as shares.
    """

    def __init__(self, units: Table | None = None, english: Trie | None = None) -> None:
        self.units = units or Table.of({}, {})
        self.english = english or Trie()
        self.translations = lru_cache(maxsize=100_000)(self._translations)

    def _translations(self, unit: str) -> tuple[tuple[str, float], ...]:
        found = self.units.get_shares(unit)
        return tuple((self.english.restore_key(row), share) for row, share in found)

    def __reduce__(self) -> tuple[type[Dictionary], tuple[Table, Trie]]:
        return Dictionary, (self.units, self.english)

    def save(self, folder: Path) -> None:
        """Write the dictionary's files."""
        self.units.save(folder, "units")
        self.english.save(str(folder / "english.trie"))

    @classmethod
    def load(cls, folder: Path) -> Dictionary:
        """Map the files that `save` wrote."""
        return cls(Table.load(folder, "units"), Trie().mmap(str(folder / "english.trie")))

    def meaning(self, words: Sequence[str]) -> dict[str, float]:
        """English stems that the words stand for, with strengths; a pair of words speaks before its parts."""
        found: dict[str, float] = {}
        for word in words:
            if word.isascii() and word.isalpha() and word not in STOP and not self.translations(word):
                found[word] = UNKNOWN
        units = [unit for unit in units_of_words(words) if self.translations(unit)]
        paired = {word for unit in units if " " in unit for word in unit.split(" ")}
        for unit in units:
            share = IN_A_PAIR if unit in paired else 1.0
            for english, probability in self.translations(unit):
                found[english] = found.get(english, 0.0) + share * probability
        return found


def learn(pairs: Iterable[tuple[Sequence[str], Sequence[str]]]) -> Dictionary:
    """Fit t(e|u) on pairs (units, English stems); pairs with an empty side teach nothing."""
    units: dict[str, int] = {}
    targets: dict[str, int] = {}
    lines: list[tuple[list[int], list[int]]] = []
    for left, right in pairs:
        if left and right:
            lines.append(
                (
                    [units.setdefault(unit, len(units)) for unit in left],
                    [targets.setdefault(word, len(targets)) for word in right],
                )
            )
    if not lines:
        return Dictionary()
    table = _expectation_maximisation(lines, len(targets))
    return _kept(table, list(units), list(targets))


Triples = tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.float64]]


def _expectation_maximisation(lines: list[tuple[list[int], list[int]]], width: int) -> Triples:
    slots, sources, wanted = [], [], []
    slot = 0
    for left, right in lines:
        size = len(left)
        for target in right:
            sources.extend(left)
            wanted.extend([target] * size)
            slots.extend([slot] * size)
            slot += 1
    where = np.asarray(slots)
    keys, cell = np.unique(np.asarray(sources) * width + np.asarray(wanted), return_inverse=True)
    owner = keys // width
    chance = np.ones(len(keys))
    for _round in range(ROUNDS):
        share = chance[cell]
        share /= np.bincount(where, share)[where]
        counts = np.bincount(cell, share, minlength=len(keys))
        chance = counts / np.bincount(owner, counts)[owner]
    return owner, keys % width, chance


def _kept(table: Triples, units: list[str], targets: list[str]) -> Dictionary:
    owner, target, chance = table
    english = Trie(targets)
    row_of = [english[word] for word in targets]
    likely = np.flatnonzero(chance >= LEAST)
    order = likely[np.lexsort((target[likely], -chance[likely], owner[likely]))]
    rows: dict[str, list[int]] = {}
    shares: dict[str, list[float]] = {}
    for place in order:
        unit = units[owner[place]]
        known = rows.setdefault(unit, [])
        if len(known) < KEPT:
            known.append(row_of[target[place]])
            shares.setdefault(unit, []).append(float(chance[place]))
    return Dictionary(Table.of(rows, shares), english)


def lexicon_pairs(lexicon: Lexicon) -> list[tuple[list[str], list[str]]]:
    """The lexicon's labels as parallel text, Vietnamese also without diacritics; English stands for itself."""
    pairs: list[tuple[list[str], list[str]]] = []
    for concept in lexicon.concepts.values():
        english = [words for name in concept.labels.get("en", ()) if (words := english_of(name))]
        if not english:
            continue
        pairs.extend(([word], [word]) for words in english for word in words)
        for language, names in concept.labels.items():
            if language != "en":
                for name in names[:4]:
                    pairs.extend(_both_readings(name, english[0], language))
    return pairs


def _both_readings(name: str, english: list[str], language: str) -> list[tuple[list[str], list[str]]]:
    units = units_of(name)
    plain = [fold(unit) for unit in units] if language == "vi" else units
    return [(units, english)] if plain == units else [(units, english), (plain, english)]
