"""Reading proposals, answers and runs."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from matchmaker.accounts.models import User
from matchmaker.catalogue.models import Need, Offer
from matchmaker.catalogue.nomenclature.text import clean
from matchmaker.companies.models import Company, Membership
from matchmaker.lexicon.models import OwnWord
from matchmaker.matching.engine import unread
from matchmaker.matching.engine.compiled import shipped_reader
from matchmaker.matching.engine.weights import FIXED
from matchmaker.matching.models import Answer, MatchingRun, Proposal


@dataclass(frozen=True)
class Counts:
    """How a company's proposals stand."""

    unanswered: int
    interested: int
    mutual: int
    declined: int


def _concerns(company_id: int):  # type: ignore[no-untyped-def]  # a SQL expression
    return or_(Proposal.supplier_id == company_id, Proposal.buyer_id == company_id)


def _answered_by(company_id: int, *values: str):  # type: ignore[no-untyped-def]  # a SQL expression
    condition = and_(Answer.proposal_id == Proposal.id, Answer.company_id == company_id)
    return exists().where(and_(condition, Answer.value.in_(values)) if values else condition)


def proposals_of(
    company_id: int, *, answer: str = "", offer_id: int | None = None, need_id: int | None = None
) -> Select[Proposal]:
    """A company's proposals, mutual interest first, then by score.

    ``answer``: "open" (not yet answered by the company), "interested", "mutual", "declined" or "" for all that
    are not declined.
    """
    query = (
        select(Proposal)
        .where(_concerns(company_id))
        .options(
            joinedload(Proposal.offer).joinedload(Offer.company),
            joinedload(Proposal.need).joinedload(Need.company),
            joinedload(Proposal.offer).selectinload(Offer.photos),
            selectinload(Proposal.answers),
        )
        .order_by(Proposal.mutual_at.is_(None), Proposal.score.desc(), Proposal.id)
    )
    if offer_id is not None:
        query = query.where(Proposal.offer_id == offer_id)
    if need_id is not None:
        query = query.where(Proposal.need_id == need_id)
    match answer:
        case "open":
            return query.where(Proposal.stale.is_(False), ~_answered_by(company_id))
        case "interested":
            return query.where(_answered_by(company_id, "interested"))
        case "mutual":
            return query.where(Proposal.mutual_at.is_not(None))
        case "declined":
            return query.where(_answered_by(company_id, "no", "not_now"))
    return query.where(
        ~_answered_by(company_id, "no", "not_now"), or_(Proposal.stale.is_(False), _answered_by(company_id))
    )


def counts(session: Session, company_id: int) -> Counts:
    """How many proposals stand in each state, seen from one company."""

    def count(answer: str) -> int:
        query = proposals_of(company_id, answer=answer).with_only_columns(Proposal.id).order_by(None)
        return session.scalar(select(func.count()).select_from(query.subquery())) or 0

    return Counts(count("open"), count("interested"), count("mutual"), count("declined"))


def find_proposal(session: Session, proposal_id: int) -> Proposal | None:
    """One proposal with both sides and their answers."""
    return session.scalar(
        select(Proposal)
        .where(Proposal.id == proposal_id)
        .options(
            joinedload(Proposal.offer).joinedload(Offer.company),
            joinedload(Proposal.need).joinedload(Need.company),
            selectinload(Proposal.answers),
        )
    )


def contact_open(session: Session, company_id: int, other_id: int) -> bool:
    """True when the two companies have said to each other that they are interested."""
    pair = or_(
        and_(Proposal.supplier_id == company_id, Proposal.buyer_id == other_id),
        and_(Proposal.supplier_id == other_id, Proposal.buyer_id == company_id),
    )
    return (
        session.scalar(select(Proposal.id).where(pair, Proposal.mutual_at.is_not(None)).limit(1)) is not None
    )


