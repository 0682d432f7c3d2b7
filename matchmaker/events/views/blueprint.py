"""The blueprint, and finding the event of an address."""

from __future__ import annotations

from flask import Blueprint, request

from matchmaker.errors import NotFound
from matchmaker.events import queries
from matchmaker.events.models import Event, Participation
from matchmaker.events.policy import is_own, may_run, may_see
from matchmaker.web.access import actor, current_actor
from matchmaker.web.transaction import session

blueprint = Blueprint("events", __name__)


def seen_event(slug: str) -> Event:
    """The event at this address, if the reader may see it."""
    event = queries.find_event(session(), slug)
    if event is None or not may_see(current_actor(), event):
        raise NotFound
    return event


def run_event(slug: str) -> Event:
    """The event at this address, if the reader's office runs it."""
    event = seen_event(slug)
    if not may_run(actor(), event):
        raise NotFound
    return event


def participation_of(event: Event, participation_id: int) -> Participation:
    """A participation at this event that is the reader's or the reader's office's to change."""
    found = session().get(Participation, participation_id)
    who = actor()
    if found is None or found.event_id != event.id or not (is_own(who, found) or may_run(who, event)):
        raise NotFound
    return found


def own_row(event: Event) -> Participation | None:
    """The reader's own participation, or with ``of`` in the address a colleague's."""
    who, of = actor(), request.args.get("of", "")
    if of.isdecimal():
        return next(
            (
                row
                for row in queries.representatives(session(), event.id, who.company_id)
                if row.id == int(of)
            ),
            None,
        )
    return queries.own_participation(session(), event.id, who.company_id, who.user_id)
