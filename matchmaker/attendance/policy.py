"""Who may do what on the day, and how long phones may keep it."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from matchmaker.accounts.actor import Actor
from matchmaker.events.models import Event
from matchmaker.meetings.models import Meeting

KEPT = timedelta(days=3)  # so long after an event may phones hold its lists


def kept_until(event: Event) -> datetime:
    """The instant from which no phone may hold anything of the event."""
    midnight = datetime.combine(event.days[-1].on, time(0), ZoneInfo(event.time_zone))
    return midnight + timedelta(days=1) + KEPT


def may_report(actor: Actor, meeting: Meeting, now: datetime) -> bool:
    """The people of either company, once the meeting has begun."""
    return actor.company_id in {meeting.a.company_id, meeting.b.company_id} and meeting.slot.starts_at <= now
