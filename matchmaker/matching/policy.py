"""Who may see and answer proposals."""

from __future__ import annotations

from matchmaker.accounts.actor import Actor
from matchmaker.matching.models import Proposal


def may_see(actor: Actor, proposal: Proposal) -> bool:
    """The two companies concerned, and officers."""
    return actor.officer or may_answer(actor, proposal)


def may_answer(actor: Actor, proposal: Proposal) -> bool:
    """People of the two companies."""
    return actor.company_id is not None and actor.company_id in {proposal.supplier_id, proposal.buyer_id}
