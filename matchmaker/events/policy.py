"""Who may do what at events."""

from __future__ import annotations

from datetime import datetime

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.enums import Role
from matchmaker.events.enums import EventState, Mode, PhaseKind
from matchmaker.events.models import Event, Participation, Phase


def may_run(actor: Actor | None, event: Event) -> bool:
    """Officers of the event's office."""
    return actor is not None and actor.writes_for(event.office_id)


def may_help(actor: Actor | None, event: Event) -> bool:
    """The officers and the helpers of the event's office: check-in, walk-ins."""
    if may_run(actor, event):
        return True
    return actor is not None and actor.role is Role.HELPER and actor.office_id == event.office_id


def may_see(actor: Actor | None, event: Event) -> bool:
    """Open and closed events are public; a draft is its office's."""
    return event.state != "draft" or may_run(actor, event)


def is_own(actor: Actor | None, participation: Participation) -> bool:
    """The participation of the actor's company."""
    return actor is not None and actor.company_id == participation.company_id


def phase(event: Event, kind: PhaseKind) -> Phase | None:
    """The event's phase of this kind, where it has one."""
    return next((found for found in event.phases if found.kind == kind), None)


def in_phase(event: Event, kind: PhaseKind, now: datetime) -> bool:
    """True while the phase is open; an event without it knows no such limit."""
    found = phase(event, kind)
    return found is None or (found.opens_at <= now and (found.closes_at is None or now < found.closes_at))


def requests_open(event: Event, now: datetime) -> bool:
    """True while companies may ask and answer; officers may always."""
    return event.state == EventState.OPEN and in_phase(event, PhaseKind.REQUESTS, now)


def booking_open(event: Event, now: datetime) -> bool:
    """True while people take free slots themselves: in its phase; without one while requests are open, or, where officers
    schedule first, once that schedule is published."""
    if event.state != EventState.OPEN or event.mode == Mode.SCHEDULE:
        return False
    if phase(event, PhaseKind.BOOKING) is not None:
        return in_phase(event, PhaseKind.BOOKING, now)
    return (
        requests_open(event, now) if event.mode == Mode.BOOKING else event.published_schedule_id is not None
    )


def days_open(event: Event, now: datetime) -> bool:
    """True while participants may say when they can meet and answer the organiser's questions."""
    return event.state == EventState.OPEN and in_phase(event, PhaseKind.PROFILES, now)


def is_final(event: Event, now: datetime) -> bool:
    """True once the schedule is final: participants can take nothing back any more."""
    found = phase(event, PhaseKind.FINAL)
    return found is not None and found.opens_at <= now


def asking_ahead(event: Event, now: datetime) -> bool:
    """True while there will still be a moment, before the last slot begins, at which people may ask or book."""
    if not event.slots:
        return False
    last = max(slot.starts_at for slot in event.slots)

    def ahead(kind: PhaseKind) -> bool:
        found = phase(event, kind)
        begins = now if found is None else max(now, found.opens_at)
        return begins < (last if found is None or found.closes_at is None else min(last, found.closes_at))

    booking = event.mode != Mode.SCHEDULE and phase(event, PhaseKind.BOOKING) is not None
    return ahead(PhaseKind.REQUESTS) or (booking and ahead(PhaseKind.BOOKING))


def phases_in_order(event: Event) -> bool:
    """False where scheduling opens while requests still come in, which would not be in the schedule."""
    requests, scheduling = phase(event, PhaseKind.REQUESTS), phase(event, PhaseKind.SCHEDULING)
    if requests is None or scheduling is None:
        return True
    return requests.closes_at is not None and requests.closes_at <= scheduling.opens_at
