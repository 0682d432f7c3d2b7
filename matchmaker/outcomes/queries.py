"""Reading outcomes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from matchmaker.accounts.actor import Actor
from matchmaker.attendance.models import MeetingReport
from matchmaker.events.models import Event, Participation, Slot
from matchmaker.meetings.models import Meeting, ScheduleVersion
from matchmaker.outcomes.enums import Stage
from matchmaker.outcomes.models import Outcome

WEEK = timedelta(days=7)
LOADS = (
    joinedload(Meeting.slot),
    joinedload(Meeting.a).joinedload(Participation.company),
    joinedload(Meeting.b).joinedload(Participation.company),
    joinedload(Meeting.schedule).joinedload(ScheduleVersion.event),
)


def of_meeting() -> ColumnElement[bool]:
    """The condition that joins outcomes to meetings of a published schedule."""
    return and_(Outcome.event_id == Event.id, Outcome.meeting_key == Meeting.key)


def visible(actor: Actor) -> list[ColumnElement[bool]]:
    """The conditions on meetings that a reader may follow up: a member's own, an officer's office's."""
    if actor.company_id is not None:
        return [_with_company(actor.company_id)]
    return [] if actor.administrator else [Event.office_id == actor.office_id]


def _with_company(company_id: int) -> ColumnElement[bool]:
    people = select(Participation.id).where(Participation.company_id == company_id)
    return or_(Meeting.a_id.in_(people), Meeting.b_id.in_(people))


def held_meetings(
    actor: Actor, *, now: datetime, today: date, stage: str = "", state: str = "", event: str = "",
    company_id: int | None = None,
) -> Select[Meeting]:  # fmt: skip
    """Published meetings whose time has come, what is due first, what has ended last."""
    ended = Outcome.stage == Stage.NO
    query = (
        select(Meeting)
        .join(Event, Event.published_schedule_id == Meeting.schedule_id)
        .join(Slot, Slot.id == Meeting.slot_id)
        .outerjoin(Outcome, of_meeting())
        .where(Slot.starts_at <= now, *visible(actor))
        .options(*LOADS)
        .order_by(
            func.coalesce(ended, false()),
            Outcome.due_on.is_(None),
            Outcome.due_on,
            Slot.starts_at.desc(),
            Meeting.id,
        )
    )
    if company_id is not None:
        query = query.where(_with_company(company_id))
    if event:
        query = query.where(Event.slug == event)
    if stage == "none":
        query = query.where(Outcome.id.is_(None))
    elif stage:
        query = query.where(Outcome.stage == stage)
    limits = {
        "overdue": Outcome.due_on < today,
        "week": Outcome.due_on <= today + WEEK,
        "open": Outcome.due_on.is_not(None),
    }
    if state in limits:
        query = query.where(limits[state], Outcome.stage != Stage.NO)
    return query


def outcomes_of(session: Session, meetings: Sequence[Meeting]) -> dict[int, Outcome]:
    """Meeting id -> its outcome with steps, whichever version of the schedule it was reported of."""
    ids = {meeting.key: meeting.id for meeting in meetings}
    events = {meeting.schedule.event_id for meeting in meetings}
    query = select(Outcome).where(Outcome.event_id.in_(events), Outcome.meeting_key.in_(ids))
    rows = session.scalars(query.options(selectinload(Outcome.steps)))
    return {ids[outcome.meeting_key]: outcome for outcome in rows}


def reports_of_meeting(session: Session, meeting: Meeting) -> dict[int, MeetingReport]:
    """Company -> what it said of the meeting on the day."""
    query = select(MeetingReport).where(
        MeetingReport.event_id == meeting.schedule.event_id, MeetingReport.meeting_key == meeting.key
    )
    sides = {side.id: side.company_id for side in (meeting.a, meeting.b)}
    return {
        sides[row.participation_id]: row for row in session.scalars(query) if row.participation_id in sides
    }


def past_events(session: Session, actor: Actor, *, now: datetime) -> list[Event]:
    """Events with meetings to follow up, the latest first."""
    held = (
        select(Event.id)
        .join(Meeting, Meeting.schedule_id == Event.published_schedule_id)
        .join(Slot, Slot.id == Meeting.slot_id)
        .where(Slot.starts_at <= now, *visible(actor))
    )
    return list(session.scalars(select(Event).where(Event.id.in_(held)).order_by(Event.id.desc())))


def find_meeting(session: Session, meeting_id: int) -> Meeting | None:
    """One meeting with both companies and its event."""
    return session.scalar(select(Meeting).where(Meeting.id == meeting_id).options(*LOADS))
