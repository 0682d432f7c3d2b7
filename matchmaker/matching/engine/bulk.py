"""Reading many texts at once, on several cores where that pays."""

from __future__ import annotations

import multiprocessing
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat

from scipy import sparse

from matchmaker.catalogue.nomenclature.text import fold
from matchmaker.matching.engine.headings import Rows
from matchmaker.matching.engine.vectors import Vectoriser

COMPARED = 160  # letters of a text that are compared one by one
PART = 5_000  # texts that one process reads at a time
Read = tuple[Rows, list[str]]
Texts = list[tuple[str, str | None]]

# The one reader of this process's children: handed over by fork, not sent.
_inherited: list[Vectoriser] = []


def read_texts(vectoriser: Vectoriser, texts: Texts, needs: bool) -> Read:
    """Raw rows and folded look-up lines of (text, HS code) pairs."""
    readings = [vectoriser.reader.read(text) for text, _code in texts]
    raw = vectoriser.raw(readings, [code for _text, code in texts], needs=needs)
    return raw, [fold(reading.cleaned[:COMPARED]) for reading in readings]


def _read_inherited(texts: Texts, needs: bool) -> Read:
    return read_texts(_inherited[-1], texts, needs)


def read_many(vectoriser: Vectoriser, texts: Texts, jobs: int, *, needs: bool) -> Read:
    """`read_texts`, by ``jobs`` processes when there are many texts; the result is the same."""
    if jobs < 2 or len(texts) < 2 * PART:
        return read_texts(vectoriser, texts, needs)
    parts = [texts[start : start + PART] for start in range(0, len(texts), PART)]
    _inherited.append(vectoriser)
    try:
        with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("fork")) as pool:
            read = list(pool.map(_read_inherited, parts, repeat(needs)))
    finally:
        _inherited.pop()
    return _joined([rows for rows, _lines in read]), [line for _rows, lines in read for line in lines]


def _joined(parts: Sequence[Rows]) -> Rows:
    return {name: sparse.vstack([part[name] for part in parts], format="csr") for name in parts[0]}
