"""Following up: what each firm has agreed and has to do next, and reminding people of what is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from matchmaker.accounts.actor import Actor
from matchmaker.companies.models import Company
from matchmaker.db import fold
from matchmaker.events.models import Event, Participation, Slot
from matchmaker.events.queries import people_to_tell
from matchmaker.meetings.models import Meeting
from matchmaker.notices.operations import notify
from matchmaker.outcomes.enums import Stage
from matchmaker.outcomes.models import Outcome
from matchmaker.outcomes.queries import LOADS, of_meeting, visible

REMINDED_FOR = timedelta(days=3)  # a worker that slept over the due day still reminds


@dataclass
class Firm:
    """One firm's follow-ups: its meetings that were held, those with nothing reported, steps open and overdue."""

    company: Company
    held: int = 0
    silent: int = 0
    open: int = 0
    overdue: int = 0
    next_due: date | None = None


def firms(
    session: Session, actor: Actor, *, now: datetime, today: date, event: str = "", q: str = ""
) -> list[Firm]:
    """The firms of the meetings an officer may see, the most pressing first."""
    query = (
        select(Meeting, Outcome)
        .join(Event, Event.published_schedule_id == Meeting.schedule_id)
        .join(Slot, Slot.id == Meeting.slot_id)
        .outerjoin(Outcome, of_meeting())
        .where(Slot.starts_at <= now, *visible(actor))
        .options(*LOADS)
    )
    if event:
        query = query.where(Event.slug == event)
    found: dict[int, Firm] = {}
    for meeting, outcome in session.execute(query):
        for side in (meeting.a, meeting.b):
            firm = found.setdefault(side.company_id, Firm(side.company))
            firm.held += 1
            if outcome is None:
                firm.silent += 1
            elif outcome.due_on is not None and outcome.stage != Stage.NO:
                firm.open += 1
                firm.overdue += outcome.due_on < today
                firm.next_due = min(firm.next_due or outcome.due_on, outcome.due_on)
    words = fold(q).split()
    chosen = [firm for firm in found.values() if all(word in firm.company.search_text for word in words)]
    return sorted(chosen, key=lambda firm: (firm.next_due or date.max, -firm.silent, fold(firm.company.name)))


def remind_due(session: Session, *, now: datetime, today: date) -> int:
    """Tell both firms once of a next step that has come due. Returns how many people are told."""
    query = (
        select(Outcome)
        .where(
            Outcome.due_on.between(today - REMINDED_FOR, today),
            Outcome.stage != Stage.NO,
            Outcome.next_step.is_not(None),
        )
        .options(
            joinedload(Outcome.meeting).joinedload(Meeting.a),
            joinedload(Outcome.meeting).joinedload(Meeting.b),
        )
        .order_by(Outcome.id)
    )
    told = 0
    for outcome in session.scalars(query):
        meeting = outcome.meeting
        for own, partner in ((meeting.a, meeting.b), (meeting.b, meeting.a)):
            told += _remind(session, outcome, own, partner, now=now)
    return told


def _remind(
    session: Session, outcome: Outcome, own: Participation, partner: Participation, *, now: datetime
) -> int:
    people = [membership.user for membership in people_to_tell(session, own.company_id)]
    return sum(
        notify(session, user_id=user.id, kind="step_due", cause=f"due:{outcome.id}:{outcome.due_on}",
               path=f"/outcomes/{outcome.meeting_id}", now=now, email=user.email, locale=user.locale,
               step=outcome.next_step, partner=partner.company.name)
        for user in people
    )  # fmt: skip
