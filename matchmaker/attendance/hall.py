"""What goes on in the hall: now and next per table, who is missing, which tables are free, what runs over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from matchmaker.events.models import Event, EventTable, Slot
from matchmaker.meetings.enums import DisturbanceKind
from matchmaker.meetings.models import Disturbance, Meeting
from matchmaker.meetings.queries import blocked, disturbances_of, meetings_of_schedule

SOON = timedelta(minutes=90)  # what starts later is not "next" yet


@dataclass
class TableNow:
    """A table with the meeting that goes on at it and the one that follows."""

    table: EventTable
    now: Meeting | None = None
    next: Meeting | None = None


@dataclass(frozen=True)
class Hall:
    """The hall at an instant. ``current`` is None between slots; ``over`` are overruns that go on."""

    current: Slot | None
    following: Slot | None
    tables: list[TableNow]
    online: list[Meeting]
    over: list[Disturbance] = field(default_factory=list)
    gone: frozenset[int] = frozenset()

    @property
    def running(self) -> list[Meeting]:
        """Meetings that go on."""
        return [row.now for row in self.tables if row.now is not None]

    @property
    def starting(self) -> list[Meeting]:
        """Meetings of the next slot."""
        found = [row.next for row in self.tables if row.next is not None]
        return [one for one in found if self.following is not None and one.slot_id == self.following.id]

    @property
    def free(self) -> list[EventTable]:
        """Tables at which nobody sits, nobody stays over, and which can be used."""
        held = {one.table_id for one in self.over}
        return [
            row.table
            for row in self.tables
            if row.now is None and row.table.id not in held and row.table.id not in self.gone
        ]


def hall_at(session: Session, event: Event, now: datetime) -> Hall:
    """The published schedule as it is lived."""
    meetings = (
        meetings_of_schedule(session, event.published_schedule_id) if event.published_schedule_id else []
    )
    current = next((slot for slot in event.slots if slot.starts_at <= now < slot.ends_at), None)
    following = next((slot for slot in event.slots if now < slot.starts_at <= now + SOON), None)
    shown = {slot.id for slot in (current, following) if slot is not None}
    return Hall(
        current=current,
        following=following,
        tables=_by_table(event.tables, meetings, now),
        online=[one for one in meetings if one.table_id is None and one.slot_id in shown],
        over=_overruns(session, event, now),
        gone=_gone(session, event, current or following),
    )


def _by_table(tables: Sequence[EventTable], meetings: Sequence[Meeting], now: datetime) -> list[TableNow]:
    rows = {table.id: TableNow(table) for table in tables}
    for meeting in meetings:  # in order of time
        row = rows.get(meeting.table_id or 0)
        if row is None or meeting.slot.ends_at <= now:
            continue
        if meeting.slot.starts_at <= now:
            row.now = meeting
        elif row.next is None and meeting.slot.starts_at <= now + SOON:
            row.next = meeting
    return list(rows.values())


def _overruns(session: Session, event: Event, now: datetime) -> list[Disturbance]:
    return [
        found
        for found in disturbances_of(session, event.id)
        if found.kind == DisturbanceKind.OVERRUN and found.to_slot.ends_at > now
    ]


def _gone(session: Session, event: Event, slot: Slot | None) -> frozenset[int]:
    if slot is None:
        return frozenset()
    return frozenset(table for table, taken in blocked(session, event).tables if taken == slot.id)
