"""Who may do what with companies."""

from __future__ import annotations

from matchmaker.accounts.actor import Actor
from matchmaker.companies.models import Company


def may_see(actor: Actor | None, company: Company) -> bool:
    """Published companies are for everybody; others for their members and officers."""
    if company.merged_into_id is not None:
        return False
    return company.published or may_edit(actor, company)


def may_edit(actor: Actor | None, company: Company) -> bool:
    """Members edit their own company, officers any (recorded)."""
    return actor is not None and (actor.officer or actor.company_id == company.id)


def may_see_contacts(actor: Actor | None, company: Company, *, mutual: bool) -> bool:
    """Telephone and address: own members, officers, and partners with mutual interest."""
    return actor is not None and (may_edit(actor, company) or mutual)


def public_tax_code(company: Company) -> str | None:
    """The tax code, unless it is a person's number (twelve digits), which is never public."""
    digits = "".join(sign for sign in company.tax_code or "" if sign.isdigit())
    return None if len(digits) == 12 else company.tax_code
