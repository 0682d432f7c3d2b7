"""Who may do what at events."""

from __future__ import annotations

from matchmaker.accounts.actor import Actor
from matchmaker.events.models import Event, Participation


def may_run(actor: Actor | None, event: Event) -> bool:
    """Officers of the event's office."""
    return actor is not None and actor.writes_for(event.office_id)


def may_see(actor: Actor | None, event: Event) -> bool:
    """Open and closed events are public; a draft is its office's."""
    return event.state != "draft" or may_run(actor, event)


def is_own(actor: Actor | None, participation: Participation) -> bool:
    """The participation of the actor's company."""
    return actor is not None and actor.company_id == participation.company_id
