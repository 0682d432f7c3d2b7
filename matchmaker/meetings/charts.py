"""A curve as places in a picture: numbers only, the template draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 520, 240
LEFT, RIGHT, TOP, BOTTOM = 44, 14, 14, 46


@dataclass(frozen=True)
class Point:
    """A value of the setting, the meetings it allows, and its place in the picture."""

    setting: int
    meetings: int
    x: float
    y: float
    now: bool


@dataclass(frozen=True)
class Curve:
    """Points in order, the horizontal lines to read them by, and where all wishes would be met."""

    points: tuple[Point, ...]
    lines: tuple[tuple[int, float], ...]
    wanted: int
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def path(self) -> str:
        """The points as SVG wants them."""
        return " ".join(f"{point.x},{point.y}" for point in self.points)

    @property
    def enough(self) -> int | None:
        """The least setting from which on no more meetings are gained."""
        most = max((point.meetings for point in self.points), default=0)
        return next((point.setting for point in self.points if point.meetings == most), None)


def curve(values: Sequence[tuple[int | None, int]], *, now: int, wanted: int) -> Curve:
    """Lay (setting, meetings) pairs out in the picture; the vertical axis begins at 0 and holds ``wanted``."""
    settings = [setting for setting, _meetings in values if setting is not None]
    low, high = min(settings), max(settings)
    most = max(wanted, 1)

    def across(setting: int) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (setting - low) / max(1, high - low), 1)

    def down(meetings: int) -> float:
        return round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - meetings / most), 1)

    points = tuple(
        Point(setting, meetings, across(setting), down(meetings), setting == now)
        for setting, meetings in values
        if setting is not None
    )
    step = max(1, -(-most // 4))
    lines = tuple((value, down(value)) for value in range(0, most + 1, step))
    return Curve(points, lines, wanted)
