"""Inviting, taking part, declining; days and sides."""

from __future__ import annotations

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
from matchmaker.events.enums import EventState, ParticipationState
from matchmaker.events.models import Busy, Participation, Slot
from matchmaker.events.operations.planning import owned
from matchmaker.events.operations.telling import done_on_behalf, tell_invited
from matchmaker.events.operations.waiting import answer, fill_places, lock_event
from matchmaker.events.policy import days_open, is_own, may_run
from matchmaker.events.rows import make_participation


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


def _changeable(session: Session, actor: Actor, participation_id: int) -> Participation:
    """The participation with its event locked, if it is the actor's or the actor's office runs the event."""
    participation = session.get(Participation, participation_id)
    if participation is None or not (is_own(actor, participation) or may_run(actor, participation.event)):
        raise NotFound
    event = lock_event(
        session, participation.event_id
    )  # before the row, as everywhere, so that two cannot block each other
    if event.state == EventState.CLOSED:
        raise Conflict("event_closed")
    return session.get_one(Participation, participation_id, with_for_update=True, populate_existing=True)


def answer_invitation(
    session: Session, *, actor: Actor, now: datetime, participation_id: int, accept: bool
) -> Participation:
    """The company, or an officer on its behalf (recorded and told), says whether it takes part; where all places are taken
    it waits. When somebody declines, the next one moves up."""
    participation = _changeable(session, actor, participation_id)
    if accept and participation.state in {ParticipationState.ACCEPTED, ParticipationState.WAITING}:
        return participation
    if participation.state == ParticipationState.CANCELLED and not may_run(actor, participation.event):
        raise Conflict("taken_out")
    answer(session, actor=actor, now=now, participation=participation, accept=accept)
    if not accept:
        fill_places(session, participation.event, now=now)
    return participation


def withdraw(session: Session, *, actor: Actor, now: datetime, participation_id: int) -> Participation:
    """An officer takes an invitation back, or a company out of the event; the next one moves up."""
    participation = _changeable(session, actor, participation_id)
    if not may_run(actor, participation.event):
        raise NotFound
    participation.state = ParticipationState.CANCELLED
    done_on_behalf(session, participation, actor=actor, now=now, action="participation.cancelled")
    fill_places(session, participation.event, now=now)
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
    if not days_open(participation.event, now) and not may_run(actor, participation.event):
        raise Conflict("profiles_over")
    slots = set(session.scalars(select(Slot.id).where(Slot.event_id == participation.event_id)))
    wanted = set(busy_slots) & slots
    for row in list(participation.busy):
        if row.slot_id not in wanted:
            participation.busy.remove(row)
    there = {row.slot_id for row in participation.busy}
    participation.busy += [Busy(slot_id=slot_id) for slot_id in sorted(wanted - there)]
    participation.side, participation.max_meetings = side, max_meetings
    if not is_own(actor, participation):
        done_on_behalf(session, participation, actor=actor, now=now, action="participation.days_set")
    return participation
