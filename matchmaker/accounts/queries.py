"""Reading accounts."""

from __future__ import annotations

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.enums import Purpose, Role
from matchmaker.accounts.models import Consent, Office, OfficerInvitation, User


def find_user_by_email(session: Session, email: str) -> User | None:
    """The account with this address, however it is capitalised."""
    return session.scalar(select(User).where(User.email == email.strip().casefold()))


def open_consents(session: Session, user_id: int) -> dict[Purpose, Consent]:
    """What the person agrees to at present."""
    query = select(Consent).where(Consent.user_id == user_id, Consent.withdrawn_at.is_(None))
    return {Purpose(consent.purpose): consent for consent in session.scalars(query)}


def has_consent(session: Session, user_id: int, purpose: Purpose) -> bool:
    """True while the person agrees to this purpose."""
    return purpose in open_consents(session, user_id)


def offices(session: Session) -> list[Office]:
    """All offices by name."""
    return list(session.scalars(select(Office).order_by(Office.name)))


def office_people(actor: Actor) -> Select[User]:
    """Officers, helpers and interpreters the actor may see: an administrator all, an officer the own office's."""
    query = (
        select(User)
        .where(User.role != Role.MEMBER)
        .options(joinedload(User.office))
        .order_by(User.name, User.id)
    )
    return query if actor.administrator else query.where(User.office_id == actor.office_id)


def open_invitations(session: Session, actor: Actor) -> list[OfficerInvitation]:
    """Invitations not yet accepted that the actor may see."""
    query = (
        select(OfficerInvitation)
        .where(OfficerInvitation.accepted_at.is_(None))
        .options(joinedload(OfficerInvitation.office))
        .order_by(OfficerInvitation.created_at.desc())
    )
    if not actor.administrator:
        query = query.where(OfficerInvitation.office_id == actor.office_id)
    return list(session.scalars(query))
