"""Reading companies and memberships."""

from __future__ import annotations

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.enums import Role
from matchmaker.accounts.models import User
from matchmaker.companies.enums import MemberRole
from matchmaker.companies.models import ColleagueInvitation, Company, Draft, Membership
from matchmaker.db import fold


def find_actor(session: Session, user_id: int, stamp: str | None = None) -> Actor | None:
    """The person with this id as an actor; None if unknown, disabled, or signed in under an older stamp."""
    row = session.execute(
        select(User, Membership)
        .outerjoin(Membership, Membership.user_id == User.id)
        .where(User.id == user_id)
    ).one_or_none()
    if row is None:
        return None
    user, membership = row
    if user.disabled_at is not None or (stamp is not None and stamp != user.session_stamp):
        return None
    return Actor(
        user_id=user.id,
        name=user.name,
        role=Role(user.role),
        locale=user.locale,
        office_id=user.office_id,
        company_id=membership.company_id if membership else None,
        owner=membership is not None and membership.role == MemberRole.OWNER,
        verified=user.email is None or user.email_verified_at is not None,
    )


def find_company(session: Session, slug: str) -> Company | None:
    """The company at this address."""
    return session.scalar(select(Company).where(Company.slug == slug))


def find_draft(session: Session, user_id: int, form: str) -> dict[str, list[str]] | None:
    """What the person has typed into a form so far."""
    draft = session.scalar(select(Draft).where(Draft.user_id == user_id, Draft.form == form))
    return dict(draft.values) if draft is not None else None


def drafts_of(session: Session, user_id: int) -> list[Draft]:
    """All unfinished forms of a person."""
    return list(
        session.scalars(select(Draft).where(Draft.user_id == user_id).order_by(Draft.updated_at.desc()))
    )


def people_of(session: Session, company_id: int) -> list[Membership]:
    """The company's members, owners first."""
    query = (
        select(Membership)
        .where(Membership.company_id == company_id)
        .options(joinedload(Membership.user))
        .order_by(Membership.role.desc(), Membership.id)
    )
    return list(session.scalars(query))


def open_colleagues(session: Session, company_id: int) -> list[ColleagueInvitation]:
    """Invitations to colleagues that are not yet accepted."""
    query = select(ColleagueInvitation).where(
        ColleagueInvitation.company_id == company_id, ColleagueInvitation.accepted_at.is_(None)
    )
    return list(session.scalars(query))


def verifier_of(session: Session, company: Company) -> User | None:
    """The officer who vouched for the company."""
    return session.get(User, company.verified_by_id) if company.verified_by_id is not None else None


def managed(*, state: str = "", kind: str = "", side: str = "", q: str = "") -> Select[Company]:
    """Companies as officers list them; ``state``: unverified, verified, no_person, hidden or ""."""
    query = select(Company).where(Company.merged_into_id.is_(None)).options(selectinload(Company.memberships))
    for token in fold(q).split():
        query = query.where(
            or_(Company.search_text.contains(token, autoescape=True), Company.tax_code == token)
        )
    if kind:
        query = query.where(Company.kind == kind)
    if side:
        query = query.where(Company.side == side)
    match state:
        case "unverified":
            query = query.where(Company.verified_at.is_(None))
        case "verified":
            query = query.where(Company.verified_at.is_not(None))
        case "no_person":
            query = query.where(~Company.memberships.any())
        case "hidden":
            query = query.where(Company.published.is_(False))
    return query.order_by(Company.verified_at.is_not(None), Company.created_at.desc(), Company.id.desc())


def unwanted_by(session: Session, company: Company) -> list[Company]:
    """The companies that this one does not want as partners, by name."""
    query = select(Company).where(
        Company.id.in_(company.excluded_companies), Company.merged_into_id.is_(None)
    )
    return sorted(session.scalars(query), key=lambda found: fold(found.name))
