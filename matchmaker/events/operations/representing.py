"""Several people of one company at an event."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.companies.models import Company, Membership
from matchmaker.db import fold
from matchmaker.errors import Conflict, Forbidden, Invalid, NotFound
from matchmaker.events.enums import ParticipationState
from matchmaker.events.models import Event, Participation
from matchmaker.events.operations.telling import done_on_behalf
from matchmaker.events.operations.waiting import lock_event
from matchmaker.events.policy import may_run
from matchmaker.events.rows import make_participation

LONGEST = 120  # letters of a name


def add_representative(
    session: Session, *, actor: Actor, now: datetime, event_id: int, company_id: int, user_id: int | None = None,
    person: str = "",
) -> Participation:  # fmt: skip
    """Another person of a company that takes part: a colleague with an account (``user_id``) or a name. The company's owner
    or an officer of the event says so. Each has an own availability and agenda; the company meets another one once."""
    event = session.get(Event, event_id)
    if event is None or not (actor.company_id == company_id or may_run(actor, event)):
        raise NotFound
    if actor.company_id == company_id and not actor.owner:
        raise Forbidden
    event = lock_event(session, event_id)
    if event.state == "closed":
        raise Conflict("event_closed")
    query = select(Participation).where(
        Participation.event_id == event_id, Participation.company_id == company_id
    )
    there = session.scalars(query.order_by(Participation.representative).with_for_update()).all()
    if all(row.state != ParticipationState.ACCEPTED for row in there):
        raise Conflict("company_not_there")
    name = person.strip()[:LONGEST]
    if user_id is not None:
        belongs = select(Membership.id).where(
            Membership.user_id == user_id, Membership.company_id == company_id
        )
        if session.scalar(belongs) is None:
            raise NotFound
    elif not name:
        raise Invalid("person_needed", field="person")
    known = next((row for row in there if _is(row, user_id, name)), None)
    if known is not None and known.state == ParticipationState.ACCEPTED:
        raise Conflict("represents_already", person=known.person_name or "")
    made = known or make_participation(
        event_id, session.get_one(Company, company_id), state=ParticipationState.ACCEPTED, now=now,
        representative=there[-1].representative + 1,
    )  # fmt: skip
    made.user_id, made.person = user_id, None if user_id is not None else name
    made.state, made.answered_at = ParticipationState.ACCEPTED, now
    session.add(made)
    session.flush()
    if actor.company_id != company_id:
        done_on_behalf(
            session, made, actor=actor, now=now, action="participation.representative", partner=made.person_name
        )  # fmt: skip
    return made


def _is(row: Participation, user_id: int | None, name: str) -> bool:
    return row.user_id == user_id if user_id is not None else fold(row.person_name or "") == fold(name)
