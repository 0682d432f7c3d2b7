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
from matchmaker.events.models import Event
from matchmaker.events.policy import may_run
from matchmaker.meetings import queries
from matchmaker.meetings.enums import RequestState, ScheduleState
from matchmaker.meetings.interpreters import staff_of
from matchmaker.meetings.models import Meeting, ScheduleVersion
from matchmaker.meetings.operations.checking import Spot, find_spot, pair_for, party_for, party_of
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
    schedule_id = session.scalar(select(Meeting.schedule_id).where(Meeting.id == meeting_id))
    if schedule_id is None:
        raise Conflict  # somebody else has removed it
    _draft(
        session, actor, schedule_id
    )  # locked first, so that two officers never wait for each other in a circle
    meeting = queries.with_seats(session, meeting_id)
    if meeting is None:
        raise Conflict
    if version is not None and meeting.version != version:
        raise Conflict
    return meeting


def _flush(session: Session, code: str = "conflict") -> None:
    """What the check could not see, the database refuses: somebody took the seat in the same moment."""
    try:
        with session.begin_nested():
            session.flush()
    except IntegrityError:
        raise Conflict(code) from None


def _record(session: Session, actor: Actor, now: datetime, act: str, meeting: Meeting) -> None:
    """What was done to a draft's meeting, for the record and for the other officers who look at it."""
    record(session, actor_id=actor.user_id, now=now, action=f"meeting.{act}", subject_kind="schedule_version",
           subject_id=meeting.schedule_id, meeting=meeting.id, slot=meeting.slot_id, table=meeting.table_id,
           interpreter=meeting.interpreter_id, request=meeting.request_id)  # fmt: skip


def _settle(session: Session, meeting: Meeting, spot: Spot) -> None:
    """Put a meeting whose seats are given up at a spot, locked, so that the next run leaves it."""
    meeting.slot_id, meeting.table_id, meeting.interpreter_id = (
        spot.slot_id,
        spot.table_id,
        spot.interpreter_id,
    )
    meeting.locked = True
    seat(session, meeting)


def move_meeting(session: Session, *, actor: Actor, now: datetime, meeting_id: int, slot_id: int,
                 table_id: int | None, version: int | None) -> Meeting:  # fmt: skip
    """Move a meeting to another slot or table and lock it there; its interpreter comes along, or another one does."""
    meeting = _meeting(session, actor, meeting_id, version)
    spot = find_spot(session, meeting.schedule, party_of(meeting), slot_id=slot_id, table_id=table_id,
                     leaving=(meeting.id,))  # fmt: skip
    meeting.seats.clear()
    session.flush()
    _settle(session, meeting, spot)
    _flush(session)
    _record(session, actor, now, "moved", meeting)
    return meeting


def swap_meetings(session: Session, *, actor: Actor, now: datetime, meeting_id: int, other_id: int,
                  version: int | None, other_version: int | None) -> tuple[Meeting, Meeting]:  # fmt: skip
    """Two meetings of a draft change places, and are locked there; refused where either cannot be held."""
    one, other = (
        _meeting(session, actor, meeting_id, version),
        _meeting(session, actor, other_id, other_version),
    )
    if one.schedule_id != other.schedule_id or one is other:
        raise NotFound
    leaving = (one.id, other.id)
    there = find_spot(session, one.schedule, party_of(one), slot_id=other.slot_id, table_id=other.table_id,
                      leaving=leaving)  # fmt: skip
    here = find_spot(session, one.schedule, party_of(other), slot_id=one.slot_id, table_id=one.table_id,
                     leaving=leaving)  # fmt: skip
    one.seats.clear()
    other.seats.clear()
    session.flush()
    _settle(session, one, there)
    _settle(session, other, here)
    _flush(session)
    _record(session, actor, now, "moved", one)
    _record(session, actor, now, "moved", other)
    return one, other


def assign_interpreter(session: Session, *, actor: Actor, now: datetime, meeting_id: int,
                       interpreter_id: int | None, version: int | None) -> Meeting:  # fmt: skip
    """Give a meeting an interpreter by hand, or none; it is locked with them. Only a meeting that needs none goes without."""
    meeting = _meeting(session, actor, meeting_id, version)
    staff = staff_of(session, meeting.schedule.event_id)
    if interpreter_id is None:
        pair = pair_for(session, staff, party_of(meeting))
        if pair is not None:
            raise Conflict("interpreter_needed", pair=pair.key)
    elif all(one.id != interpreter_id for one in staff.people):
        raise NotFound
    elif all(one.id != interpreter_id for one in staff.free(meeting.slot_id, ())):
        raise Conflict("interpreter_away")
    meeting.seats.clear()
    session.flush()
    _settle(session, meeting, Spot(meeting.slot_id, meeting.table_id, interpreter_id))
    _flush(session, "interpreter_taken")
    _record(session, actor, now, "interpreter", meeting)
    return meeting


def set_lock(
    session: Session, *, actor: Actor, now: datetime, meeting_id: int, locked: bool, version: int | None
) -> Meeting:
    """Lock a meeting where it is for the next run, or let it go."""
    meeting = _meeting(session, actor, meeting_id, version)
    meeting.locked = locked
    session.flush()
    _record(session, actor, now, "locked" if locked else "unlocked", meeting)
    return meeting


def remove_meeting(
    session: Session, *, actor: Actor, now: datetime, meeting_id: int, version: int | None
) -> None:
    """Take a meeting out of the draft; its request stays, and can be placed again."""
    meeting = _meeting(session, actor, meeting_id, version)
    _record(session, actor, now, "removed", meeting)
    draft = meeting.schedule
    if meeting.request_id is not None:
        entry = {"request": f"r{meeting.request_id}", "code": "by_hand", "parameters": {}, "blocking": []}
        draft.unplaced = [*draft.unplaced, entry]
    session.delete(meeting)
    session.flush()


def add_meeting(session: Session, *, actor: Actor, now: datetime, schedule_id: int, request_id: int, slot_id: int,
                table_id: int | None) -> Meeting:  # fmt: skip
    """Place a request by hand; the meeting is locked."""
    draft = _draft(session, actor, schedule_id)
    request = queries.find_request(session, request_id)
    if request is None or request.event_id != draft.event_id or request.state != RequestState.ACCEPTED:
        raise NotFound
    spot = find_spot(session, draft, party_for(request), slot_id=slot_id, table_id=table_id)
    meeting = Meeting(schedule_id=draft.id, request_id=request_id, a_id=request.asker_id, b_id=request.asked_id,
                      key=uuid4().hex)  # fmt: skip
    _settle(session, meeting, spot)
    draft.unplaced = [entry for entry in draft.unplaced if entry["request"] != f"r{request_id}"]
    _flush(session)
    _record(session, actor, now, "added", meeting)
    return meeting
