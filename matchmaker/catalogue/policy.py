"""Who may see and change offers and needs."""

from __future__ import annotations

from matchmaker.accounts.actor import Actor
from matchmaker.catalogue.models import Need, Offer
from matchmaker.companies.policy import may_edit as may_edit_company
from matchmaker.companies.policy import may_see as may_see_company


def may_see(actor: Actor | None, item: Offer | Need) -> bool:
    """Active items of visible companies; the others for those who may edit them."""
    if item.state != "active":
        return may_edit(actor, item)
    return may_see_company(actor, item.company)


def may_edit(actor: Actor | None, item: Offer | Need) -> bool:
    """The company's people and officers."""
    return may_edit_company(actor, item.company)
