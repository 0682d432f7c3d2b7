"""Where a meeting could be held, and what is in the way elsewhere: for moving and placing by hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.events.models import Busy, Event, EventTable, Interpreter, Slot
from matchmaker.meetings import queries
from matchmaker.meetings.conversion import problem_of, row_id, schedule_of
from matchmaker.meetings.interpreters import Staff
from matchmaker.meetings.languages import Pair
from matchmaker.meetings.models import Meeting
from matchmaker.meetings.scheduler import standby


@dataclass(frozen=True)
class Place:
    """One slot for two people: tables (none is needed online) and interpreters free in it, meetings of theirs there, who
    is away. ``interpreters`` is None where none is needed."""

    slot: Slot
    tables: list[EventTable]
    meetings: list[Meeting]
    away: list[int]
    past: bool
    interpreters: list[Interpreter] | None = None

    @property
    def fits(self) -> bool:
        """True when the meeting can be held here as things stand."""
        seated = (self.slot.online or bool(self.tables)) and self.interpreters != []
        return seated and not self.meetings and not self.away and not self.past


def places(
    session: Session,
    event: Event,
    meetings: Sequence[Meeting],
    people: tuple[int, int],
    *,
    now: datetime,
    staff: Staff,
    pair: Pair | None = None,
    moving: int | None = None,
) -> list[Place]:
    """All slots of the event for these two, who need help with ``pair``; the meeting ``moving`` is in nobody's way."""
    blocked = queries.blocked(session, event)
    away = set(blocked.people) | _busy(session, people)
    others: dict[int, list[Meeting]] = defaultdict(list)
    for meeting in meetings:
        if meeting.id != moving:
            others[meeting.slot_id].append(meeting)
    booths = event.booths
    booth = booths.get(people[1]) or booths.get(people[0])
    at = [booth] if booth is not None else event.shared_tables
    found, able = [], {one.id for one in staff.able(pair)} if pair else set()
    for slot in event.slots:
        interpreting = {meeting.interpreter_id for meeting in others[slot.id] if meeting.interpreter_id}
        free = [one for one in staff.free(slot.id, interpreting) if one.id in able]
        taken = {meeting.table_id for meeting in others[slot.id]}
        usable = [] if slot.online else at
        open_tables = [table for table in usable if (table.id, slot.id) not in blocked.tables]
        found.append(
            Place(
                slot,
                [table for table in open_tables if table.id not in taken],
                [one for one in others[slot.id] if one.a_id in people or one.b_id in people],
                [person for person in people if (person, slot.id) in away],
                slot.starts_at <= now,
                free if pair else None,
            )
        )
    return found


def _busy(session: Session, people: tuple[int, int]) -> set[tuple[int, int]]:
    query = select(Busy.participation_id, Busy.slot_id).where(Busy.participation_id.in_(people))
    return {(person, slot) for person, slot in session.execute(query)}


def waiting(
    session: Session, event: Event, meetings: Sequence[Meeting], *, now: datetime
) -> Mapping[int, list[Slot]]:
    """The standby list: request -> slots in which it fits without moving anybody, the most wanted request first."""
    problem = problem_of(session, event, now=now, base=meetings)
    if not problem.slots:
        return {}
    ahead = schedule_of((meeting for meeting in meetings if meeting.slot.starts_at > now), event.booths)
    slots = {f"s{slot.id}": slot for slot in event.slots}
    return {
        row_id(request): [slots[one] for one in fitting]
        for request, fitting in standby(problem, ahead).items()
    }
