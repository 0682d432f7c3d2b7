"""The product group of an offer or need that has no HS code."""

from __future__ import annotations

from collections import Counter

from matchmaker.catalogue.enums import ProductGroup
from matchmaker.catalogue.tree import group_of
from matchmaker.matching.engine.compiled import shipped_reader


def likely_group(hs_code: str | None, text: str) -> ProductGroup:
    """The group of the code; without one, that of the products named in ``text`` where most of it speaks of one group."""
    if hs_code:
        return group_of(hs_code)
    reader = shipped_reader()
    reading = reader.read(text)
    letters: Counter[ProductGroup] = Counter()
    for entry in reading.concepts:
        letters[group_of(reader.hs[entry])] += max(end - start for start, end in reading.spans[entry])
    del letters[ProductGroup.OTHER]
    ranked = letters.most_common(1)
    if not ranked or 2 * ranked[0][1] <= letters.total():
        return ProductGroup.OTHER
    return ranked[0][0]
