"""Who may do what on the day."""

from __future__ import annotations

from datetime import date, timedelta

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.enums import Role
from matchmaker.events.models import Event
from matchmaker.events.policy import may_run

KEPT = timedelta(days=3)  # so long after an event may phones hold its lists


def may_help(actor: Actor | None, event: Event) -> bool:
    """The officers and the helpers of the event's office."""
    if may_run(actor, event):
        return True
    return actor is not None and actor.role is Role.HELPER and actor.office_id == event.office_id


def kept_until(event: Event) -> date:
    """The last day on which a phone may hold anything of the event."""
    return event.days[-1].on + KEPT
