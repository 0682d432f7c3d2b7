"""The people of an event as the check-in and the arrivals board show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from matchmaker.attendance import queries
from matchmaker.attendance.enums import Mark
from matchmaker.attendance.models import Attendance
from matchmaker.db import fold
from matchmaker.events.models import Event, Participation
from matchmaker.events.queries import accepted
from matchmaker.meetings.models import Meeting
from matchmaker.meetings.queries import meetings_of_schedule


@dataclass(frozen=True)
class Person:
    """Somebody who takes part, how they stand on the day, and their next meeting on it."""

    participation: Participation
    attendance: Attendance | None
    next: Meeting | None

    @property
    def state(self) -> str:
        """A Mark; UNDONE is the state of those of whom nothing is known yet."""
        return self.attendance.state if self.attendance is not None else Mark.UNDONE

    @property
    def here(self) -> bool:
        """True for those who have arrived."""
        return self.state == Mark.ARRIVED

    @property
    def search_text(self) -> str:
        """Folded names, to look for parts of them."""
        return fold(f"{self.participation.company.search_text} {self.participation.person_name or ''}")

    @property
    def phone(self) -> str | None:
        """Where to call: the person, else the company."""
        user = self.participation.user
        return (user.phone if user is not None else None) or self.participation.company.phone


def people_of_day(session: Session, event: Event, *, on: date, now: datetime) -> list[Person]:
    """Everybody who takes part: those missing with the nearest meeting first, those here last."""
    states = queries.attendance_on(session, event.id, on)
    coming = _next_meetings(session, event, on=on, now=now)
    listed = [Person(one, states.get(one.id), coming.get(one.id)) for one in accepted(session, event.id)]
    return sorted(listed, key=lambda one: (one.here, _when(one), one.participation.company.name.casefold()))


def _when(person: Person) -> float:
    return person.next.slot.starts_at.timestamp() if person.next is not None else float("inf")


def _next_meetings(session: Session, event: Event, *, on: date, now: datetime) -> dict[int, Meeting]:
    """Participation -> the first published meeting of the day that has not ended."""
    if event.published_schedule_id is None:
        return {}
    found: dict[int, Meeting] = {}
    for meeting in meetings_of_schedule(session, event.published_schedule_id):
        if meeting.slot.day.on == on and meeting.slot.ends_at > now:
            found.setdefault(meeting.a_id, meeting)
            found.setdefault(meeting.b_id, meeting)
    return found
