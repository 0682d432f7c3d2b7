"""Who acts: a value handed to every operation and policy. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from matchmaker.accounts.enums import Role


@dataclass(frozen=True, kw_only=True)
class Actor:
    """A signed-in person and where they belong. ``owner`` is about the company,
    ``verified`` about the address."""

    user_id: int
    name: str
    role: Role
    locale: str
    office_id: int | None = None
    company_id: int | None = None
    owner: bool = False
    verified: bool = True

    @property
    def officer(self) -> bool:
        """Officers and administrators see the officers' side of the site."""
        return self.role in {Role.OFFICER, Role.ADMINISTRATOR}

    @property
    def administrator(self) -> bool:
        """Runs the installation."""
        return self.role is Role.ADMINISTRATOR

    def writes_for(self, office_id: int | None) -> bool:
        """An officer writes only in the events and records of the own office; an administrator in all."""
        return self.administrator or (self.role is Role.OFFICER and self.office_id == office_id is not None)
