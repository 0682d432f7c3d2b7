"""Founding, changing and verifying companies; who belongs to them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import String, cast, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.models import User
from matchmaker.audit.operations import record
from matchmaker.audit.reversible import Reversible
from matchmaker.companies.enums import CompanyKind, MemberRole, Side
from matchmaker.companies.models import ColleagueInvitation, Company, Draft, Membership
from matchmaker.companies.places import search_words
from matchmaker.companies.policy import may_edit
from matchmaker.db import fold
from matchmaker.errors import Conflict, Forbidden, Invalid, NotFound
from matchmaker.jobs.operations import enqueue
from matchmaker.notices.operations import mail

INVITATION_DAYS = 14


def make_slug(session: Session, model: type[Any], text: str) -> str:
    """A readable address part that no other row of ``model`` has."""
    plain = re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")[:60] or "item"
    taken = set(session.scalars(select(model.slug).where(model.slug.like(f"{plain}%"))))
    candidates = (plain, *(f"{plain}-{number}" for number in range(2, len(taken) + 3)))
    return next(slug for slug in candidates if slug not in taken)


def refresh_search_text(company: Company) -> None:
    """Bring the folded search column up to date with names and places."""
    words = (
        company.legal_name, company.latin_name, company.trading_name, company.commune,
        search_words(company.province, company.former_province), *company.description.values(),
    )  # fmt: skip
    company.search_text = fold(" ".join(word for word in words if word))[:4000]


def _look_for_twins(session: Session, *, now: datetime) -> None:
    """After a minute, so that an officer who registers or mends many causes one search."""
    enqueue(session, "stewardship.twins", now=now, key="changed", run_after=now + timedelta(minutes=1))


def found_company(
    session: Session,
    *,
    now: datetime,
    actor_id: int | None,
    legal_name: str,
    side: Side,
    kind: CompanyKind,
    country: str,
    province: str | None = None,
    former_province: str | None = None,
    languages: list[str] | None = None,
    owner_id: int | None = None,
    **values: Any,
) -> Company:
    """Add a company, with an owner if one is given; raises Invalid("tax_code_taken", field="tax_code")."""
    company = Company(
        slug=make_slug(session, Company, legal_name),
        legal_name=legal_name,
        side=side,
        kind=kind,
        country=country,
        province=province,
        former_province=former_province,
        languages=languages or [],
        created_at=now,
        updated_at=now,
        **{
            "description": {},
            "partnership_kinds": ["trade"],
            "excluded_companies": [],
            "excluded_countries": [],
            **values,
        },
    )
    refresh_search_text(company)
    _look_for_twins(session, now=now)
    try:
        with session.begin_nested():
            session.add(company)
    except IntegrityError:
        raise Invalid("tax_code_taken", field="tax_code") from None
    if owner_id is not None:
        add_member(session, company_id=company.id, user_id=owner_id, role=MemberRole.OWNER, now=now)
    record(
        session,
        actor_id=actor_id,
        now=now,
        action="company.founded",
        subject_kind="company",
        subject_id=company.id,
    )
    return company


def add_member(
    session: Session, *, company_id: int, user_id: int, role: MemberRole, now: datetime
) -> Membership:
    """Put a user into a company; a user has one at most."""
    membership = Membership(company_id=company_id, user_id=user_id, role=role, created_at=now)
    try:
        with session.begin_nested():
            session.add(membership)
    except IntegrityError:
        raise Invalid("has_company", field="email") from None
    return membership


def update_company(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    company_id: int,
    values: Mapping[str, Any],
    version: int | None,
) -> Company:
    """Change fields of the profile. Raises Conflict when somebody else has saved since ``version``."""
    company = session.get(Company, company_id, with_for_update=True)
    if company is None or not may_edit(actor, company):
        raise NotFound
    if version is not None and company.version != version:
        raise Conflict
    for name, value in values.items():
        setattr(company, name, value)
    company.updated_at = now
    refresh_search_text(company)
    _look_for_twins(session, now=now)
    try:
        with session.begin_nested():
            session.flush()
    except IntegrityError:
        raise Invalid("tax_code_taken", field="tax_code") from None
    if actor.officer:
        record(session, actor_id=actor.user_id, now=now, action="company.edited", subject_kind="company",
               subject_id=company.id, fields=sorted(values))  # fmt: skip
    return company


def set_wanted(session: Session, *, actor: Actor, now: datetime, company_id: int, wanted: bool) -> None:
    """Say that the actor's company does not want another one as a partner, or wants it again; the other is not told."""
    own = session.get(Company, actor.company_id, with_for_update=True) if actor.company_id else None
    if own is None or own.id == company_id or session.get(Company, company_id) is None:
        raise NotFound
    others = [known for known in own.excluded_companies if known != company_id]
    own.excluded_companies = others if wanted else [*others, company_id]
    own.updated_at = now


