"""Agendas as iCalendar."""

from __future__ import annotations

from datetime import datetime

from icalendar import Calendar
from icalendar import Event as Entry

from matchmaker.events.models import Event, Participation
from matchmaker.meetings.models import Meeting


def partner_of(meeting: Meeting, participation_id: int) -> Participation:
    """The other side of a meeting."""
    return meeting.b if meeting.a_id == participation_id else meeting.a


def calendar(
    event: Event, participation: Participation, meetings: list[Meeting], *, locale: str, table_word: str, now: datetime,
    sequence: int,
) -> bytes:  # fmt: skip
    """A participant's agenda. A meeting keeps its identifier from version to version, so that calendars update it;
    one that is no longer held is not in the feed, and goes from calendars that subscribe to it."""
    made = _calendar(event, locale)
    for meeting in meetings:
        partner = partner_of(meeting, participation.id).company
        entry = _entry(event, meeting, f"{partner.name} ({partner.country})", table_word, now, sequence)
        entry.add("uid", f"{meeting.key}-{participation.id}@matchmaker")
        made.add_component(entry)
    return bytes(made.to_ical())


def interpreter_calendar(
    event: Event, meetings: list[Meeting], *, locale: str, table_word: str, now: datetime, sequence: int
) -> bytes:
    """An interpreter's agenda."""
    made = _calendar(event, locale)
    for meeting in meetings:
        names = f"{meeting.a.company.name} – {meeting.b.company.name}"
        entry = _entry(event, meeting, names, table_word, now, sequence)
        entry.add("uid", f"{meeting.key}-interpreter@matchmaker")
        made.add_component(entry)
    return bytes(made.to_ical())


def _calendar(event: Event, locale: str) -> Calendar:
    made = Calendar()
    made.add("prodid", "-//Matchmaker//agenda//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", event.title(locale))
    made.add("x-wr-timezone", event.time_zone)
    return made


def _entry(
    event: Event, meeting: Meeting, summary: str, table_word: str, now: datetime, sequence: int
) -> Entry:
    entry = Entry()
    entry.add("dtstamp", now)
    entry.add("dtstart", meeting.slot.starts_at)
    entry.add("dtend", meeting.slot.ends_at)
    entry.add("sequence", sequence)
    entry.add("summary", summary)
    place = f"{event.place}, {event.city}"
    entry.add("location", f"{table_word} {meeting.table.label}, {place}" if meeting.table else place)
    entry.add("status", "CONFIRMED")
    return entry
