"""Recording what came of a meeting."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.errors import Conflict, Invalid, NotFound
from matchmaker.events.models import Event
from matchmaker.meetings.models import Meeting
from matchmaker.outcomes.enums import Stage
from matchmaker.outcomes.models import Outcome, OutcomeStep
from matchmaker.outcomes.policy import may_report


def record_step(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    meeting_id: int,
    stage: Stage,
    value: str | None = None,
    currency: str | None = None,
    note: str | None = None,
    next_step: str | None = None,
    due_on: date | None = None,
    version: int | None = None,
) -> Outcome:
    """Add a stage to what came of a meeting; the first one opens the outcome. A value needs its currency."""
    meeting = session.get(Meeting, meeting_id)
    if meeting is None or not may_report(actor, meeting):
        raise NotFound
    event_id = meeting.schedule.event_id
    session.get_one(
        Event, event_id, with_for_update=True
    )  # of two first reports at once the second adds its step
    outcome = session.scalar(
        select(Outcome)
        .where(Outcome.event_id == event_id, Outcome.meeting_key == meeting.key)
        .with_for_update()
    )
    if outcome is None:
        outcome = Outcome(
            event_id=event_id,
            meeting_key=meeting.key,
            meeting_id=meeting_id,
            stage=stage,
            created_at=now,
            updated_at=now,
        )
        session.add(outcome)
    elif version is not None and outcome.version != version:
        raise Conflict
    amount = _amount(value)
    if amount is not None and not currency:
        raise Invalid("currency_missing", field="currency")
    outcome.stage, outcome.updated_at = stage, now
    outcome.next_step, outcome.due_on = next_step, due_on
    outcome.steps.append(
        OutcomeStep(stage=stage, reported_by_id=actor.user_id, value=amount, currency=currency if amount is not None else None,
                    note=note, at=now)
    )  # fmt: skip
    session.flush()
    return outcome


def _amount(value: str | None) -> Decimal | None:
    if not value:
        return None
    try:
        amount = Decimal(value)
    except InvalidOperation:
        raise Invalid("value_unreadable", field="value") from None
    if amount < 0 or not amount.is_finite():
        raise Invalid("value_unreadable", field="value")
    return amount
