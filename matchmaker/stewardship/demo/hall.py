"""The demonstration's event of today: who has arrived, what the first meetings were like, the hall's screen."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from uuid import UUID

from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.enums import Role
from matchmaker.attendance.enums import AbsenceReason, Held, Mark, NextStep
from matchmaker.attendance.operations import Report, Tap, make_screen, mark_all, save_report
from matchmaker.events.models import Event, Participation
from matchmaker.events.queries import accepted
from matchmaker.meetings.queries import meetings_of_schedule

NOTES = ("Muốn xem mẫu trước Tết.", "Asked for the organic certificate.", None, None)


def tell(session: Session, officer: Actor, event: Event, random: Random, *, now: datetime) -> None:
    """Most are here; two come late, one does not; every second meeting that is over has its report."""
    began = max(event.slots[0].starts_at - timedelta(minutes=40), now - timedelta(hours=6))
    people = accepted(session, event.id)
    fates = random.sample([Mark.LATE, Mark.LATE, Mark.NO_SHOW, Mark.UNDONE, Mark.UNDONE, Mark.UNDONE], 6)
    fates = (fates + [Mark.ARRIVED] * len(people))[: len(people)]
    random.shuffle(fates)
    for person, fate in zip(people, fates, strict=True):
        shown = person.user is not None and person.user.email is not None
        _note(session, officer, event, person, Mark.ARRIVED if shown else fate, random, began=began, now=now)
    make_screen(session, actor=officer, now=began, event_id=event.id)
    _reports(session, event, random, now=now)


def _note(
    session: Session, officer: Actor, event: Event, person: Participation, fate: Mark, random: Random, *,
    began: datetime, now: datetime,
) -> None:  # fmt: skip
    if fate == Mark.UNDONE:
        return  # nothing known yet
    at = began + random.random() * timedelta(minutes=50)
    tap = Tap(
        key=str(UUID(int=random.getrandbits(128))), kind=fate, participation_id=person.id,
        expected_at=now + timedelta(minutes=70) if fate == Mark.LATE else None,
        reason=AbsenceReason.TRANSPORT if fate == Mark.NO_SHOW else None,
    )  # fmt: skip
    mark_all(session, actor=officer, now=min(at, now), event_id=event.id, taps=[tap])


def _reports(session: Session, event: Event, random: Random, *, now: datetime) -> None:
    for meeting in meetings_of_schedule(session, event.published_schedule_id or 0):
        if meeting.slot.ends_at > now or random.random() < 0.5 or meeting.a.user_id is None:
            continue
        held = random.random() < 0.93
        value = Decimal(random.randint(5, 90) * 1000) if held and random.random() < 0.4 else None
        member = Actor(
            user_id=meeting.a.user_id,
            name="demo",
            role=Role.MEMBER,
            locale="vi",
            company_id=meeting.a.company_id,
        )
        report = Report(
            meeting_key=meeting.key, held=Held.HELD if held else Held.OTHER_ABSENT, rating=random.randint(3, 5),
            next_step=random.choice(list(NextStep)), value=value, currency="USD" if value else None,
            notes=random.choice(NOTES),
        )  # fmt: skip
        save_report(
            session, actor=member, now=meeting.slot.ends_at, event_id=event.id, report=report, folder=Path()
        )
