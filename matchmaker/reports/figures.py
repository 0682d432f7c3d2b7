"""The figures of one event: what was asked, placed and held, for whom, and who was served least.

Everything is counted from three lists of facts (requests, meetings, people), so that each number can open its rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.attendance.enums import Held, Mark
from matchmaker.attendance.models import MeetingReport
from matchmaker.attendance.queries import attendance_of, reports_of
from matchmaker.catalogue.models import Offer
from matchmaker.events.models import Event, Participation
from matchmaker.events.queries import accepted
from matchmaker.matching.models import Proposal
from matchmaker.meetings.enums import RequestState
from matchmaker.meetings.models import Meeting, MeetingRequest
from matchmaker.meetings.queries import REQUEST_LOADS, meetings_of_schedule
from matchmaker.outcomes.models import Outcome
from matchmaker.outcomes.queries import outcomes_of

UNKNOWN = "unknown"  # nobody has said whether a meeting was held


@dataclass(frozen=True)
class MeetingFact:
    """A published meeting and what is known of it."""

    meeting: Meeting
    state: str  # Held, or UNKNOWN
    ratings: tuple[int, ...]
    reports: tuple[MeetingReport, ...]
    outcome: Outcome | None
    group: str | None  # the product group both came together for

    @property
    def held(self) -> bool:
        """True when one of the two says so."""
        return self.state == Held.HELD


@dataclass
class PersonFact:
    """A participant: what they were promised and what they got. ``state`` is a Mark, or empty where nobody checked."""

    participation: Participation
    wanted: int = 0  # meetings they asked for, whatever the answer, and those they agreed to
    placed: int = 0
    held: int = 0
    state: str = ""

    @property
    def share(self) -> float:
        """The share of the wanted meetings that was placed; 1 where nothing was wanted."""
        return self.placed / self.wanted if self.wanted else 1.0


@dataclass(frozen=True)
class Figures:
    """All facts of an event."""

    event: Event
    requests: list[MeetingRequest]
    meetings: list[MeetingFact]
    people: list[PersonFact]
    states: Counter[str] = field(default_factory=Counter)  # of requests

    @property
    def ratings(self) -> list[int]:
        """All ratings given, 1 to 5."""
        return [rating for fact in self.meetings for rating in fact.ratings]

    @property
    def places(self) -> int:
        """How many meetings the tables would have held."""
        return len([slot for slot in self.event.slots if not slot.online]) * len(self.event.tables)

    def count(self, of: str, value: str = "") -> int:
        """How many rows ``rows`` gives."""
        return len(self.rows(of, value))

    def rows(self, of: str, value: str = "") -> Sequence[MeetingFact] | Sequence[PersonFact]:
        """The rows behind a number; empty for what is not counted."""
        if of in MEETINGS:
            return [fact for fact in self.meetings if MEETINGS[of](fact, value)]
        if of in PEOPLE:
            return [fact for fact in self.people if PEOPLE[of](fact, value)]
        return []

    def least_served(self) -> list[PersonFact]:
        """Those who got less than they wanted, the least served first."""
        short = [fact for fact in self.people if fact.placed < fact.wanted]
        return sorted(short, key=lambda fact: (fact.share, -fact.wanted, fact.participation.company.name))

    def by_country(self) -> list[tuple[str, int]]:
        """Country -> meetings in which it took part, the most first."""
        found = Counter(country for fact in self.meetings for country in _countries(fact))
        return found.most_common()

    def by_group(self) -> list[tuple[str, int]]:
        """Product group -> meetings, the most first; without those that no proposal brought about."""
        return Counter(fact.group for fact in self.meetings if fact.group is not None).most_common()


def _countries(fact: MeetingFact) -> set[str]:
    return {fact.meeting.a.company.country, fact.meeting.b.company.country}


MEETINGS: dict[str, Callable[[MeetingFact, str], bool]] = {
    "placed": lambda fact, _value: True,
    "held": lambda fact, _value: fact.held,
    "not_held": lambda fact, _value: fact.state in {Held.OTHER_ABSENT, Held.NOT_HELD},
    "unknown": lambda fact, _value: fact.state == UNKNOWN,
    "rated": lambda fact, value: any(value in {"", str(rating)} for rating in fact.ratings),
    "country": lambda fact, value: value in _countries(fact),
    "group": lambda fact, value: fact.group == value,
    "slot": lambda fact, value: str(fact.meeting.slot_id) == value,
}
PEOPLE: dict[str, Callable[[PersonFact, str], bool]] = {
    "people": lambda fact, _value: True,
    "arrived": lambda fact, _value: fact.state == Mark.ARRIVED,
    "no_shows": lambda fact, _value: fact.state == Mark.NO_SHOW,
    "short": lambda fact, _value: fact.placed < fact.wanted,
    "without": lambda fact, _value: fact.placed == 0,
}


def figures_of(session: Session, event: Event) -> Figures:
    """Everything about an event that is counted."""
    query = select(MeetingRequest).where(MeetingRequest.event_id == event.id).options(*REQUEST_LOADS)
    requests = list(session.scalars(query.order_by(MeetingRequest.id)).unique())
    meetings = _meeting_facts(session, event)
    return Figures(event, requests, meetings, _person_facts(session, event, requests, meetings),
                   Counter(request.state for request in requests))  # fmt: skip


def _meeting_facts(session: Session, event: Event) -> list[MeetingFact]:
    if event.published_schedule_id is None:
        return []
    meetings = meetings_of_schedule(session, event.published_schedule_id)
    outcomes = outcomes_of(session, meetings)
    said: dict[str, list[MeetingReport]] = {}
    for report in reports_of(session, event.id):
        said.setdefault(report.meeting_key, []).append(report)
    groups: dict[Any, str] = {}
    query = (
        select(MeetingRequest.id, Offer.group)
        .join(Proposal, Proposal.id == MeetingRequest.proposal_id)
        .join(Offer, Offer.id == Proposal.offer_id)
        .where(MeetingRequest.event_id == event.id)
    )
    for request_id, group in session.execute(query):
        groups[request_id] = group
    return [
        MeetingFact(
            meeting, _state(said.get(meeting.key, ()), outcomes.get(meeting.id)),
            tuple(one.rating for one in said.get(meeting.key, ()) if one.rating is not None),
            tuple(said.get(meeting.key, ())), outcomes.get(meeting.id), groups.get(meeting.request_id),
        )
        for meeting in meetings
    ]  # fmt: skip


def _state(reports: Iterable[MeetingReport], outcome: Outcome | None) -> str:
    """Held when one side says so, or when something came of it."""
    said = [report.held for report in reports]
    if Held.HELD in said or outcome is not None:
        return Held.HELD
    return said[0] if said else UNKNOWN


def _person_facts(
    session: Session, event: Event, requests: Iterable[MeetingRequest], meetings: Iterable[MeetingFact]
) -> list[PersonFact]:
    people = {one.id: PersonFact(one) for one in accepted(session, event.id)}
    for request in requests:
        if request.state != RequestState.WITHDRAWN and request.asker_id in people:
            people[request.asker_id].wanted += 1
        if request.state == RequestState.ACCEPTED and request.asked_id in people:
            people[request.asked_id].wanted += 1
    for fact in meetings:
        for person in (fact.meeting.a_id, fact.meeting.b_id):
            if person in people:
                people[person].placed += 1
                people[person].held += fact.held
    for row in attendance_of(session, event.id):  # who came on one day came
        if row.participation_id in people and people[row.participation_id].state != Mark.ARRIVED:
            people[row.participation_id].state = row.state
    return list(people.values())
