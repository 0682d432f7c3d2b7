"""The day of the past event: who checked in, who did not come, and what both sides said of their meetings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.attendance.enums import AbsenceReason, Held, Mark, NextStep
from matchmaker.attendance.models import MeetingReport
from matchmaker.attendance.operations.marking import Tap, mark_all
from matchmaker.events.models import Event, Participation
from matchmaker.meetings.models import Meeting

NOTES = (None, None, "Quan tâm hàng hữu cơ, cần mẫu 2 kg.", "Price is fine; asks for a certificate of origin.",
         "Wants to visit the growing area in November.", "Cần báo giá FOB Quy Nhơn.")  # fmt: skip


def hold(
    session: Session,
    officer: Actor,
    event: Event,
    people: Sequence[Participation],
    meetings: Sequence[Meeting],
    random: Random,
) -> set[int]:
    """Check people in and let them report. Returns the meetings that were held."""
    day = event.days[0]
    morning = datetime.combine(day.on, day.opens, ZoneInfo(event.time_zone)) - timedelta(minutes=20)
    absent = {
        one.id for one in people if one.company.memberships[0].user.email is None and random.random() < 0.08
    }
    for one in people:
        gone = one.id in absent
        tap = Tap(
            key=str(UUID(int=random.getrandbits(128), version=4)), kind=Mark.NO_SHOW if gone else Mark.ARRIVED,
            participation_id=one.id, reason=random.choice(list(AbsenceReason)) if gone else None,
        )  # fmt: skip
        mark_all(
            session,
            actor=officer,
            now=morning + timedelta(minutes=random.randint(0, 45)),
            event_id=event.id,
            taps=[tap],
        )
    held = {meeting.id for meeting in meetings if not {meeting.a_id, meeting.b_id} & absent}
    for meeting in meetings:
        for one in (meeting.a, meeting.b):
            if one.id not in absent and random.random() < 0.7:
                session.add(_report(event, meeting, one, random, held=meeting.id in held))
    return held


def _report(
    event: Event, meeting: Meeting, one: Participation, random: Random, *, held: bool
) -> MeetingReport:
    at = meeting.slot.ends_at
    return MeetingReport(
        event_id=event.id, meeting_key=meeting.key, participation_id=one.id, held=Held.HELD if held else Held.OTHER_ABSENT,
        rating=random.choice([2, 3, 3, 4, 4, 4, 5, 5]) if held else None,
        next_step=random.choice(list(NextStep)) if held else None, notes=random.choice(NOTES) if held else None,
        reported_by_id=one.company.memberships[0].user_id, happened_at=at, received_at=at,
    )  # fmt: skip