def best_between(session: Session, company_id: int, others: Iterable[int]) -> dict[int, Proposal]:
    """The best proposal between a company and each of ``others`` (those without one are left out)."""
    listed = list(others)
    query = proposals_of(company_id).where(
        or_(Proposal.supplier_id.in_(listed), Proposal.buyer_id.in_(listed))
    )
    best: dict[int, Proposal] = {}
    for proposal in session.scalars(query).unique():
        other = proposal.buyer_id if proposal.supplier_id == company_id else proposal.supplier_id
        best.setdefault(other, proposal)
    return best


def members_to_tell(session: Session, company_id: int) -> list[Membership]:
    """The people of a company, with their accounts."""
    query = select(Membership).where(Membership.company_id == company_id).options(joinedload(Membership.user))
    return [found for found in session.scalars(query) if found.user.disabled_at is None]


@dataclass(frozen=True)
class Stamps:
    """Item -> when it or its company last changed, for offers and for needs."""

    offers: dict[int, datetime]
    needs: dict[int, datetime]


def changed_since(session: Session, since: datetime) -> Stamps:
    """Offers and needs that changed, themselves or by their company, since an instant, in any state."""

    def stamps(model: type[Offer] | type[Need]) -> dict[int, datetime]:
        query = select(model.id, model.updated_at, Company.updated_at).join(Company)
        query = query.where(or_(model.updated_at >= since, Company.updated_at >= since))
        return {item: max(own, company) for item, own, company in session.execute(query)}

    return Stamps(stamps(Offer), stamps(Need))


def active_items(
    session: Session, *, offers: Collection[int] | None = None, needs: Collection[int] | None = None
) -> tuple[list[Offer], list[Need]]:
    """Offers and needs by id (None for all), in any state; companies and certificates loaded."""
    offered = select(Offer).options(joinedload(Offer.company), selectinload(Offer.certificates))
    needed = select(Need).options(joinedload(Need.company))
    if offers is not None:
        offered = offered.where(Offer.id.in_(offers))
    if needs is not None:
        needed = needed.where(Need.id.in_(needs))
    return list(session.scalars(offered).unique()), list(session.scalars(needed).unique())


def latest_runs(session: Session, most: int = 10) -> list[MatchingRun]:
    """The newest runs over everything."""
    return list(session.scalars(select(MatchingRun).order_by(MatchingRun.id.desc()).limit(most)))


def last_run(session: Session) -> MatchingRun | None:
    """The newest run that came to its end."""
    query = (
        select(MatchingRun)
        .where(MatchingRun.finished_at.is_not(None))
        .order_by(MatchingRun.id.desc())
        .limit(1)
    )
    return session.scalar(query)


def weights_in_use(session: Session) -> dict[str, float] | None:
    """The learned weights, where the last run used them; None for the fixed ones."""
    run = last_run(session)
    learning = run.details.get("learning") if run is not None else None
    return {**FIXED, **learning["weights"]} if learning and learning["used"] else None


def judged_pairs(session: Session) -> dict[tuple[str, str], bool]:
    """(need, offer) → wanted, of proposals that one side wants or declines; a no of either side is a no."""
    query = (
        select(Proposal.need_id, Proposal.offer_id, Answer.value)
        .join(Answer)
        .where(Answer.value.in_(("interested", "no")))
        .order_by(Answer.at, Answer.id)
    )
    judged: dict[tuple[str, str], bool] = {}
    for need_id, offer_id, value in session.execute(query):
        pair = (str(need_id), str(offer_id))
        judged[pair] = judged.get(pair, True) and value == "interested"
    return judged


@dataclass(frozen=True)
class Exposure:
    """How proposals are spread over the offering companies: small firms must not be crowded out."""

    companies: int
    without: int
    median: float
    top_tenth: float  # share of all proposals that the tenth of companies with the most have
    gini: float  # 0: all have the same number, 1: one company has them all
    spread: tuple[tuple[str, int], ...]  # (number of proposals, as "3–5"; companies with so many)


