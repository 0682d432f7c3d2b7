"""The blueprint, and finding the event of an address."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Blueprint

from matchmaker.attendance.settling import event_day
from matchmaker.errors import NotFound
from matchmaker.events.models import Event
from matchmaker.events.policy import may_help
from matchmaker.events.queries import find_event
from matchmaker.web.access import actor
from matchmaker.web.transaction import session

blueprint = Blueprint("attendance", __name__)


def helped_event(slug: str) -> Event:
    """The event at this address, if the reader helps at it."""
    event = find_event(session(), slug)
    if event is None or not may_help(actor(), event):
        raise NotFound
    return event


def shown_day(event: Event, now: datetime) -> date:
    """The day of the event that the pages of the day show: today, else the nearest."""
    listed = [day.on for day in event.days]
    return event_day(listed, now.astimezone(ZoneInfo(event.time_zone)).date()) or listed[0]
