"""Reading outcomes."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from matchmaker.accounts.actor import Actor
from matchmaker.events.models import Event, Participation, Slot
from matchmaker.meetings.models import Meeting, ScheduleVersion
from matchmaker.outcomes.enums import Stage
from matchmaker.outcomes.models import Outcome

LOADS = (
    joinedload(Meeting.slot),
    joinedload(Meeting.a).joinedload(Participation.company),
    joinedload(Meeting.b).joinedload(Participation.company),
    joinedload(Meeting.schedule).joinedload(ScheduleVersion.event),
)


def held_meetings(
    actor: Actor, *, now: datetime, stage: str = "", state: str = "", today: date
) -> Select[Meeting]:
    """Published meetings whose time has come, with what came of them: a member's own, an officer's office's."""
    query = (
        select(Meeting)
        .join(Event, Event.published_schedule_id == Meeting.schedule_id)
        .join(Slot, Slot.id == Meeting.slot_id)
        .outerjoin(Outcome, Outcome.meeting_id == Meeting.id)
        .where(Slot.starts_at <= now)
        .options(*LOADS)
        .order_by(Outcome.due_on.is_(None), Outcome.due_on, Slot.starts_at.desc(), Meeting.id)
    )
    if actor.company_id is not None:
        mine = select(Participation.id).where(Participation.company_id == actor.company_id)
        query = query.where(or_(Meeting.a_id.in_(mine), Meeting.b_id.in_(mine)))
    elif not actor.administrator:
        query = query.where(Event.office_id == actor.office_id)
    if stage == "none":
        query = query.where(Outcome.id.is_(None))
    elif stage:
        query = query.where(Outcome.stage == stage)
    if state == "overdue":
        query = query.where(Outcome.due_on < today, Outcome.stage != Stage.NO)
    return query


def outcomes_of(session: Session, meeting_ids: list[int]) -> dict[int, Outcome]:
    """Meeting id -> its outcome with steps."""
    query = select(Outcome).where(Outcome.meeting_id.in_(meeting_ids)).options(selectinload(Outcome.steps))
    return {outcome.meeting_id: outcome for outcome in session.scalars(query)}


def find_meeting(session: Session, meeting_id: int) -> Meeting | None:
    """One meeting with both companies and its event."""
    return session.scalar(select(Meeting).where(Meeting.id == meeting_id).options(*LOADS))
