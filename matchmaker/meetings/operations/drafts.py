"""Changing a draft by hand: move, add, remove, lock. What would put anybody in two places is refused with names."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.audit.operations import record
from matchmaker.errors import Conflict, NotFound
from matchmaker.events.models import Busy, Event, Participation, Slot
from matchmaker.events.policy import may_run
from matchmaker.meetings import queries
from matchmaker.meetings.enums import RequestState, ScheduleState, SeatKind
from matchmaker.meetings.models import Meeting, ScheduleVersion, Seat
from matchmaker.meetings.operations.schedules import seat


def _draft(session: Session, actor: Actor, schedule_id: int) -> ScheduleVersion:
    """The draft, locked, if the actor may change it."""
    version = session.get(ScheduleVersion, schedule_id, with_for_update=True)
    event = session.get(Event, version.event_id) if version is not None else None
    if version is None or event is None or not may_run(actor, event):
        raise NotFound
    if version.state != ScheduleState.DRAFT:
        raise Conflict("not_a_draft")
    return version


def _meeting(session: Session, actor: Actor, meeting_id: int, version: int | None) -> Meeting:
    meeting = queries.with_seats(session, meeting_id)
    if meeting is None:
        raise Conflict  # somebody else has removed it
    _draft(session, actor, meeting.schedule_id)
    if version is not None and meeting.version != version:
        raise Conflict
    return meeting


def _check_place(session: Session, version: ScheduleVersion, *, slot_id: int, table_id: int | None,
                 people: tuple[int, int], moving: int | None) -> int | None:  # fmt: skip
    """The table to use; raises Conflict naming who is in the way."""
    slot = session.get(Slot, slot_id)
    if slot is None or slot.event_id != version.event_id:
        raise NotFound
    seats = session.execute(
        select(Seat.kind, Seat.resource_id).where(
            Seat.schedule_id == version.id, Seat.slot_id == slot_id, Seat.meeting_id != (moving or 0)
        )
    )
    taken = {(kind, resource) for kind, resource in seats}
    busy = [person for person in people if (SeatKind.PARTICIPATION, person) in taken]
    if busy:
        raise Conflict("someone_busy", names=_names(session, busy))
    away = list(
        session.scalars(
            select(Busy.participation_id).where(Busy.slot_id == slot_id, Busy.participation_id.in_(people))
        )
    )
    event = session.get_one(Event, version.event_id)
    blocked = queries.blocked(session, event)
    away += [person for person in people if (person, slot_id) in blocked.people]
    if away:
        raise Conflict("not_free", names=_names(session, away))
    return None if slot.online else _table(event, slot_id, table_id, people, taken, blocked)


def _table(event: Event, slot_id: int, table_id: int | None, people: tuple[int, int], taken: set[tuple[str, int]],
           blocked: queries.Blocked) -> int:  # fmt: skip
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


def _names(session: Session, people: list[int]) -> str:
    found = session.scalars(select(Participation).where(Participation.id.in_(people)))
    return ", ".join(sorted(participation.company.name for participation in found))


def _flush(session: Session) -> None:
    """What the check could not see, the database refuses: somebody took the seat in the same moment."""
    try:
        with session.begin_nested():
            session.flush()
    except IntegrityError:
        raise Conflict from None


def move_meeting(session: Session, *, actor: Actor, now: datetime, meeting_id: int, slot_id: int,
                 table_id: int | None, version: int | None) -> Meeting:  # fmt: skip
    """Move a meeting to another slot or table and lock it there, so that the next run leaves it."""
    meeting = _meeting(session, actor, meeting_id, version)
    table = _check_place(session, meeting.schedule, slot_id=slot_id, table_id=table_id,
                         people=(meeting.a_id, meeting.b_id), moving=meeting.id)  # fmt: skip
    meeting.seats.clear()
    session.flush()
    meeting.slot_id, meeting.table_id, meeting.locked = slot_id, table, True
    seat(session, meeting)
    _flush(session)
    record(session, actor_id=actor.user_id, now=now, action="meeting.moved", subject_kind="meeting",
           subject_id=meeting.id, slot=slot_id, table=table)  # fmt: skip
    return meeting


def set_lock(
    session: Session, *, actor: Actor, meeting_id: int, locked: bool, version: int | None
) -> Meeting:
    """Lock a meeting where it is for the next run, or let it go."""
    meeting = _meeting(session, actor, meeting_id, version)
    meeting.locked = locked
    return meeting


def remove_meeting(
    session: Session, *, actor: Actor, now: datetime, meeting_id: int, version: int | None
) -> None:
    """Take a meeting out of the draft; its request stays, and can be placed again."""
    meeting = _meeting(session, actor, meeting_id, version)
    record(session, actor_id=actor.user_id, now=now, action="meeting.removed", subject_kind="meeting",
           subject_id=meeting.id, request=meeting.request_id)  # fmt: skip
    draft = meeting.schedule
    if meeting.request_id is not None:
        entry = {"request": f"r{meeting.request_id}", "code": "by_hand", "parameters": {}, "blocking": []}
        draft.unplaced = [*draft.unplaced, entry]
    session.delete(meeting)


def add_meeting(session: Session, *, actor: Actor, now: datetime, schedule_id: int, request_id: int, slot_id: int,
                table_id: int | None) -> Meeting:  # fmt: skip
    """Place a request by hand; the meeting is locked."""
    draft = _draft(session, actor, schedule_id)
    request = queries.find_request(session, request_id)
    if request is None or request.event_id != draft.event_id or request.state != RequestState.ACCEPTED:
        raise NotFound
    table = _check_place(session, draft, slot_id=slot_id, table_id=table_id,
                         people=(request.asker_id, request.asked_id), moving=None)  # fmt: skip
    meeting = Meeting(schedule_id=draft.id, request_id=request_id, a_id=request.asker_id, b_id=request.asked_id,
                      slot_id=slot_id, table_id=table, locked=True, key=uuid4().hex)  # fmt: skip
    seat(session, meeting)
    draft.unplaced = [entry for entry in draft.unplaced if entry["request"] != f"r{request_id}"]
    _flush(session)
    record(session, actor_id=actor.user_id, now=now, action="meeting.added", subject_kind="meeting",
           subject_id=meeting.id)  # fmt: skip
    return meeting
