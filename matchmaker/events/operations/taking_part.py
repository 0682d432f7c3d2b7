"""Inviting, taking part, declining; days and sides."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.audit.operations import record
from matchmaker.companies.enums import Side
from matchmaker.companies.models import Company
from matchmaker.errors import Conflict, NotFound
from matchmaker.events.badges import make_badge_code
from matchmaker.events.enums import EventState, ParticipationState
from matchmaker.events.models import Busy, Participation, Slot
from matchmaker.events.operations.planning import owned
from matchmaker.events.operations.telling import tell_invited
from matchmaker.events.policy import is_own, may_run


def invite(
    session: Session, *, actor: Actor, now: datetime, event_id: int, company_ids: Sequence[int]
) -> int:
    """Invite companies; those already invited are left alone. Returns how many are new."""
    event = owned(session, actor, event_id)
    if event.state == EventState.CLOSED:
        raise Conflict("event_closed")
    known = set(session.scalars(select(Participation.company_id).where(Participation.event_id == event_id)))
    companies = session.scalars(select(Company).where(Company.id.in_(set(company_ids) - known)))
    invited = 0
    for company in companies:
        participation = make_participation(event_id, company, state=ParticipationState.INVITED, now=now)
        try:
            with session.begin_nested():
                session.add(participation)
        except IntegrityError:
            continue  # another officer has just invited it
        invited += 1
        if event.state == EventState.OPEN:
            tell_invited(session, event, participation, now=now)
    record(session, actor_id=actor.user_id, now=now, action="event.invited", subject_kind="event", subject_id=event_id,
           count=invited)  # fmt: skip
    return invited


def answer_invitation(
    session: Session, *, actor: Actor, now: datetime, participation_id: int, accept: bool
) -> Participation:
    """The company, or an officer on its behalf (recorded), says whether it takes part."""
    participation = session.get(Participation, participation_id, with_for_update=True)
    if participation is None or not (is_own(actor, participation) or may_run(actor, participation.event)):
        raise NotFound
    if participation.event.state == EventState.CLOSED:
        raise Conflict("event_closed")
    participation.state = ParticipationState.ACCEPTED if accept else ParticipationState.DECLINED
    participation.answered_at = now
    if participation.user_id is None and is_own(actor, participation):
        participation.user_id = actor.user_id
    if not is_own(actor, participation):
        record(session, actor_id=actor.user_id, now=now, action=f"participation.{participation.state}",
               subject_kind="participation", subject_id=participation.id, on_behalf_of_id=participation.user_id)  # fmt: skip
    return participation


def withdraw(session: Session, *, actor: Actor, now: datetime, participation_id: int) -> Participation:
    """An officer takes an invitation back, or a company out of the event."""
    participation = session.get(Participation, participation_id, with_for_update=True)
    if participation is None or not may_run(actor, participation.event):
        raise NotFound
    participation.state = ParticipationState.CANCELLED
    record(session, actor_id=actor.user_id, now=now, action="participation.cancelled", subject_kind="participation",
           subject_id=participation.id)  # fmt: skip
    return participation


def set_days(
    session: Session, *, actor: Actor, now: datetime, participation_id: int, busy_slots: Collection[int],
    side: Side, max_meetings: int | None,
) -> Participation:  # fmt: skip
    """When a participant cannot meet, on which side it stands, and how many meetings it wants at most."""
    participation = session.get(Participation, participation_id, with_for_update=True)
    if participation is None or not (is_own(actor, participation) or may_run(actor, participation.event)):
        raise NotFound
    if participation.event.state == EventState.CLOSED:
        raise Conflict("event_closed")
    slots = set(session.scalars(select(Slot.id).where(Slot.event_id == participation.event_id)))
    wanted = set(busy_slots) & slots
    for row in list(participation.busy):
        if row.slot_id not in wanted:
            participation.busy.remove(row)
    there = {row.slot_id for row in participation.busy}
    participation.busy += [Busy(slot_id=slot_id) for slot_id in sorted(wanted - there)]
    participation.side, participation.max_meetings = side, max_meetings
    if not is_own(actor, participation):
        record(session, actor_id=actor.user_id, now=now, action="participation.days_set", subject_kind="participation",
               subject_id=participation.id, on_behalf_of_id=participation.user_id)  # fmt: skip
    return participation


def make_participation(
    event_id: int, company: Company, *, state: ParticipationState, now: datetime, representative: int = 1
) -> Participation:
    """A new row with its codes, not yet added to a session."""
    return Participation(
        event_id=event_id, company_id=company.id, representative=representative, side=company.side, state=state,
        calendar_token=secrets.token_urlsafe(18), badge_code=make_badge_code(), invited_at=now,
    )  # fmt: skip
