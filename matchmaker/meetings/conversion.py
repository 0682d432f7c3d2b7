"""Rows become the scheduler's values here, once, at the edge, and its answer becomes rows' ids again."""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from matchmaker.events.models import Event, Participation
from matchmaker.events.queries import accepted, participations
from matchmaker.meetings import queries
from matchmaker.meetings.models import Meeting
from matchmaker.meetings.scheduler import Participant, Problem, Request, Slot


def problem_of(session: Session, event: Event, *, base: Iterable[Meeting] = ()) -> Problem:
    """The event as the scheduler sees it; locked meetings of ``base`` keep their slot and table."""
    people = accepted(session, event.id)
    locked = {
        meeting.request_id: meeting for meeting in base if meeting.locked and meeting.request_id is not None
    }
    labels = tuple(table.label for table in event.tables if table.booth_of_id is None)
    zone = ZoneInfo(event.time_zone)
    slots = []
    for slot in event.slots:
        start = slot.starts_at.astimezone(zone)
        minute = start.hour * 60 + start.minute
        length = round((slot.ends_at - slot.starts_at).total_seconds() / 60)
        slots.append(Slot(f"s{slot.id}", f"d{slot.day_id}", minute, minute + length))
    requests = []
    for row in queries.schedulable(session, event.id):
        held = locked.get(row.id)
        requests.append(
            Request(
                f"r{row.id}", f"p{row.asker_id}", f"p{row.asked_id}", row.weight, must=row.must,
                locked_slot=f"s{held.slot_id}" if held else None,
                locked_table=held.table.label if held and held.table else None,
            )
        )  # fmt: skip
    return Problem(
        slots=tuple(slots),
        participants=tuple(_participant(event, person) for person in people),
        requests=tuple(requests),
        shared_tables={f"s{slot.id}": labels for slot in event.slots},
        min_meetings=event.min_meetings,
        name=event.slug,
    )


def row_id(identifier: str) -> int:
    """The row's id behind a value's: the letter in front says what it is, so that no two kinds share one."""
    return int(identifier[1:])


def names_of(session: Session, event: Event) -> dict[str, str]:
    """Names for the scheduler's identifiers, for reasons in words."""
    zone = ZoneInfo(event.time_zone)
    names = {
        f"p{person.id}": person.company.name for person in session.scalars(participations(event.id)).unique()
    }
    names |= {f"s{slot.id}": f"{slot.starts_at.astimezone(zone):%d/%m %H:%M}" for slot in event.slots}
    for request in session.scalars(queries.requests_of_event(event.id)).unique():
        names[f"r{request.id}"] = f"{request.asker.company.name} – {request.asked.company.name}"
    return names


def _participant(event: Event, person: Participation) -> Participant:
    busy = {row.slot_id for row in person.busy}
    free = frozenset(f"s{slot.id}" for slot in event.slots if slot.id not in busy) if busy else None
    return Participant(
        f"p{person.id}", side=None, available=free, max_meetings=person.max_meetings or event.max_meetings,
        company=f"c{person.company_id}",
    )  # fmt: skip
