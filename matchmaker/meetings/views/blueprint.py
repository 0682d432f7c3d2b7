"""The blueprint, and finding the event of an address."""

from __future__ import annotations

from flask import Blueprint, request

from matchmaker.errors import NotFound
from matchmaker.events.models import Event, Participation
from matchmaker.events.policy import may_run, may_see
from matchmaker.events.queries import find_event, own_participation, representatives
from matchmaker.web.access import actor, current_actor
from matchmaker.web.transaction import session

blueprint = Blueprint("meetings", __name__)


def seen_event(slug: str) -> Event:
    """The event at this address, if the reader may see it."""
    event = find_event(session(), slug)
    if event is None or not may_see(current_actor(), event):
        raise NotFound
    return event


def run_event(slug: str) -> Event:
    """The event at this address, if the reader's office runs it."""
    event = seen_event(slug)
    if not may_run(actor(), event):
        raise NotFound
    return event


def own(event: Event) -> Participation:
    """The reader's participation at this event, or with ``of`` in the address a colleague's; NotFound unless they take part."""
    who, of = actor(), request.args.get("of", "")
    if of.isdecimal():
        people = representatives(session(), event.id, who.company_id)
        found = next((row for row in people if row.id == int(of)), None)
    else:
        found = own_participation(session(), event.id, who.company_id, who.user_id)
    if found is None or found.state != "accepted":
        raise NotFound
    return found


def whole(name: str) -> int | None:
    """A whole number of the form that was sent, None where there is none."""
    value = request.form.get(name, "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 10 else None
