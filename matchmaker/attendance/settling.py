"""What several marks of one person and day add up to, in whatever order they came. Pure.

Marks are read in the order in which they happened, not in which they were received: two phones without network agree
in the end. The earliest arrival counts; who is here is not late and not absent until an arrival is taken back.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Protocol, TypeVar

from matchmaker.attendance.enums import Mark

OLDEST = timedelta(days=7)


class Said(Protocol):
    """The part of a mark that counts."""

    @property
    def key(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def happened_at(self) -> datetime: ...


Marked = TypeVar("Marked", bound=Said)


def settle(marks: Iterable[Marked]) -> Marked | None:
    """The mark that counts; None where there is none. An UNDONE that counts leaves the person expected."""
    counts: Marked | None = None
    for mark in sorted(marks, key=lambda one: (one.happened_at, one.key)):
        if mark.kind == Mark.UNDONE or counts is None or counts.kind != Mark.ARRIVED:
            counts = mark
    return counts


def moment(*, now: datetime, age: timedelta) -> datetime:
    """When a mark happened that was ``age`` old, by the phone's own clock, as it was sent: a wrong clock does no harm."""
    return now - min(max(age, timedelta(0)), OLDEST)


def event_day(days: Iterable[date], today: date) -> date | None:
    """The day of the event that a mark of ``today`` is about: today, on the eve the next one, afterwards the last.

    None where the event is further away than a day.
    """
    listed = sorted(days)
    coming = [day for day in listed if day >= today]
    if not coming:
        return listed[-1] if listed else None
    begun = coming[0] != listed[0]
    return coming[0] if begun or coming[0] - today <= timedelta(days=1) else None
