"""The demo companies as their files hold them."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class DemoRow:
    """One line of a file: a company and one thing it offers or looks for."""

    values: dict[str, str]

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")

    def listed(self, name: str) -> list[str]:
        """A cell of several values."""
        return [part for part in self[name].split(";") if part]

    def number(self, name: str) -> Decimal | None:
        """A cell that holds a number, or nothing."""
        return Decimal(self[name]) if self[name] else None


def read(name: str) -> list[DemoRow]:
    """All lines of ``firms.tsv`` or ``buyers.tsv``."""
    with (FOLDER / name).open(encoding="utf-8") as stream:
        lines = (line for line in stream if not line.startswith("#"))
        return [DemoRow(row) for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)]
