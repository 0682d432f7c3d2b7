"""Texts as sparse rows of several blocks: concepts, attributes, HS codes, words, letters, learned meaning, sound.

All columns are fixed in advance (lexicon entries, codes, hashes), so that one new item needs no rebuild; what is learned
is the inverse document frequency of each column, ln((1 + n) / (1 + df)) + 1 as in scikit-learn.
"""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy import sparse

from matchmaker.catalogue.nomenclature.codes import hs_digits, prefixes
from matchmaker.catalogue.nomenclature.text import fold, is_unspaced
from matchmaker.matching.engine import sound
from matchmaker.matching.engine.headings import Headings, Rows, weighted
from matchmaker.matching.engine.reading import Reader, Reading
from matchmaker.matching.engine.translation import Dictionary

BLOCKS = ("concepts", "attributes", "hs_code", "words", "letters", "meaning", "sound")
HASHED = 1 << 19
HS_COLUMNS = 1 << 17
INFERRED = 0.6  # a code that follows from a name, beside one that was written
PREFIX_STRENGTH = {2: 0.15, 4: 0.6, 6: 1.0}
UNMARKED_WORD = 0.5  # a word's reading without diacritics
PAIR_OF_WORDS = 0.6
STRETCH = 4_000  # letters of a text that are hashed; more is repetition


@lru_cache(maxsize=500_000)
def _column(word: str) -> int:
    return zlib.crc32(word.encode("utf-8", "replace")) & (HASHED - 1)


def code_column(code: str) -> int:
    """The column of an HS code of 2, 4 or 6 digits."""
    return _column(f"hs{code}") & (HS_COLUMNS - 1)


