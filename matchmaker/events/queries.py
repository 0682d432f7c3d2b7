"""Reading events and participation."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from matchmaker.accounts.actor import Actor
from matchmaker.catalogue.models import Need, Offer
from matchmaker.companies.models import Company, Membership
from matchmaker.db import fold
from matchmaker.events.models import Busy, Event, EventDay, Participation, Question, QuestionAnswer


def find_event(session: Session, slug: str) -> Event | None:
    """The event at this address, with days, slots and tables."""
    query = select(Event).where(Event.slug == slug)
    loads = (
        joinedload(Event.office),
        selectinload(Event.days),
        selectinload(Event.slots),
        selectinload(Event.tables),
        selectinload(Event.phases),
        selectinload(Event.programme),
        selectinload(Event.questions),
    )
    return session.scalar(query.options(*loads))


def listed_events(session: Session, actor: Actor | None) -> list[Event]:
    """Events the reader may see, the latest first."""
    latest = (
        select(EventDay.event_id, func.max(EventDay.on).label("last")).group_by(EventDay.event_id).subquery()
    )
    query = select(Event).outerjoin(latest, latest.c.event_id == Event.id)
    query = query.options(selectinload(Event.days), joinedload(Event.office))
    if actor is None or not actor.officer:
        query = query.where(Event.state != "draft")
    elif not actor.administrator:
        query = query.where(or_(Event.state != "draft", Event.office_id == actor.office_id))
    return list(session.scalars(query.order_by(latest.c.last.desc(), Event.id.desc())).unique())


def participations(event_id: int, *, state: str = "", side: str = "", q: str = "") -> Select[Participation]:
    """Who is invited or takes part, by company name."""
    query = (
        select(Participation)
        .join(Company, Company.id == Participation.company_id)
        .where(Participation.event_id == event_id)
        .options(
            joinedload(Participation.company),
            joinedload(Participation.user),
            selectinload(Participation.busy),
        )
        .order_by(Company.legal_name, Participation.id)
    )
    if state:
        query = query.where(Participation.state == state)
    if side:
        query = query.where(Participation.side == side)
    for token in fold(q).split():
        query = query.where(Company.search_text.contains(token, autoescape=True))
    return query


def accepted(session: Session, event_id: int) -> list[Participation]:
    """Those who take part."""
    return list(session.scalars(participations(event_id, state="accepted")).unique())


def everybody(session: Session, event_id: int) -> list[Participation]:
    """All participations of an event, whatever their state."""
    return list(session.scalars(select(Participation).where(Participation.event_id == event_id)))


def own_participation(
    session: Session, event_id: int, company_id: int | None, user_id: int | None = None
) -> Participation | None:
    """The company's participation, whatever its state: the user's own where there is one, else of those who come the first."""
    listed = representatives(session, event_id, company_id)
    own = [row for row in listed if row.user_id == user_id is not None]
    coming = [row for row in listed if row.state not in {"cancelled", "declined"}]
    return next(iter([*own, *coming, *listed]), None)


def representatives(session: Session, event_id: int, company_id: int | None) -> list[Participation]:
    """All participations of a company at an event, whatever their state."""
    query = select(Participation).where(
        Participation.event_id == event_id, Participation.company_id == company_id
    )
    loads = (selectinload(Participation.busy), joinedload(Participation.user))
    return list(session.scalars(query.options(*loads).order_by(Participation.representative)))


def participations_of(session: Session, company_id: int) -> list[Participation]:
    """A company's participations at events that are not drafts, the newest first; one an event, where several people come."""
    query = (
        select(Participation)
        .join(Event, Event.id == Participation.event_id)
        .where(Participation.company_id == company_id, Event.state != "draft")
        .options(joinedload(Participation.event).selectinload(Event.days))
        .order_by(Participation.state != "accepted", Participation.representative)
    )
    first = {row.event_id: row for row in reversed(session.scalars(query).unique().all())}
    return sorted(first.values(), key=lambda row: -row.id)


def by_calendar_token(session: Session, token: str) -> Participation | None:
    """Whose calendar feed this is."""
    query = select(Participation).where(Participation.calendar_token == token)
    return session.scalar(query.options(joinedload(Participation.event), joinedload(Participation.company)))


