"""Places at an event, the waiting list, and the public link by which anybody takes part."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.audit.operations import record
from matchmaker.companies.models import Company
from matchmaker.errors import Conflict, Forbidden, NotFound
from matchmaker.events.enums import EventState, ParticipationState
from matchmaker.events.models import Event, Participation
from matchmaker.events.operations.planning import owned
from matchmaker.events.operations.telling import done_on_behalf, tell
from matchmaker.events.queries import free_places
from matchmaker.events.rows import make_participation


def lock_event(session: Session, event_id: int) -> Event:
    """The event, locked, so that two who answer at once do not take the same last place."""
    session.flush()
    return session.get_one(Event, event_id, with_for_update=True, populate_existing=True)


def state_of_newcomer(session: Session, event: Event, company_id: int) -> ParticipationState:
    """Takes part while there is a place, or the company has one; else waits. The event is locked by the caller."""
    places = free_places(session, event)
    if places is None or places > 0 or _takes_part(session, event.id, company_id):
        return ParticipationState.ACCEPTED
    return ParticipationState.WAITING


def _takes_part(session: Session, event_id: int, company_id: int) -> bool:
    query = select(Participation.id).where(
        Participation.event_id == event_id, Participation.company_id == company_id,
        Participation.state == ParticipationState.ACCEPTED,
    )  # fmt: skip
    return session.scalar(query.limit(1)) is not None


def fill_places(session: Session, event: Event, *, now: datetime) -> int:
    """Move those up who have waited longest, while there is a place; they are told. Returns how many."""
    session.flush()
    places = free_places(session, event)
    if not event.moves_up or event.state == EventState.CLOSED or places == 0:
        return 0
    query = select(Participation).where(
        Participation.event_id == event.id, Participation.state == ParticipationState.WAITING
    )
    waiting = session.scalars(
        query.order_by(Participation.answered_at, Participation.id).with_for_update()
    ).all()
    moved = waiting if places is None else waiting[:places]
    for participation in moved:
        _move(session, participation, now=now)
    return len(moved)


def _move(session: Session, participation: Participation, *, now: datetime) -> None:
    participation.state = ParticipationState.ACCEPTED
    tell(
        session,
        participation,
        kind="moved_up",
        cause=f"moved_up:{participation.id}:{now:%Y%m%d%H%M%S}",
        now=now,
    )


def move_up(
    session: Session, *, actor: Actor, now: datetime, event_id: int, participation_ids: Collection[int]
) -> int:
    """An officer lets some of those who wait take part, whatever the capacity says. Returns how many."""
    event = owned(session, actor, event_id)
    query = select(Participation).where(
        Participation.event_id == event.id, Participation.id.in_(participation_ids),
        Participation.state == ParticipationState.WAITING,
    )  # fmt: skip
    moved = session.scalars(query.with_for_update()).all()
    for participation in moved:
        _move(session, participation, now=now)
        record(session, actor_id=actor.user_id, now=now, action="participation.moved_up", subject_kind="participation",
               subject_id=participation.id, on_behalf_of_id=participation.user_id, participation=participation.id,
               officer=actor.name)  # fmt: skip
    return len(moved)


def set_places(
    session: Session, *, actor: Actor, now: datetime, event_id: int, capacity: int | None, moves_up: bool
) -> int:
    """How many companies can take part, and whether those who wait move up by themselves. Returns how many do at once."""
    event = owned(session, actor, event_id)
    event.capacity, event.moves_up = capacity, moves_up
    record(session, actor_id=actor.user_id, now=now, action="event.places_set", subject_kind="event", subject_id=event.id,
           capacity=capacity, moves_up=moves_up)  # fmt: skip
    return fill_places(session, event, now=now)


def set_public_link(session: Session, *, actor: Actor, now: datetime, event_id: int, on: bool) -> Event:
    """Make a new public link (an older one ends), or take it away."""
    event = owned(session, actor, event_id)
    event.public_code = secrets.token_urlsafe(9) if on else None
    record(session, actor_id=actor.user_id, now=now, action="event.public_link" if on else "event.public_link_ended",
           subject_kind="event", subject_id=event.id)  # fmt: skip
    return event


def take_part_by_link(
    session: Session, *, actor: Actor, now: datetime, event_id: int, code: str
) -> Participation:
    """Whoever has the link takes part, or waits for a place. One whom an officer took out is not let in: Conflict."""
    if actor.company_id is None:
        raise Forbidden
    event = lock_event(session, event_id)
    if event.public_code is None or not secrets.compare_digest(event.public_code, code):
        raise NotFound
    if event.state != EventState.OPEN:
        raise Conflict("event_closed")
    query = select(Participation).where(
        Participation.event_id == event.id, Participation.company_id == actor.company_id
    )
    there = session.scalars(query.order_by(Participation.representative)).all()
    own = next((row for row in there if row.user_id == actor.user_id), there[0] if there else None)
    if own is None:
        company = session.get_one(Company, actor.company_id)
        own = make_participation(event.id, company, state=ParticipationState.INVITED, now=now)
        session.add(own)
    elif own.state == ParticipationState.CANCELLED:
        raise Conflict("taken_out")
    if own.state not in {ParticipationState.ACCEPTED, ParticipationState.WAITING}:
        own.state, own.answered_at = state_of_newcomer(session, event, actor.company_id), now
        own.user_id = own.user_id or actor.user_id
    session.flush()
    return own


def answer_for(session: Session, *, actor: Actor, now: datetime, event_id: int, participation_ids: Collection[int],
               accept: bool) -> int:  # fmt: skip
    """An officer answers for several at once; those on the waiting list or taking part already are left alone."""
    owned(session, actor, event_id)
    query = select(Participation).where(
        Participation.event_id == event_id, Participation.id.in_(participation_ids),
        Participation.state.in_(("invited", "declined") if accept else ("invited", "accepted", "waiting")),
    )  # fmt: skip
    rows = session.scalars(query.order_by(Participation.id).with_for_update()).all()
    for participation in rows:
        answer(session, actor=actor, now=now, participation=participation, accept=accept)
        session.flush()
    if rows and not accept:
        fill_places(session, lock_event(session, event_id), now=now)
    return len(rows)


def answer(
    session: Session, *, actor: Actor, now: datetime, participation: Participation, accept: bool
) -> None:
    """Write down an answer; the event is locked by the caller. What an officer does for somebody is recorded and told."""
    event = participation.event
    if accept:
        participation.state = state_of_newcomer(session, event, participation.company_id)
    else:
        participation.state = ParticipationState.DECLINED
    participation.answered_at = now
    if actor.company_id == participation.company_id:
        participation.user_id = participation.user_id or actor.user_id
    else:
        done_on_behalf(
            session, participation, actor=actor, now=now, action=f"participation.{participation.state}"
        )
