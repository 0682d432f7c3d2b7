"""What people and officers wish for besides single requests: preferences, and pairs made from proposals."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from matchmaker.accounts.actor import Actor
from matchmaker.audit.operations import record
from matchmaker.errors import Conflict, NotFound
from matchmaker.events.models import Event, Participation
from matchmaker.events.policy import is_own, may_run
from matchmaker.events.queries import accepted
from matchmaker.matching.enums import AnswerValue
from matchmaker.matching.models import Proposal
from matchmaker.meetings.enums import PreferenceValue, RequestState
from matchmaker.meetings.models import MeetingRequest, Preference
from matchmaker.meetings.operations.requests import locked_pair, weight_of
from matchmaker.meetings.policy import may_ask, may_see, why_kept_apart
from matchmaker.meetings.queries import live_between
from matchmaker.meetings.relations import Between, met_before, never_with, pairs_asked, pairs_never


def set_preference(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    participation_id: int,
    other_id: int,
    value: PreferenceValue,
) -> None:
    """How much a participant wants to meet another. It adds to the weight of a request between the two; never keeps
    both from seeing and asking each other, and is refused while a request stands: Conflict("request_stands")."""
    one, other = locked_pair(session, participation_id, other_id)
    if not (is_own(actor, one) or may_run(actor, one.event)):
        raise NotFound
    if other.id in never_with(session, one.id, by_others=True) or not (
        may_see(one.event, one, other) or may_run(actor, one.event)
    ):
        raise NotFound
    request = live_between(session, one.event_id, one.id, other.id)
    if request is not None and value == PreferenceValue.NEVER:
        raise Conflict("request_stands")
    there = session.get(Preference, (one.id, other.id))
    if there is None:
        session.add(Preference(participation_id=one.id, other_id=other.id, value=value))
    else:
        there.value = value
    session.flush()
    if request is not None:
        request.weight = weight_of(session, request.asker, request.asked)[0]
    if not is_own(actor, one):
        record(session, actor_id=actor.user_id, now=now, action="preference.set", subject_kind="participation",
               subject_id=one.id, on_behalf_of_id=one.user_id, other=other.id, value=value)  # fmt: skip


def fill_wishes(session: Session, *, actor: Actor, now: datetime, event_id: int) -> int:
    """Make accepted requests, marked as automatic, from proposals between those who take part: no filler, so only with the
    event's least score and more, only where the rules let one of the two ask, and never where one of them has said no,
    has asked already, or has met the other where that is not allowed. Returns how many."""
    event = session.get(Event, event_id, with_for_update=True)
    if event is None or not may_run(actor, event):
        raise NotFound
    people: dict[int, Participation] = {}
    for person in accepted(session, event.id):
        people.setdefault(person.company_id, person)
    done = pairs_asked(session, event.id) | pairs_never(session, [one.id for one in people.values()])
    met = (
        {one: met_before(session, event, one, now=now) for one in people}
        if event.met_before == "refuse"
        else {}
    )
    made = 0
    for proposal in _proposals(session, event, set(people)):
        pair = _in_order(event, people[proposal.buyer_id], people[proposal.supplier_id])
        if (
            pair is None
            or why_kept_apart(*pair, Between())
            or pair[1].company_id in met.get(pair[0].company_id, ())
        ):
            continue
        low, high = sorted((pair[0].id, pair[1].id))
        if (low, high) in done:
            continue
        done.add((low, high))
        weight, best = weight_of(session, *pair)
        session.add(
            MeetingRequest(
                event_id=event.id, asker_id=pair[0].id, asked_id=pair[1].id, pair_low=low, pair_high=high, weight=weight,
                proposal_id=best, state=RequestState.ACCEPTED, automatic=True, created_by_id=actor.user_id,
                created_at=now, answered_at=now, expires_at=now,
            )
        )  # fmt: skip
        made += 1
    session.flush()
    record(session, actor_id=actor.user_id, now=now, action="requests.filled", subject_kind="event",
           subject_id=event.id, count=made)  # fmt: skip
    return made


def _in_order(
    event: Event, one: Participation, other: Participation
) -> tuple[Participation, Participation] | None:
    """The two with the one first who may ask the other."""
    if may_ask(event, one, other):
        return one, other
    return (other, one) if may_ask(event, other, one) else None


def _proposals(session: Session, event: Event, companies: set[int]) -> list[Proposal]:
    """Live proposals between these companies with the least score that nobody has said no to, the best first."""
    query = select(Proposal).where(
        Proposal.stale.is_(False), Proposal.score >= event.minimum_score / 100,
        Proposal.supplier_id.in_(companies), Proposal.buyer_id.in_(companies),
    )  # fmt: skip
    query = query.options(selectinload(Proposal.answers)).order_by(Proposal.score.desc(), Proposal.id)
    refused = {AnswerValue.NO, AnswerValue.NOT_NOW}
    return [
        one for one in session.scalars(query) if not any(answer.value in refused for answer in one.answers)
    ]


def drop_automatic(session: Session, *, actor: Actor, now: datetime, event_id: int) -> int:
    """Take all automatic pairs back, to fill again under other rules; returns how many."""
    event = session.get(Event, event_id, with_for_update=True)
    if event is None or not may_run(actor, event):
        raise NotFound
    query = select(MeetingRequest).where(
        MeetingRequest.event_id == event_id, MeetingRequest.automatic.is_(True),
        MeetingRequest.state == RequestState.ACCEPTED,
    )  # fmt: skip
    rows = list(session.scalars(query))
    for request in rows:
        request.state, request.answered_at = RequestState.WITHDRAWN, now
    session.flush()
    record(session, actor_id=actor.user_id, now=now, action="requests.automatic_dropped", subject_kind="event",
           subject_id=event.id, count=len(rows))  # fmt: skip
    return len(rows)