def invitable(
    *, side: str = "", country: str = "", group: str = "", verified: str = "", q: str = "", event_id: int
) -> Select[Company]:
    """Companies that could be invited and are not yet, verified ones first."""
    invited = exists().where(Participation.company_id == Company.id, Participation.event_id == event_id)
    query = select(Company).where(~invited, Company.merged_into_id.is_(None))
    if side:
        query = query.where(Company.side == side)
    if country == "abroad":
        query = query.where(Company.country != "VN")
    elif country:
        query = query.where(Company.country == country)
    if group:
        offers = exists().where(Offer.company_id == Company.id, Offer.group == group, Offer.state == "active")
        needs = exists().where(Need.company_id == Company.id, Need.group == group, Need.state == "active")
        query = query.where(or_(offers, needs))
    if verified:
        query = query.where(Company.verified_at.is_not(None))
    for token in fold(q).split():
        query = query.where(Company.search_text.contains(token, autoescape=True))
    return query.order_by(Company.verified_at.is_(None), Company.legal_name, Company.id)


def countries_of_companies(session: Session) -> list[str]:
    """The countries companies come from, as ISO codes."""
    return list(session.scalars(select(Company.country).distinct()))


def people_to_tell(session: Session, company_id: int) -> list[Membership]:
    """A company's members with their accounts."""
    return people_of_companies(session, [company_id]).get(company_id, [])


def people_of_companies(session: Session, company_ids: Collection[int]) -> dict[int, list[Membership]]:
    """Company -> its members with their accounts."""
    query = select(Membership).where(Membership.company_id.in_(company_ids))
    people: dict[int, list[Membership]] = {}
    for found in session.scalars(query.options(joinedload(Membership.user)).order_by(Membership.id)):
        if found.user.disabled_at is None:
            people.setdefault(found.company_id, []).append(found)
    return people


@dataclass(frozen=True)
class Funnel:
    """How many companies stand where."""

    invited: int
    accepted: int
    declined: int
    silent: int
    exporters: int
    buyers: int


def funnel(session: Session, event_id: int) -> Funnel:
    """From invitation to taking part."""
    query = select(Participation.state, Participation.side, func.count()).where(
        Participation.event_id == event_id
    )
    rows = session.execute(query.group_by(Participation.state, Participation.side)).all()

    def count(*states: str, side: str = "") -> int:
        return sum(number for state, found, number in rows if state in states and side in {"", found})

    return Funnel(
        invited=count("invited", "accepted", "declined"),
        accepted=count("accepted"),
        declined=count("declined", "cancelled"),
        silent=count("invited"),
        exporters=count("accepted", side="exporter"),
        buyers=count("accepted", side="buyer"),
    )


def without_free_slot(session: Session, event: Event) -> list[Participation]:
    """Those who take part but are busy in every slot."""
    busy = (
        select(Busy.participation_id).group_by(Busy.participation_id).having(func.count() >= len(event.slots))
    )
    query = participations(event.id, state="accepted").where(Participation.id.in_(busy))
    return list(session.scalars(query).unique())


def answer_counts(session: Session, event_id: int) -> dict[int, int]:
    """Question -> how many have answered it."""
    query = select(QuestionAnswer.question_id, func.count()).join(
        Question, Question.id == QuestionAnswer.question_id
    )
    return dict(
        session.execute(query.where(Question.event_id == event_id).group_by(QuestionAnswer.question_id)).all()
    )


def companies_there(session: Session, event_id: int) -> int:
    """How many companies take part, however many people each sends."""
    query = select(func.count(Participation.company_id.distinct())).where(
        Participation.event_id == event_id, Participation.state == "accepted"
    )
    return session.scalar(query) or 0


def free_places(session: Session, event: Event) -> int | None:
    """How many more companies can take part; None without a limit."""
    return None if event.capacity is None else max(0, event.capacity - companies_there(session, event.id))


def questions_for(event: Event, side: str) -> list[Question]:
    """What the organiser asks this side."""
    return [question for question in event.questions if question.side in {None, side}]


def answers_to(session: Session, participation_id: int) -> dict[int, QuestionAnswer]:
    """A participant's answers by question."""
    query = select(QuestionAnswer).where(QuestionAnswer.participation_id == participation_id)
    return {
        found.question_id: found for found in session.scalars(query.options(joinedload(QuestionAnswer.file)))
    }


def answers_of(session: Session, event_id: int) -> dict[int, dict[int, QuestionAnswer]]:
    """Participation -> question -> answer, of a whole event; an answer to a choice is the place of its option."""
    query = select(QuestionAnswer).join(Question, Question.id == QuestionAnswer.question_id)
    found: dict[int, dict[int, QuestionAnswer]] = {}
    for answer in session.scalars(
        query.where(Question.event_id == event_id).options(joinedload(QuestionAnswer.file))
    ):
        found.setdefault(answer.participation_id, {})[answer.question_id] = answer
    return found
