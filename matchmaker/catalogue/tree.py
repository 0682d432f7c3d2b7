"""The HS tree as the forms show it, and product groups by chapter."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from matchmaker.catalogue.enums import ProductGroup

HEADINGS = Path(__file__).parent / "nomenclature" / "data" / "headings.tsv"
GROUPS_BY_HEADING = {
    "0901": ProductGroup.COFFEE_TEA, "0902": ProductGroup.COFFEE_TEA, "0903": ProductGroup.COFFEE_TEA,
    "0409": ProductGroup.HONEY, "0714": ProductGroup.ROOTS_STARCH, "1108": ProductGroup.ROOTS_STARCH,
    "0801": ProductGroup.NUTS_OILSEEDS, "0802": ProductGroup.NUTS_OILSEEDS, "1211": ProductGroup.HERBS,
    "2101": ProductGroup.COFFEE_TEA, "1302": ProductGroup.HERBS, "1601": ProductGroup.ANIMAL, "1602": ProductGroup.ANIMAL,
}  # fmt: skip
GROUPS_BY_CHAPTER = (
    ((1, 2), ProductGroup.ANIMAL), ((3, 3), ProductGroup.FISH), ((4, 5), ProductGroup.ANIMAL),
    ((6, 6), ProductGroup.OTHER), ((7, 7), ProductGroup.VEGETABLES), ((8, 8), ProductGroup.FRUIT),
    ((9, 9), ProductGroup.SPICES), ((10, 11), ProductGroup.GRAINS), ((12, 12), ProductGroup.NUTS_OILSEEDS),
    ((13, 14), ProductGroup.HERBS), ((15, 15), ProductGroup.PROCESSED), ((16, 16), ProductGroup.FISH),
    ((17, 21), ProductGroup.PROCESSED), ((22, 22), ProductGroup.DRINKS), ((23, 24), ProductGroup.PROCESSED),
    ((30, 30), ProductGroup.HERBS), ((33, 33), ProductGroup.HERBS), ((40, 40), ProductGroup.RUBBER_WOOD),
    ((44, 44), ProductGroup.RUBBER_WOOD), ((46, 46), ProductGroup.HANDICRAFT), ((50, 63), ProductGroup.HANDICRAFT),
    ((25, 97), ProductGroup.INDUSTRY),
)  # fmt: skip


@dataclass(frozen=True)
class Heading:
    """One code of the tree in plain words."""

    code: str
    vi: str
    en: str

    def label(self, locale: str) -> str:
        """The words in the reader's language (Vietnamese or English), the first synonym only."""
        return (self.vi if locale == "vi" else self.en).split("|")[0]


@cache
def headings() -> dict[str, Heading]:
    """Code -> heading, for all that the tree holds."""
    with HEADINGS.open(encoding="utf-8") as stream:
        rows = csv.DictReader((line for line in stream if not line.startswith("#")), delimiter="\t")
        return {row["code"]: Heading(row["code"], row["vi"] or "", row["en"] or "") for row in rows}


def group_of(hs_code: str | None) -> ProductGroup:
    """The product group that a code belongs to; OTHER without one."""
    if not hs_code or len(hs_code) < 2:
        return ProductGroup.OTHER
    by_heading = GROUPS_BY_HEADING.get(hs_code[:4])
    if by_heading is not None:
        return by_heading
    chapter = int(hs_code[:2])
    return next(
        (group for (low, high), group in GROUPS_BY_CHAPTER if low <= chapter <= high), ProductGroup.OTHER
    )
