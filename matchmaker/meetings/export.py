"""Agendas as iCalendar (RFC 5545): a subscribed calendar follows every change, and cancels what is no longer held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar
from icalendar import Event as Entry

from matchmaker.events.models import Event, Participation
from matchmaker.i18n import formatting
from matchmaker.meetings.models import Meeting
from matchmaker.meetings.publications import Publicized

REMINDER = timedelta(minutes=10)  # before a meeting
REFRESH = timedelta(minutes=15)  # how often calendars should look


@dataclass(frozen=True)
class Words:
    """The words of a calendar, in the reader's language."""

    locale: str
    table: str
    online: str
    interpreter: str


def partner_of(meeting: Meeting, participation_id: int) -> Participation:
    """The other side of a meeting."""
    return meeting.b if meeting.a_id == participation_id else meeting.a


def calendar(
    event: Event,
    participation: Participation,
    meetings: Sequence[Publicized],
    *,
    words: Words,
    address: str,
    now: datetime,
) -> bytes:
    """A participant's agenda. ``address`` is that of the agenda's page. Who no longer takes part has no meetings."""
    made = _calendar(event, words)
    for one in meetings:
        partner = partner_of(one.meeting, participation.id)
        summary = f"{partner.company.name} ({formatting.country(partner.company.country, words.locale)})"
        held = one.held and participation.state == "accepted"
        changed_at = one.changed_at if held or not one.held else now
        entry = _entry(event, Publicized(one.meeting, changed_at, held), summary, words, address)
        entry.add("uid", f"{one.meeting.key}-{participation.id}@matchmaker")
        made.add_component(entry)
    made.add_missing_timezones()
    return bytes(made.to_ical())


def interpreter_calendar(
    event: Event, meetings: Sequence[Publicized], *, words: Words, address: str
) -> bytes:
    """An interpreter's agenda."""
    made = _calendar(event, words)
    for one in meetings:
        names = f"{one.meeting.a.company.name} – {one.meeting.b.company.name}"
        entry = _entry(event, one, names, words, address)
        entry.add("uid", f"{one.meeting.key}-interpreter@matchmaker")
        made.add_component(entry)
    made.add_missing_timezones()
    return bytes(made.to_ical())


def _calendar(event: Event, words: Words) -> Calendar:
    made = Calendar()
    made.add("prodid", "-//Matchmaker//agenda//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("name", event.title(words.locale))
    made.add("x-wr-calname", event.title(words.locale))
    made.add("x-wr-timezone", event.time_zone)
    made.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", REFRESH)
    return made


def _entry(event: Event, one: Publicized, summary: str, words: Words, address: str) -> Entry:
    """One meeting. SEQUENCE counts the seconds from the event's making to the change, so that it only ever grows."""
    meeting, zone = one.meeting, ZoneInfo(event.time_zone)
    entry = Entry()
    entry.add("dtstamp", one.changed_at)
    entry.add("last-modified", one.changed_at)
    entry.add("sequence", max(0, int((one.changed_at - event.created_at).total_seconds())))
    entry.add("dtstart", meeting.slot.starts_at.astimezone(zone))
    entry.add("dtend", meeting.slot.ends_at.astimezone(zone))
    entry.add("summary", summary)
    entry.add("location", _location(event, meeting, words))
    entry.add("description", _description(meeting, words, address))
    entry.add("url", meeting.link or address)
    if not one.held:
        entry.add("status", "CANCELLED")
        entry.add("transp", "TRANSPARENT")
        return entry
    entry.add("status", "CONFIRMED")
    reminder = Alarm()
    reminder.add("action", "DISPLAY")
    reminder.add("description", summary)
    reminder.add("trigger", -REMINDER)
    entry.add_component(reminder)
    return entry


def _location(event: Event, meeting: Meeting, words: Words) -> str:
    if meeting.slot.online:
        return words.online
    table = f"{words.table} {meeting.table.label}" if meeting.table is not None else ""
    hall = (meeting.table.hall if meeting.table is not None else None) or ""
    return ", ".join(part for part in (table, hall, event.place, event.city) if part)


def _description(meeting: Meeting, words: Words, address: str) -> str:
    interpreter = (
        f"{words.interpreter}: {meeting.interpreter.name}" if meeting.interpreter is not None else ""
    )
    return "\n".join(part for part in (interpreter, meeting.link, address) if part)
