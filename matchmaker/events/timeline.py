"""The phases of an event as a line with today on it. Pure but for the event it is given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from matchmaker.events.models import Event

EVENT, TODAY = "event", "today"


@dataclass(frozen=True)
class Stretch:
    """Part of the line: a phase by its kind, the event's own days, or today. Both days belong to it."""

    kind: str
    first: date
    last: date | None
    state: str  # past, now, coming

    @property
    def key(self) -> tuple[date, bool, date]:
        """In the order of time; today before what begins today."""
        return self.first, self.kind != TODAY, self.last or date.max


def timeline(event: Event, *, now: datetime) -> list[Stretch]:
    """Phases, the days of the event and today in the order in which they begin; nothing without phases."""
    if not event.phases:
        return []
    zone = ZoneInfo(event.time_zone)
    today = now.astimezone(zone).date()
    spans: list[tuple[str, date, date | None]] = [
        (phase.kind, *days_of(phase.opens_at, phase.closes_at, zone)) for phase in event.phases
    ]
    if event.days:
        spans.append((EVENT, event.days[0].on, event.days[-1].on))
    line = [Stretch(kind, first, last, _state(first, last, today)) for kind, first, last in spans]
    return sorted([*line, Stretch(TODAY, today, today, "now")], key=lambda one: one.key)


def days_of(opens_at: datetime, closes_at: datetime | None, zone: ZoneInfo) -> tuple[date, date | None]:
    """The first and the last day of a half-open stretch of instants."""
    last = None if closes_at is None else _last_day(closes_at.astimezone(zone))
    return opens_at.astimezone(zone).date(), last


def _last_day(closes: datetime) -> date:
    midnight = closes.replace(hour=0, minute=0, second=0, microsecond=0) == closes
    return date.fromordinal(closes.date().toordinal() - midnight)


def _state(first: date, last: date | None, today: date) -> str:
    if last is not None and last < today:
        return "past"
    return "now" if first <= today else "coming"
