"""The people of an event as officers see them: how complete, how busy, last reached when; filtered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from matchmaker.accounts.models import User
from matchmaker.catalogue.models import Certificate, Need, Offer, Photo
from matchmaker.companies.completeness import completeness
from matchmaker.companies.enums import MemberRole
from matchmaker.companies.models import Membership
from matchmaker.db import fold
from matchmaker.events.models import Contact, Event, Participation, QuestionAnswer
from matchmaker.events.queries import participations
from matchmaker.meetings.enums import RequestState
from matchmaker.meetings.models import MeetingRequest

ENOUGH = 0.7  # a profile less complete than this costs matches
GAPS = ("silent", "incomplete", "no_requests", "waiting")
LIVE = (RequestState.OPEN, RequestState.ACCEPTED)


@dataclass(frozen=True)
class RosterRow:
    """One participant. ``share`` of the profile (1 = complete); ``requests`` that are open or accepted; ``contact`` is who
    comes, or as long as that is open who speaks for the company."""

    participation: Participation
    share: float
    requests: int
    contact: User | None
    last: Contact | None
    answers: Mapping[int, QuestionAnswer]

    @property
    def phone(self) -> str | None:
        """Where to call: the person, else the company."""
        return (self.contact.phone if self.contact is not None else None) or self.participation.company.phone

    @property
    def gap(self) -> str:
        """What is the matter, the most pressing first: silent, incomplete, no_requests; empty if nothing."""
        state = self.participation.state
        if state == "invited":
            return "silent"
        if state != "accepted":
            return ""
        if self.share < ENOUGH:
            return "incomplete"
        return "" if self.requests else "no_requests"

    def has(self, gap: str) -> bool:
        """True when the gap is one of the row's, pressing or not."""
        accepted = self.participation.state == "accepted"
        return {
            "silent": self.participation.state == "invited", "incomplete": accepted and self.share < ENOUGH,
            "no_requests": accepted and not self.requests, "waiting": self.participation.state == "waiting",
        }.get(gap, True)  # fmt: skip


def roster(session: Session, event: Event) -> list[RosterRow]:
    """Everybody who was ever invited, by company name; a number of queries that does not depend on how many they are."""
    query = participations(event.id).options(
        selectinload(Participation.contacts).joinedload(Contact.by), joinedload(Participation.delegation)
    )
    people = list(session.scalars(query).unique())
    shares = _shares(session, people)
    requests = _live_requests(session, event.id)
    speakers = _speakers(session, event.id)
    answers: dict[int, dict[int, QuestionAnswer]] = {}
    mine = select(QuestionAnswer).join(Participation, Participation.id == QuestionAnswer.participation_id)
    for answer in session.scalars(mine.where(Participation.event_id == event.id)):
        answers.setdefault(answer.participation_id, {})[answer.question_id] = answer
    return [
        RosterRow(
            person,
            share=shares[person.company_id],
            requests=requests[person.id],
            contact=person.user or (speakers.get(person.company_id) if person.person is None else None),
            last=person.contacts[-1] if person.contacts else None,
            answers=answers.get(person.id, {}),
        )
        for person in people
    ]


def filtered(rows: Sequence[RosterRow], chosen: Mapping[str, str]) -> list[RosterRow]:
    """Those that fit. ``chosen``: q, state, side, country, gap, delegation; ``q7`` what question 7 was answered with."""
    tokens = fold(chosen.get("q", "")).split()
    asked = {int(name[1:]): value for name, value in chosen.items() if name[1:].isdecimal() and value}

    def fits(row: RosterRow) -> bool:
        one = row.participation
        text = fold(f"{one.company.search_text} {one.company.name} {one.person_name or ''}")
        return (
            all(token in text for token in tokens)
            and chosen.get("state", "") in {"", one.state}
            and chosen.get("side", "") in {"", one.side}
            and chosen.get("country", "") in {"", one.company.country}
            and chosen.get("delegation", "") in {"", str(one.delegation_id or "")}
            and row.has(chosen.get("gap", ""))
            and all(
                (found := row.answers.get(number)) is not None and found.text == value
                for number, value in asked.items()
            )
        )

    return [row for row in rows if fits(row)]


def gap_counts(rows: Sequence[RosterRow]) -> dict[str, int]:
    """Gap -> how many have it."""
    return {gap: sum(row.has(gap) for row in rows) for gap in GAPS}


def reminded_since(row: RosterRow, moment: datetime) -> bool:
    """True when somebody has been reminded since."""
    return any(contact.kind == "reminder" and contact.at > moment for contact in row.participation.contacts)


def _speakers(session: Session, event_id: int) -> dict[int, User]:
    """Company -> its owner, else whoever was there first."""
    invited = select(Participation.company_id).where(Participation.event_id == event_id)
    query = select(Membership).where(Membership.company_id.in_(invited)).options(joinedload(Membership.user))
    order = (Membership.role == MemberRole.OWNER, Membership.id.desc())
    return {member.company_id: member.user for member in session.scalars(query.order_by(*order))}


def _live_requests(session: Session, event_id: int) -> Counter[int]:
    query = select(MeetingRequest.asker_id, MeetingRequest.asked_id).where(
        MeetingRequest.event_id == event_id, MeetingRequest.state.in_(LIVE)
    )
    return Counter(person for row in session.execute(query) for person in row)


def _shares(session: Session, people: Sequence[Participation]) -> dict[int, float]:
    """Company -> how complete its profile is."""
    companies = {person.company_id: person.company for person in people}

    def counted(query) -> dict[int, int]:  # type: ignore[no-untyped-def]
        return dict(session.execute(query).all())

    offers = counted(
        select(Offer.company_id, func.count()).where(Offer.state == "active").group_by(Offer.company_id)
    )
    needs = counted(
        select(Need.company_id, func.count()).where(Need.state == "active").group_by(Need.company_id)
    )
    held = counted(select(Certificate.company_id, func.count()).group_by(Certificate.company_id))
    photos = counted(
        select(Offer.company_id, func.count())
        .join(Photo, Photo.offer_id == Offer.id)
        .group_by(Offer.company_id)
    )
    return {
        identity: completeness(
            company, items=offers.get(identity, 0) + needs.get(identity, 0), certificates=held.get(identity, 0),
            photos=photos.get(identity, 0),
        ).share
        for identity, company in companies.items()
    }  # fmt: skip
