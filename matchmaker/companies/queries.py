"""Reading companies and memberships."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.enums import Role
from matchmaker.accounts.models import User
from matchmaker.companies.enums import MemberRole
from matchmaker.companies.models import Membership


def find_actor(session: Session, user_id: int, stamp: str | None = None) -> Actor | None:
    """The person with this id as an actor; None if unknown, disabled, or signed in under an older stamp."""
    row = session.execute(
        select(User, Membership).outerjoin(Membership, Membership.user_id == User.id).where(User.id == user_id)
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
    )