class _Block:
    """A sparse block that grows row by row."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.indptr = array("q", [0])
        self.indices = array("i")
        self.data = array("f")

    def add(self, row: dict[int, float]) -> None:
        """Append one row."""
        self.indices.extend(row.keys())
        self.data.extend(row.values())
        self.indptr.append(len(self.indices))

    def matrix(self) -> sparse.csr_matrix:
        """The block as CSR, float32, indices sorted."""
        shape = (len(self.indptr) - 1, self.width)
        parts = (
            np.frombuffer(self.data, np.float32) if self.data else np.zeros(0, np.float32),
            np.frombuffer(self.indices, np.int32) if self.indices else np.zeros(0, np.int32),
            np.frombuffer(self.indptr, np.int64),
        )
        built = sparse.csr_matrix(parts, shape=shape, copy=True)
        built.sort_indices()
        return built


@dataclass
class Vectoriser:
    """Turns readings into rows; `learn` sets the inverse document frequencies ``idf`` by block."""

    reader: Reader
    dictionary: Dictionary
    idf: dict[str, npt.NDArray[np.float32]]
    headings: Headings | None = None

    @property
    def widths(self) -> dict[str, int]:
        """Columns of each block."""
        entries = len(self.reader.lexicon.concepts)
        return {
            "concepts": entries, "attributes": entries, "hs_code": HS_COLUMNS,
            "words": HASHED, "letters": HASHED, "meaning": HASHED, "sound": 2 * sound.COLUMNS,
        }  # fmt: skip

    def raw(self, readings: Sequence[Reading], codes: Sequence[str | None], *, needs: bool) -> Rows:
        """Rows before weighting, one for each reading; ``codes`` are the HS codes of the typed field.

        Offers and ``needs`` differ in the columns of "sound" only.
        """
        rows = self._blocks(readings, codes, needs=needs)
        if self.headings:
            unwritten = [
                not (reading.codes or hs_digits(code)) for reading, code in zip(readings, codes, strict=True)
            ]
            rows["hs_code"] = self._with_likely(self.headings, rows, np.array(unwritten, bool))
        return rows

    def _blocks(self, readings: Sequence[Reading], codes: Sequence[str | None], *, needs: bool) -> Rows:
        widths = self.widths
        blocks = {name: _Block(widths[name]) for name in BLOCKS if name != "letters"}
        for reading, code in zip(readings, codes, strict=True):
            blocks["concepts"].add(self._concepts(reading))
            blocks["attributes"].add(reading.attributes)
            blocks["hs_code"].add(self._codes(reading, code))
            blocks["words"].add(_words(reading.words))
            meaning = self.dictionary.meaning(reading.words)
            blocks["meaning"].add({_column(word): strength for word, strength in meaning.items()})
            blocks["sound"].add(_sound(reading, needs))
        rows = {name: block.matrix() for name, block in blocks.items()}
        rows["letters"] = letters([reading.line.joined[:STRETCH] for reading in readings])
        return rows

    def _with_likely(
        self, headings: Headings, rows: Rows, unwritten: npt.NDArray[np.bool_]
    ) -> sparse.csr_matrix:
        """The "hs_code" rows with the likely headings of the ``unwritten`` texts, those that state no code."""
        near = headings.likely(rows)
        near.data = near.data * np.repeat(INFERRED * unwritten, np.diff(near.indptr)).astype(np.float32)
        both = (rows["hs_code"] + near @ _prefix_columns(tuple(headings.codes))).tocsr()
        both.eliminate_zeros()
        both.sort_indices()
        return both

    def learn(self, rows: Sequence[Rows]) -> None:
        """Set ``idf`` from the rows of all items."""
        for name in BLOCKS:
            total = sum(part[name].shape[0] for part in rows)
            df = np.zeros(self.widths[name], np.float32)
            for part in rows:
                df += np.bincount(part[name].indices, minlength=len(df))
            self.idf[name] = (np.log((1 + total) / (1 + df)) + 1).astype(np.float32)

    def weighted(self, rows: Rows) -> Rows:
        """Rows times ``idf``, each of length 1 (or empty)."""
        return weighted(rows, self.idf)

    def likely_codes(self, reading: Reading) -> list[str]:
        """The HS codes that a text states, or else those of what it names and of headings that it likely falls under."""
        if reading.codes:
            return list(reading.codes)
        named = [hs for entry in reading.concepts if (hs := self.reader.hs[entry])]
        if self.headings is None:
            return named
        near = self.headings.likely(self._blocks([reading], [None], needs=False))
        return [*named, *(self.headings.codes[place] for place in near.indices)]

    def _concepts(self, reading: Reading) -> dict[int, float]:
        own = self.reader.own
        row = {entry: own[entry] * strength for entry, strength in reading.concepts.items()}
        for entry, strength in reading.concepts.items():
            for broader, share in self.reader.broader[entry].items():
                row[broader] = max(row.get(broader, 0.0), share * strength)
        return row

    def _codes(self, reading: Reading, code: str | None) -> dict[int, float]:
        row: dict[int, float] = {}
        written = [*reading.codes, digits] if (digits := hs_digits(code)) else reading.codes
        known = [(text, 1.0) for text in written]
        if not known:
            pairs = ((self.reader.hs[entry], strength) for entry, strength in reading.concepts.items())
            known = [(text, INFERRED * strength) for text, strength in pairs if text]
        for text, strength in known:
            for part in prefixes(text):
                column, value = code_column(part), strength * PREFIX_STRENGTH[len(part)]
                row[column] = max(row.get(column, 0.0), value)
        return row


@lru_cache(maxsize=2)
def _prefix_columns(codes: tuple[str, ...]) -> sparse.csr_matrix:
    """What each code says of the columns of "hs_code": (codes × HS_COLUMNS)."""
    cells = [
        (row, code_column(part), PREFIX_STRENGTH[len(part)])
        for row, code in enumerate(codes)
        for part in prefixes(code)
    ]
    owners, columns, values = zip(*cells, strict=True)
    return sparse.csr_matrix((np.array(values, np.float32), (owners, columns)), (len(codes), HS_COLUMNS))


def _words(words: Sequence[str]) -> dict[int, float]:
    row: dict[int, float] = {}
    previous = ""
    for word in words:
        if is_unspaced(word[0]):
            for place in range(max(1, len(word) - 1)):
                row[_column(word[place : place + 2])] = 1.0
            previous = ""
            continue
        row[_column(word)] = 1.0
        if not word.isascii():
            row.setdefault(_column(fold(word)), UNMARKED_WORD)
        if previous:
            row.setdefault(_column(f"{previous} {word}"), PAIR_OF_WORDS)
        previous = word
    return row


def _sound(reading: Reading, needs: bool) -> dict[int, float]:
    """How words sound that may be written by ear on the other side.

    Words in Latin letters and unexplained words of other scripts have columns of their own, the other way round for
    needs: a script never meets itself, which "letters" does better.
    """
    row: dict[int, float] = {}
    for words, first in zip(
        sound.heard_words(reading), (sound.COLUMNS, 0) if needs else (0, sound.COLUMNS), strict=True
    ):
        for word in words:
            for column in sound.sound_columns(word):
                row[first + column] = row.get(first + column, 0.0) + 1.0
    return row


def letters(lines: Sequence[str], block: int = 20_000) -> sparse.csr_matrix:
    """Counts (square roots) of hashed character 3- and 4-grams, of the folded reading too where it differs."""
    parts = [_letters(lines[start : start + block]) for start in range(0, len(lines), block)]
    if not parts:
        return sparse.csr_matrix((0, HASHED), dtype=np.float32)
    return sparse.vstack(parts, format="csr") if len(parts) > 1 else parts[0]


def _letters(lines: Sequence[str]) -> sparse.csr_matrix:
    written = [f"{line}\0" for line in lines]
    texts = [*written, *(fold(line) if not line.isascii() else "\0" for line in written)]
    sizes = np.fromiter((len(text) for text in texts), np.int64, len(texts))
    owners = np.repeat(np.tile(np.arange(len(lines), dtype=np.int64), 2), sizes)
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "replace"), np.uint32).astype(np.uint64)
    keys = []
    for size in (3, 4):
        hashed = np.zeros(max(0, len(codes) - size + 1), np.uint64)
        inside = np.ones(len(hashed), bool)
        for step in range(size):
            window = codes[step : step + len(hashed)]
            hashed = hashed * np.uint64(0x9E3779B97F4A7C15) + window + np.uint64(size)
            inside &= window != 0
        columns = ((hashed * np.uint64(0xC2B2AE3D27D4EB4F)) >> np.uint64(45)).astype(np.int64)
        keys.append((owners[: len(hashed)] * HASHED + columns)[inside])
    unique, counts = np.unique(np.concatenate(keys), return_counts=True)
    rows = unique // HASHED
    indptr = np.searchsorted(rows, np.arange(len(lines) + 1))
    data = np.sqrt(counts).astype(np.float32)
    columns = (unique % HASHED).astype(np.int32)
    return sparse.csr_matrix((data, columns, indptr), shape=(len(lines), HASHED))
