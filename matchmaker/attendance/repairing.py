"""What attendance means for the schedule: who is late or absent and not yet in its notes, and who came after all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from matchmaker.attendance import queries
from matchmaker.attendance.enums import Mark
from matchmaker.attendance.models import Attendance
from matchmaker.events.models import Event, Participation, Slot
from matchmaker.events.queries import accepted
from matchmaker.meetings.enums import DisturbanceKind
from matchmaker.meetings.models import Disturbance, Meeting
from matchmaker.meetings.queries import disturbances_of, meetings_of_schedule


@dataclass(frozen=True)
class Suggestion:
    """A note that the officer may take over with one click: these meetings cannot be held as published."""

    person: Participation
    attendance: Attendance
    kind: DisturbanceKind
    slot: Slot | None
    meetings: list[Meeting]


@dataclass(frozen=True)
class Suggestions:
    """Notes to add, and notes that no longer hold: the person is here."""

    add: list[Suggestion]
    take_back: list[Disturbance]


def suggestions(session: Session, event: Event, *, on: date, now: datetime) -> Suggestions:
    """Compare attendance of the day with what is noted for the repair."""
    if event.published_schedule_id is None:
        return Suggestions([], [])
    states = queries.attendance_on(session, event.id, on)
    noted = [one for one in disturbances_of(session, event.id) if one.to_slot.ends_at > now]
    kinds = {DisturbanceKind.LATE, DisturbanceKind.CANCELLED, DisturbanceKind.LEAVES}
    named = {one.participation_id for one in noted if one.kind in kinds}
    ahead = [slot for slot in event.slots if slot.day.on == on and slot.starts_at > now]
    meetings = meetings_of_schedule(session, event.published_schedule_id)
    found = [
        _suggestion(person, states[person.id], ahead, meetings, last=on == event.days[-1].on)
        for person in accepted(session, event.id)
        if person.id in states and person.id not in named
    ]
    here = {person for person, state in states.items() if state.state == Mark.ARRIVED}
    back = [
        one
        for one in noted
        if one.kind in {DisturbanceKind.LATE, DisturbanceKind.CANCELLED} and one.participation_id in here
        and states[one.participation_id or 0].since >= one.created_at
    ]  # fmt: skip
    return Suggestions([one for one in found if one is not None], back)


def _suggestion(
    person: Participation, attendance: Attendance, ahead: list[Slot], meetings: list[Meeting], *, last: bool
) -> Suggestion | None:
    """None where nothing ahead is touched."""
    if attendance.state == Mark.LATE and attendance.expected_at is not None:
        there = next((slot for slot in ahead if slot.starts_at >= attendance.expected_at), None)
        missed = {slot.id for slot in ahead if slot.starts_at < attendance.expected_at}
        kind = DisturbanceKind.LATE if there is not None else DisturbanceKind.LEAVES
        slot = there or (ahead[0] if ahead else None)
    elif attendance.state == Mark.NO_SHOW:
        missed, slot = {slot.id for slot in ahead}, ahead[0] if ahead else None
        kind = DisturbanceKind.CANCELLED if last else DisturbanceKind.LEAVES
    else:
        return None
    touched = [one for one in meetings if person.id in (one.a_id, one.b_id) and one.slot_id in missed]
    return Suggestion(person, attendance, kind, slot, touched) if touched else None
