"""Bars as places in a picture: numbers only, the template draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, ROW = 400, 34  # of the picture, of one bar with its label
NUMBER_ROOM = 44  # right of the bars


@dataclass(frozen=True)
class Bar:
    """One bar below its label."""

    label: str
    value: int
    of: str  # what its number opens
    key: str
    y: int
    width: float


@dataclass(frozen=True)
class Bars:
    """A chart of horizontal bars, the longest as wide as the picture."""

    bars: tuple[Bar, ...]
    width: int
    height: int
    room: int = WIDTH - NUMBER_ROOM  # the width of a full bar


def bars(rows: Sequence[tuple[str, int, str, str]], *, most: int | None = None) -> Bars:
    """Lay out (label, value, of, key) rows; ``most`` is the value of a full bar, else the largest."""
    full = max([1, most or 0, *(value for _label, value, _of, _key in rows)])
    made = tuple(
        Bar(label, value, of, key, index * ROW, round((WIDTH - NUMBER_ROOM) * value / full, 1))
        for index, (label, value, of, key) in enumerate(rows)
    )
    return Bars(made, WIDTH, max(ROW, len(rows) * ROW))
