"""Who may change the lexicon."""

from __future__ import annotations

from matchmaker.accounts.actor import Actor


def may_edit(actor: Actor) -> bool:
    """Officers; the words serve all offices of the installation."""
    return actor.officer
