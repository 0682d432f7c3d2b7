"""Whether a meeting can be held in a slot, and with which table and interpreter; what is in the way is named."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.errors import Conflict, NotFound
from matchmaker.events.models import Busy, Event, Participation, Slot
from matchmaker.meetings import queries
from matchmaker.meetings.enums import SeatKind
from matchmaker.meetings.interpreters import Staff, staff_of
from matchmaker.meetings.languages import Pair
from matchmaker.meetings.models import Meeting, MeetingRequest, ScheduleVersion, Seat

Taken = set[tuple[str, int]]


@dataclass(frozen=True)
class Party:
    """Two people who are to meet, what an officer has said of their interpreting, and the interpreter they have."""

    people: tuple[int, int]
    said: str | None = None
    interpreter_id: int | None = None


def party_of(meeting: Meeting) -> Party:
    """Those of a meeting that stands."""
    said = meeting.request.interpreting if meeting.request is not None else None
    return Party((meeting.a_id, meeting.b_id), said, meeting.interpreter_id)


def party_for(request: MeetingRequest) -> Party:
    """Those of a request."""
    return Party((request.asker_id, request.asked_id), request.interpreting)


@dataclass(frozen=True)
class Spot:
    """Where a meeting is held, and with whose help."""

    slot_id: int
    table_id: int | None
    interpreter_id: int | None


def find_spot(
    session: Session, version: ScheduleVersion, party: Party, *, slot_id: int, table_id: int | None,
    leaving: Collection[int] = (),
) -> Spot:  # fmt: skip
    """The place for a meeting: the table asked for or a free one, the interpreter it has or a free one.

    Meetings ``leaving`` (the one that moves, the one it is swapped with) are in nobody's way. Raises Conflict that
    names who or what is.
    """
    slot = session.get(Slot, slot_id)
    if slot is None or slot.event_id != version.event_id:
        raise NotFound
    event = session.get_one(Event, version.event_id)
    blocked = queries.blocked(session, event)
    seats = session.execute(
        select(Seat.kind, Seat.resource_id).where(
            Seat.schedule_id == version.id, Seat.slot_id == slot_id, Seat.meeting_id.not_in(leaving)
        )
    )
    taken: Taken = {(kind, resource) for kind, resource in seats}
    _check_people(session, party.people, slot, taken, blocked)
    table = None if slot.online else _table(event, slot.id, table_id, party.people, taken, blocked)
    return Spot(slot_id, table, _interpreter(session, event, party, slot, taken))


def _check_people(
    session: Session, people: tuple[int, int], slot: Slot, taken: Taken, blocked: queries.Blocked
) -> None:
    met = [person for person in people if (SeatKind.PARTICIPATION, person) in taken]
    if met:
        raise Conflict("someone_busy", names=_names(session, met))
    query = select(Busy.participation_id).where(Busy.slot_id == slot.id, Busy.participation_id.in_(people))
    away = [*session.scalars(query), *(one for one in people if (one, slot.id) in blocked.people)]
    if away:
        raise Conflict("not_free", names=_names(session, away))


def _table(
    event: Event, slot_id: int, table_id: int | None, people: tuple[int, int], taken: Taken,
    blocked: queries.Blocked,
) -> int:  # fmt: skip
    """The booth of one of the two, else the shared table asked for, else the first that is free."""
    booths = event.booths
    booth = booths.get(people[1]) or booths.get(people[0])
    tables = [booth] if booth is not None else event.shared_tables
    if booth is not None and table_id not in {None, booth.id}:
        raise Conflict("at_booth", table=booth.label)
    if table_id is None and booth is None:
        closed = {table.id for table in tables if (table.id, slot_id) in blocked.tables}
        free = (
            table.id for table in tables if table.id not in closed and (SeatKind.TABLE, table.id) not in taken
        )
        found = next(free, None)
        if found is None:
            raise Conflict("no_table_free")
        return found
    table = next((one for one in tables if table_id in {None, one.id}), None)
    if table is None:
        raise NotFound
    if (table.id, slot_id) in blocked.tables:
        raise Conflict("table_closed", table=table.label)
    if (SeatKind.TABLE, table.id) in taken:
        raise Conflict("table_taken", table=table.label)
    return table.id


def _interpreter(session: Session, event: Event, party: Party, slot: Slot, taken: Taken) -> int | None:
    """The one they have if free, else another who can; none where none is needed."""
    staff = staff_of(session, event.id)
    pair = pair_for(session, staff, party)
    busy = {resource for kind, resource in taken if kind == SeatKind.INTERPRETER}
    free = {one.id for one in staff.free(slot.id, busy)}
    if party.interpreter_id in free:
        return party.interpreter_id
    if pair is None:
        return None
    found = next((one.id for one in staff.able(pair) if one.id in free), None)
    if found is None:
        raise Conflict("no_interpreter", pair=pair.key)
    return found


def pair_for(session: Session, staff: Staff, party: Party) -> Pair | None:
    """The languages between which the two need help."""
    one, other = (session.get_one(Participation, person) for person in party.people)
    return staff.pair(party.said, one, other)


def _names(session: Session, people: Collection[int]) -> str:
    found = session.scalars(select(Participation).where(Participation.id.in_(people)))
    return ", ".join(sorted(participation.company.name for participation in found))
