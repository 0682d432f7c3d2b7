"""Reading what stands between two participants: preferences, earlier meetings, how much one has asked already, requests
that wait, are made by the system, or are booked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, func, not_, or_, select
from sqlalchemy.orm import Session

from matchmaker.events.models import Event, Participation, Question, QuestionAnswer, Slot
from matchmaker.meetings.enums import PreferenceValue, RequestState
from matchmaker.meetings.models import Meeting, MeetingRequest, Preference
from matchmaker.meetings.queries import REQUEST_LOADS


@dataclass(frozen=True)
class Between:
    """What policy asks of two participants. ``never``: one of them said so; ``met``: at an earlier event; ``open`` and
    ``total``: requests the asker has sent; ``unanswered``: questions that the asker must answer first."""

    never: bool = False
    met: bool = False
    open: int = 0
    total: int = 0
    unanswered: int = 0


def between(
    session: Session, event: Event, asker: Participation, asked: Participation, *, now: datetime
) -> Between:
    """Everything that could stand in the way of a request."""
    sent = requests_sent(session, asker.id)
    return Between(
        never=asked.id in never_with(session, asker.id),
        met=asked.company_id in met_before(session, event, asker.company_id, now=now),
        open=sent.get(RequestState.OPEN, 0),
        total=sum(sent.values()),
        unanswered=mandatory_unanswered(session, asker),
    )


def requests_sent(session: Session, participation_id: int) -> dict[str, int]:
    """How many requests a participant has sent itself and not taken back, by state."""
    query = select(MeetingRequest.state, func.count()).where(
        MeetingRequest.asker_id == participation_id,
        MeetingRequest.automatic.is_(False),
        MeetingRequest.state != RequestState.WITHDRAWN,
    )
    return dict(session.execute(query.group_by(MeetingRequest.state)).all())


def preferences_of(session: Session, participation_id: int) -> dict[int, str]:
    """Other participant -> how much this one wants to meet it."""
    query = select(Preference.other_id, Preference.value).where(
        Preference.participation_id == participation_id
    )
    return dict(session.execute(query).all())


def preferences_between(session: Session, one: int, other: int) -> list[str]:
    """What the two say of each other."""
    pair = (one, other)
    query = select(Preference.value).where(
        Preference.participation_id.in_(pair), Preference.other_id.in_(pair)
    )
    return list(session.scalars(query))


def never_with(session: Session, participation_id: int, *, by_others: bool = False) -> set[int]:
    """Participants who never meet this one, whoever said so; ``by_others``: only those who said it themselves."""
    never = select(Preference.participation_id, Preference.other_id).where(
        Preference.value == PreferenceValue.NEVER
    )
    told = Preference.other_id == participation_id
    if not by_others:
        told = or_(told, Preference.participation_id == participation_id)
    rows = session.execute(never.where(told))
    return {one if other == participation_id else other for one, other in rows}


def met_before(session: Session, event: Event, company_id: int, *, now: datetime) -> set[int]:
    """Companies with which this one had a published meeting at another event that is over by now."""
    mine = select(Participation.id).where(Participation.company_id == company_id)
    query = (
        select(Meeting.a_id, Meeting.b_id)
        .join(Event, Event.published_schedule_id == Meeting.schedule_id)
        .join(Slot, Slot.id == Meeting.slot_id)
        .where(Event.id != event.id, Slot.ends_at <= now, or_(Meeting.a_id.in_(mine), Meeting.b_id.in_(mine)))
    )
    people = {person for pair in session.execute(query) for person in pair}
    companies = select(Participation.company_id).where(Participation.id.in_(people))
    return set(session.scalars(companies)) - {company_id}


def mandatory_unanswered(session: Session, participation: Participation) -> int:
    """How many questions that must be answered this participant has not answered."""
    answered = select(QuestionAnswer.question_id).where(QuestionAnswer.participation_id == participation.id)
    query = select(func.count()).where(
        Question.event_id == participation.event_id, Question.mandatory.is_(True), Question.id.not_in(answered),
        or_(Question.side.is_(None), Question.side == participation.side),
    )  # fmt: skip
    return session.scalar(query) or 0


def pairs_asked(session: Session, event_id: int) -> set[tuple[int, int]]:
    """Pairs of participants, lower id first, between whom there is or was a request; automatic ones that officers have
    taken back do not count."""
    dropped = and_(MeetingRequest.automatic.is_(True), MeetingRequest.state == RequestState.WITHDRAWN)
    query = select(MeetingRequest.pair_low, MeetingRequest.pair_high).where(
        MeetingRequest.event_id == event_id, not_(dropped)
    )
    return {(low, high) for low, high in session.execute(query)}


def pairs_never(session: Session, people: Iterable[int]) -> set[tuple[int, int]]:
    """Pairs of which one never wants to meet the other, lower id first."""
    query = select(Preference.participation_id, Preference.other_id).where(
        Preference.value == PreferenceValue.NEVER, Preference.participation_id.in_(list(people))
    )
    return {(min(pair), max(pair)) for pair in session.execute(query)}


def automatic_count(session: Session, event_id: int) -> int:
    """How many accepted pairs the system has made from proposals."""
    query = select(func.count()).where(
        MeetingRequest.event_id == event_id, MeetingRequest.automatic.is_(True),
        MeetingRequest.state == RequestState.ACCEPTED,
    )  # fmt: skip
    return session.scalar(query) or 0


def published_meeting(session: Session, request: MeetingRequest) -> Meeting | None:
    """The meeting that people see for a request."""
    query = select(Meeting).join(Event, Event.published_schedule_id == Meeting.schedule_id)
    return session.scalar(query.where(Meeting.request_id == request.id, Event.id == request.event_id))


def unanswered_soon(session: Session, *, now: datetime) -> list[MeetingRequest]:
    """Open requests that expire within their event's days of reminder."""
    days = select(Event.remind_days).where(Event.state == "open").distinct()
    found: list[MeetingRequest] = []
    for number in session.scalars(days).all():
        query = select(MeetingRequest).join(Event, Event.id == MeetingRequest.event_id)
        query = query.where(
            Event.remind_days == number, Event.state == "open", MeetingRequest.state == RequestState.OPEN,
            MeetingRequest.expires_at > now, MeetingRequest.expires_at <= now + timedelta(days=number),
        )  # fmt: skip
        found += session.scalars(query.options(*REQUEST_LOADS)).unique()
    return found
