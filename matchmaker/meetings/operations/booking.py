"""People take free slots themselves: an accepted request gets a seat in what everybody sees, at once.

The event's row is locked meanwhile, and the seats are unique: of two who want the same, one gets it.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from uuid import uuid4

from sqlalchemy import func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from matchmaker.errors import Conflict
from matchmaker.events.models import Event, Participation
from matchmaker.meetings.enums import Publication, ScheduleState
from matchmaker.meetings.models import Meeting, MeetingRequest, ScheduleVersion
from matchmaker.meetings.operations.checking import Spot, find_spot, party_for
from matchmaker.meetings.operations.schedules import seat
from matchmaker.meetings.operations.telling import tell


def book(session: Session, *, now: datetime, request: MeetingRequest) -> Meeting | None:
    """Give an accepted request the slot agreed on, or else the first one that suits both, with table and interpreter; None
    where no slot suits, and the request waits. Conflict says why the slot agreed on cannot be had."""
    event = _locked(session, request.event_id)
    version = _published(session, event, request, now)
    there = session.scalar(
        select(Meeting).where(Meeting.schedule_id == version.id, Meeting.request_id == request.id)
    )
    if there is not None:
        return there
    _check_agendas(session, version, request)
    spot = _spot(session, event, version, request, now)
    if spot is None:
        return None
    meeting = Meeting(
        schedule_id=version.id, request_id=request.id, a_id=request.asker_id, b_id=request.asked_id,
        slot_id=spot.slot_id, table_id=spot.table_id, interpreter_id=spot.interpreter_id, locked=True, booked=True,
        key=uuid4().hex,
    )  # fmt: skip
    try:
        with session.begin_nested():
            seat(session, meeting)
            session.flush()
    except IntegrityError:
        raise Conflict("slot_taken") from None
    version.unplaced = [entry for entry in version.unplaced if entry["request"] != f"r{request.id}"]
    for person, partner in ((request.asker, request.asked), (request.asked, request.asker)):
        tell(session, person, kind="meeting_booked", cause=f"booked:{meeting.key}", path=f"/events/{event.slug}/agenda",
             now=now, partner=partner.company.name, zone=event.time_zone, at=meeting.slot.starts_at.isoformat())  # fmt: skip
    return meeting


def release(session: Session, *, now: datetime, request: MeetingRequest) -> None:
    """The slot that a request had booked is free again, unless it has begun."""
    event = _locked(session, request.event_id)
    meeting = session.scalar(
        select(Meeting).where(
            Meeting.schedule_id == event.published_schedule_id, Meeting.request_id == request.id,
            Meeting.booked.is_(True),
        )
    )  # fmt: skip
    if meeting is not None and meeting.slot.starts_at > now:
        session.delete(meeting)
        session.flush()


def _locked(session: Session, event_id: int) -> Event:
    """The event as it is now, locked; not by ``get``, which refuses a row that somebody has changed since it was read."""
    query = select(Event).where(Event.id == event_id).with_for_update()
    return session.scalars(query.execution_options(populate_existing=True)).one()


def _published(session: Session, event: Event, request: MeetingRequest, now: datetime) -> ScheduleVersion:
    """What everybody sees; an empty version where nothing was published yet."""
    if event.published_schedule_id is not None:
        return session.get_one(
            ScheduleVersion, event.published_schedule_id, with_for_update=True, populate_existing=True
        )
    last = session.scalar(
        select(func.max(ScheduleVersion.number)).where(ScheduleVersion.event_id == event.id)
    )
    version = ScheduleVersion(
        event_id=event.id, number=(last or 0) + 1, state=ScheduleState.PUBLISHED, publication=Publication.PROVISIONAL,
        unplaced=[], created_at=now, published_at=now,
    )  # fmt: skip
    session.add(version)
    session.flush()
    event.published_schedule_id = version.id
    return version


def _check_agendas(session: Session, version: ScheduleVersion, request: MeetingRequest) -> None:
    """Nobody gets more meetings than they want, or than the event allows."""
    pair = (request.asker_id, request.asked_id)
    rows = session.execute(
        select(Meeting.a_id, Meeting.b_id).where(
            Meeting.schedule_id == version.id, or_(Meeting.a_id.in_(pair), Meeting.b_id.in_(pair))
        )
    )
    held = Counter(person for row in rows for person in row)
    full = [one for one in (request.asker, request.asked) if _is_full(request.event, one, held[one.id])]
    if full:
        raise Conflict("agenda_full", names=", ".join(one.company.name for one in full))


def _is_full(event: Event, person: Participation, held: int) -> bool:
    most = person.max_meetings or event.max_meetings
    return most is not None and held >= most


def _spot(
    session: Session, event: Event, version: ScheduleVersion, request: MeetingRequest, now: datetime
) -> Spot | None:
    ahead = [slot for slot in event.slots if slot.starts_at > now]
    if request.slot_id is not None:
        if all(slot.id != request.slot_id for slot in ahead):
            raise Conflict("slot_gone")
        return find_spot(session, version, party_for(request), slot_id=request.slot_id, table_id=None)
    for slot in ahead:
        try:
            return find_spot(session, version, party_for(request), slot_id=slot.id, table_id=None)
        except Conflict:
            continue
    return None