def exposure(session: Session) -> Exposure:
    """The spread of live proposals over companies with an active offer."""
    offering = select(Offer.company_id).where(Offer.state == "active").distinct()
    ids = list(session.scalars(offering))
    rows = session.execute(
        select(Proposal.supplier_id, func.count())
        .where(Proposal.stale.is_(False))
        .group_by(Proposal.supplier_id)
    )
    found = dict(rows.all())
    spread = sorted((found.get(company, 0) for company in ids), reverse=True)
    total = sum(spread)
    tenth = sum(spread[: max(1, len(spread) // 10)])
    middle = spread[len(spread) // 2] if spread else 0
    share = tenth / total if total else 0.0
    return Exposure(len(ids), spread.count(0), float(middle), share, _gini(spread), _bands(spread))


def _gini(falling: list[int]) -> float:
    count, total = len(falling), sum(falling)
    ranked = sum((count - 2 * place - 1) * value for place, value in enumerate(falling))
    return ranked / (count * total) if total else 0.0


def _bands(spread: list[int]) -> tuple[tuple[str, int], ...]:
    bands = {
        "0": (0, 0),
        "1–2": (1, 2),
        "3–5": (3, 5),
        "6–10": (6, 10),
        "11–20": (11, 20),
        "> 20": (21, 10**9),
    }
    return tuple((name, sum(low <= value <= high for value in spread)) for name, (low, high) in bands.items())


def companies_without(session: Session, most: int = 50) -> list[Company]:
    """Companies with an active offer or need and no live proposal, oldest first."""
    live = exists().where(
        or_(Proposal.supplier_id == Company.id, Proposal.buyer_id == Company.id), Proposal.stale.is_(False)
    )
    active = or_(
        exists().where(Offer.company_id == Company.id, Offer.state == "active"),
        exists().where(Need.company_id == Company.id, Need.state == "active"),
    )
    query = (
        select(Company).where(active, ~live, Company.merged_into_id.is_(None)).order_by(Company.created_at)
    )
    return list(session.scalars(query.limit(most)))


def answer_figures(session: Session) -> dict[str, int]:
    """How many answers of each kind there are, and how many proposals are mutual."""
    rows = session.execute(select(Answer.value, func.count()).group_by(Answer.value))
    figures = dict(rows.all())
    figures["mutual"] = session.scalar(select(func.count()).where(Proposal.mutual_at.is_not(None))) or 0
    return figures


def best_proposals(session: Session, most: int = 20) -> list[Proposal]:
    """The highest-scored live proposals of all, for officers."""
    query = (
        select(Proposal)
        .where(Proposal.stale.is_(False))
        .options(
            joinedload(Proposal.offer).joinedload(Offer.company),
            joinedload(Proposal.need).joinedload(Need.company),
            selectinload(Proposal.answers),
        )
        .order_by(Proposal.score.desc(), Proposal.id)
        .limit(most)
    )
    return list(session.scalars(query).unique())


def contacts(session: Session, company_id: int) -> list[User]:
    """The people of a company whom a partner may reach."""
    return [membership.user for membership in members_to_tell(session, company_id)]


@dataclass(frozen=True)
class Items:
    """A company's active offers and needs."""

    offers: list[Offer]
    needs: list[Need]

    @property
    def several(self) -> bool:
        """True when it is worth filtering by them."""
        return len(self.offers) + len(self.needs) > 1

    @property
    def none(self) -> bool:
        """True when there is nothing to match yet."""
        return not self.offers and not self.needs


def items_of(session: Session, company_id: int) -> Items:
    """What the matching reads of a company."""
    offers = select(Offer).where(Offer.company_id == company_id, Offer.state == "active").order_by(Offer.id)
    needs = select(Need).where(Need.company_id == company_id, Need.state == "active").order_by(Need.id)
    return Items(list(session.scalars(offers)), list(session.scalars(needs)))


def not_understood(session: Session, text: str) -> list[str]:
    """Words of a text that neither the shipped lexicon nor an own word explains."""
    found = unread(shipped_reader().read(text))
    if not found:
        return []
    labels = {clean(label) for label in session.scalars(select(OwnWord.label))}
    rest = (
        " ".join(word for word in phrase.split() if word not in labels)
        for phrase in found
        if phrase not in labels
    )
    return [phrase for phrase in rest if phrase]
