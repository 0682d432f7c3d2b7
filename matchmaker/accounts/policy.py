"""Who may do what with accounts."""

from __future__ import annotations

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.enums import Role
from matchmaker.accounts.models import User

OFFICE_ROLES = (Role.OFFICER, Role.HELPER, Role.INTERPRETER)


def may_invite(actor: Actor, role: Role, office_id: int) -> bool:
    """Administrators invite into any office, officers into their own; members join by themselves."""
    return role in OFFICE_ROLES and actor.writes_for(office_id)


def may_manage(actor: Actor, user: User) -> bool:
    """Administrators close any account, officers those of their own office's helpers and interpreters."""
    if actor.administrator:
        return True
    return actor.officer and user.office_id == actor.office_id is not None and user.role in OFFICE_ROLES[1:]
