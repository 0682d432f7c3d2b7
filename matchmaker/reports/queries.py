"""Figures and first things, read across all domains."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from matchmaker.catalogue.models import Need, Offer
from matchmaker.companies.models import Company
from matchmaker.events.models import Event, EventDay, Participation
from matchmaker.matching.models import Proposal
from matchmaker.meetings.models import MeetingRequest, ScheduleVersion
from matchmaker.notices.models import OutboxMessage
from matchmaker.outcomes.models import Outcome


@dataclass(frozen=True)
class Landing:
    """What a stranger sees first."""

    example: Proposal | None
    events: list[Event]
    groups: list[tuple[str, int]]
    offers: list[Offer]
    companies: int
    countries: int


def upcoming_events(session: Session, *, today: date, most: int = 4) -> list[Event]:
    """Open events whose last day has not passed, the next first."""
    first = select(
        EventDay.event_id, func.min(EventDay.on).label("first"), func.max(EventDay.on).label("last")
    )
    days = first.group_by(EventDay.event_id).subquery()
    query = (
        select(Event)
        .join(days, days.c.event_id == Event.id)
        .where(Event.state == "open", days.c.last >= today)
        .options(selectinload(Event.days))
        .order_by(days.c.first)
        .limit(most)
    )
    return list(session.scalars(query))


def landing(session: Session, *, today: date) -> Landing:
    """The start page for strangers: a real match, the next events, what there is."""
    visible = (Company.published.is_(True), Company.merged_into_id.is_(None))
    example = session.scalar(
        select(Proposal)
        .join(Offer, Offer.id == Proposal.offer_id)
        .join(Company, Company.id == Offer.company_id)
        .where(Proposal.stale.is_(False), *visible)
        .options(
            joinedload(Proposal.offer).joinedload(Offer.company),
            joinedload(Proposal.need).joinedload(Need.company),
            selectinload(Proposal.answers),
        )
        .order_by(Proposal.score.desc(), Proposal.id)
        .limit(1)
    )
    groups = session.execute(
        select(Offer.group, func.count())
        .join(Company, Company.id == Offer.company_id)
        .where(Offer.state == "active", *visible)
        .group_by(Offer.group)
        .order_by(func.count().desc(), Offer.group)
    )
    offers = session.scalars(
        select(Offer)
        .join(Company, Company.id == Offer.company_id)
        .where(Offer.state == "active", *visible)
        .options(joinedload(Offer.company), selectinload(Offer.photos))
        .order_by(Company.verified_at.is_(None), Offer.updated_at.desc(), Offer.id)
        .limit(6)
    )
    companies = select(func.count(), func.count(Company.country.distinct())).where(*visible)
    total, countries = session.execute(companies).one()
    return Landing(
        example=example,
        events=upcoming_events(session, today=today),
        groups=[(group, count) for group, count in groups],
        offers=list(offers),
        companies=total,
        countries=countries,
    )


def requests_to_answer(session: Session, company_id: int) -> list[MeetingRequest]:
    """Open requests that wait for this company."""
    query = (
        select(MeetingRequest)
        .join(Participation, Participation.id == MeetingRequest.answering_id)
        .where(Participation.company_id == company_id, MeetingRequest.state == "open")
        .options(
            joinedload(MeetingRequest.event),
            joinedload(MeetingRequest.asker).joinedload(Participation.company),
            joinedload(MeetingRequest.asked).joinedload(Participation.company),
        )
        .order_by(MeetingRequest.expires_at)
    )
    return list(session.scalars(query).unique())


def invitations(session: Session, company_id: int) -> list[Participation]:
    """Invitations to open events that wait for an answer."""
    query = (
        select(Participation)
        .join(Event, Event.id == Participation.event_id)
        .where(
            Participation.company_id == company_id, Participation.state == "invited", Event.state == "open"
        )
        .options(joinedload(Participation.event).selectinload(Event.days))
    )
    return list(session.scalars(query).unique())


@dataclass(frozen=True)
class Waiting:
    """One line of what needs an officer: how many, and where."""

    code: str
    count: int
    path: str
    event: Event | None = None


def officer_tasks(session: Session, *, office_id: int | None, today: date) -> list[Waiting]:
    """What waits for an officer of this office (None: of all), the most pressing first; nothing with count 0."""
    own = Event.office_id == office_id if office_id is not None else Event.id.is_not(None)

    def count(query) -> int:  # type: ignore[no-untyped-def]
        return session.scalar(query) or 0

    live = select(func.count()).select_from(Company).where(Company.merged_into_id.is_(None))
    found = [
        Waiting(
            "unverified",
            count(live.where(Company.verified_at.is_(None))),
            "/companies/manage?state=unverified",
        )
    ]
    events = session.scalars(
        select(Event).where(own, Event.state == "open").options(selectinload(Event.days)).order_by(Event.id)
    )
    for event in events:
        if not event.days or event.days[-1].on < today:
            continue
        base = f"/events/{event.slug}"
        silent = (
            select(func.count())
            .select_from(Participation)
            .where(Participation.event_id == event.id, Participation.state == "invited")
        )
        open_requests = (
            select(func.count())
            .select_from(MeetingRequest)
            .where(MeetingRequest.event_id == event.id, MeetingRequest.state == "open")
        )
        drafts = (
            select(func.count())
            .select_from(ScheduleVersion)
            .where(ScheduleVersion.event_id == event.id, ScheduleVersion.state == "draft")
        )
        found += [
            Waiting("silent", count(silent), f"{base}/people?state=invited", event),
            Waiting("unanswered", count(open_requests), f"{base}/requests?state=open", event),
            Waiting("drafts", count(drafts), f"{base}/schedule", event),
        ]
    overdue = (
        select(func.count()).select_from(Outcome).where(Outcome.due_on < today, Outcome.stage.not_in(["no"]))
    )
    failed = select(func.count()).select_from(OutboxMessage).where(OutboxMessage.state == "failed")
    found += [
        Waiting("overdue", count(overdue), "/outcomes?state=overdue"),
        Waiting("failed_mail", count(failed), "/notices"),
    ]
    return [line for line in found if line.count]


@dataclass(frozen=True)
class Totals:
    """How much there is, for the officer's first page."""

    suppliers: int
    buyers: int
    offers: int
    needs: int
    proposals: int
    mutual: int
    contracts: int


def totals(session: Session) -> Totals:
    """Whole-installation counts."""

    def count(model, *conditions) -> int:  # type: ignore[no-untyped-def]
        return session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0

    return Totals(
        suppliers=count(Company, Company.side == "exporter", Company.merged_into_id.is_(None)),
        buyers=count(Company, Company.side == "buyer", Company.merged_into_id.is_(None)),
        offers=count(Offer, Offer.state == "active"),
        needs=count(Need, Need.state == "active"),
        proposals=count(Proposal, Proposal.stale.is_(False)),
        mutual=count(Proposal, Proposal.mutual_at.is_not(None)),
        contracts=count(Outcome, Outcome.stage.in_(["contract", "shipment"])),
    )