def set_verified(
    session: Session, *, actor: Actor, now: datetime, company_id: int, verified: bool
) -> Company:
    """An officer vouches for the company, or takes it back."""
    if not actor.officer:
        raise Forbidden
    company = session.get(Company, company_id, with_for_update=True)
    if company is None:
        raise NotFound
    company.verified_at = now if verified else None
    company.verified_by_id = actor.user_id if verified else None
    company.office_id = company.office_id or actor.office_id
    action = "company.verified" if verified else "company.unverified"
    record(
        session, actor_id=actor.user_id, now=now, action=action, subject_kind="company", subject_id=company.id
    )
    return company


def invite_colleague(
    session: Session, *, actor: Actor, now: datetime, email: str, locale: str
) -> ColleagueInvitation:
    """An owner invites a colleague; inviting again renews the invitation."""
    if actor.company_id is None or not actor.owner:
        raise Forbidden
    query = select(ColleagueInvitation).where(
        ColleagueInvitation.company_id == actor.company_id, ColleagueInvitation.email == email.casefold()
    )
    invitation = session.scalar(query)
    if invitation is None:
        invitation = ColleagueInvitation(company_id=actor.company_id, email=email.casefold(), created_at=now)
        session.add(invitation)
    invitation.invited_by_id, invitation.accepted_at = actor.user_id, None
    invitation.expires_at = now + timedelta(days=INVITATION_DAYS)
    session.flush()
    company = session.get_one(Company, actor.company_id)
    mail(session, recipient=invitation.email, template="colleague_invitation", locale=locale, now=now,
         invitation_id=invitation.id, inviter=actor.name, company=company.name)  # fmt: skip
    return invitation


def accept_colleague(session: Session, *, invitation_id: int, user: User, now: datetime) -> Membership:
    """The colleague has an account and joins; once."""
    invitation = session.get(ColleagueInvitation, invitation_id, with_for_update=True)
    if invitation is None or invitation.accepted_at is not None or invitation.expires_at <= now:
        raise Invalid("link_invalid")
    invitation.accepted_at = now
    return add_member(
        session, company_id=invitation.company_id, user_id=user.id, role=MemberRole.MEMBER, now=now
    )


def remove_member(session: Session, *, actor: Actor, membership_id: int, now: datetime) -> None:
    """An owner takes somebody out of the company; the last owner stays."""
    membership = session.get(Membership, membership_id)
    if membership is None or membership.company_id != actor.company_id or not actor.owner:
        raise NotFound
    owners = (
        select(Membership)
        .where(Membership.company_id == membership.company_id, Membership.role == MemberRole.OWNER)
        .with_for_update()
    )
    if membership.role == MemberRole.OWNER and len(session.scalars(owners).all()) == 1:
        raise Conflict("last_owner")
    record(session, actor_id=actor.user_id, now=now, action="member.removed", subject_kind="company",
           subject_id=membership.company_id, user=membership.user_id)  # fmt: skip
    session.delete(membership)


def keep_draft(
    session: Session, *, user_id: int, form: str, values: dict[str, list[str]], now: datetime
) -> Draft:
    """Keep what somebody has typed so far."""
    draft = session.scalar(select(Draft).where(Draft.user_id == user_id, Draft.form == form))
    if draft is None:
        draft = Draft(user_id=user_id, form=form, values={}, updated_at=now)
        session.add(draft)
    draft.values, draft.updated_at = {**draft.values, **values}, now
    return draft


def drop_draft(session: Session, *, user_id: int, form: str) -> None:
    """The form was submitted, or thrown away by its writer."""
    session.execute(delete(Draft).where(Draft.user_id == user_id, Draft.form == form))


def repoint_company(changes: Reversible, *, gone_id: int, kept_id: int) -> None:
    """People, invitations and exclusions of a company that is merged become the other's."""
    session = changes.session
    invited = select(ColleagueInvitation.email).where(ColleagueInvitation.company_id == kept_id)
    doubled = (ColleagueInvitation.company_id == gone_id) & ColleagueInvitation.email.in_(invited)
    changes.remove(ColleagueInvitation, doubled)
    for column in (Membership.company_id, ColleagueInvitation.company_id, Company.merged_into_id):
        changes.repoint(column, gone_id=gone_id, kept_id=kept_id)
    mentioned = cast(Company.excluded_companies, String).contains(str(gone_id))
    for company_id, excluded in session.execute(
        select(Company.id, Company.excluded_companies).where(mentioned)
    ):
        if gone_id in excluded:
            new = [kept_id if other == gone_id else other for other in excluded if other != kept_id]
            changes.set(Company, Company.id == company_id, excluded_companies=new)
