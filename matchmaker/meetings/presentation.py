"""What the scheduler said, as the reader reads it: reasons, advice and clashes in words, with names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from matchmaker.events.models import Event, Slot
from matchmaker.meetings import queries
from matchmaker.meetings.conversion import problem_of, row_id, schedule_of
from matchmaker.meetings.enums import ScheduleState
from matchmaker.meetings.models import Meeting, MeetingRequest, ScheduleVersion
from matchmaker.meetings.scheduler import Advice, Unplaced, render, render_advice, render_conflict, standby
from matchmaker.meetings.scheduler import Conflict as Clash

BY_HAND = "by_hand"  # taken out by an officer; the page has its own words for it


@dataclass(frozen=True)
class LeftOut:
    """A request that is not held, why, and the slots in which it would fit without moving anybody."""

    request: MeetingRequest
    code: str
    reason: str
    slots: list[Slot]


@dataclass(frozen=True)
class Words:
    """Renders what is stored of a run; ``names`` stand for the scheduler's identifiers."""

    locale: str
    names: Mapping[str, str]

    def reason(self, entry: dict[str, Any]) -> str:
        """Why a request is not held."""
        return render(Unplaced(entry["request"], entry["code"], _values(entry)), self.locale, self.names)

    def advice(self, entry: dict[str, Any]) -> str:
        """What a change of the settings would add."""
        advice = Advice(entry["code"], _values(entry), entry["meetings"], entry["value"])
        return render_advice(advice, self.locale, self.names)

    def clash(self, stored: dict[str, Any]) -> str:
        """Why meetings that must be held cannot all be."""
        clash = Clash(stored["code"], tuple(stored["requests"]), _values(stored))
        return render_conflict(clash, self.locale, self.names)


def _values(entry: dict[str, Any]) -> dict[str, Any]:
    """Parameters as the scheduler made them: JSON knows no tuples."""
    return {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in entry["parameters"].items()
    }


def left_out(
    session: Session,
    event: Event,
    version: ScheduleVersion,
    meetings: list[Meeting],
    words: Words,
    *,
    now: datetime,
) -> list[LeftOut]:
    """Requests not held: those that would fit now first, the most wanted first."""
    fitting = _fitting(session, event, version, meetings, now)
    slots = {f"s{slot.id}": slot for slot in event.slots}
    requests = queries.load_requests(session, [row_id(entry["request"]) for entry in version.unplaced])
    listed = [
        LeftOut(
            requests[row_id(entry["request"])],
            entry["code"],
            "" if entry["code"] == BY_HAND else words.reason(entry),
            [slots[slot] for slot in fitting.get(entry["request"], ())],
        )
        for entry in version.unplaced
        if row_id(entry["request"]) in requests
    ]
    return sorted(listed, key=lambda left: (not left.slots, -left.request.weight))


def _fitting(
    session: Session, event: Event, version: ScheduleVersion, meetings: list[Meeting], now: datetime
) -> Mapping[str, tuple[str, ...]]:
    """The standby list: request -> slots that are free for it in a draft as it stands."""
    if version.state != ScheduleState.DRAFT or not version.unplaced:
        return {}
    problem = problem_of(session, event, now=now, base=meetings)
    if not problem.slots:
        return {}
    return standby(problem, schedule_of(meeting for meeting in meetings if meeting.slot.starts_at > now))
