"""What one side says of a meeting, right after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.attendance import queries
from matchmaker.attendance.enums import Held, NextStep
from matchmaker.attendance.models import MeetingReport
from matchmaker.attendance.policy import may_report
from matchmaker.attendance.settling import moment
from matchmaker.errors import Conflict, Invalid, NotFound
from matchmaker.events.models import Participation
from matchmaker.files.operations import encode_photo, store

MOST_NOTES, MOST_VALUE = 2000, Decimal(10) ** 15


@dataclass(frozen=True, kw_only=True)
class Report:
    """What was typed, how long ago by the phone's clock; ``card`` is the photo of a business card as it was uploaded."""

    meeting_key: str
    held: str
    rating: int | None = None
    next_step: str | None = None
    value: Decimal | None = None
    currency: str | None = None
    notes: str | None = None
    card: bytes | None = None
    age: timedelta = timedelta(0)


def save_report(
    session: Session, *, actor: Actor, now: datetime, event_id: int, report: Report, folder: Path,
    version: int | None = None,
) -> MeetingReport:  # fmt: skip
    """One report a side and meeting; it may be changed. Of two that were typed on different phones the later counts.

    Conflict where a colleague has saved since ``version``; Invalid names the field.
    """
    meeting = queries.published_meeting(session, event_id, report.meeting_key)
    if meeting is None or not may_report(actor, meeting, now):
        raise NotFound
    own = meeting.a if meeting.a.company_id == actor.company_id else meeting.b
    _check(report)
    session.get(Participation, own.id, with_for_update=True)  # colleagues of one side: one after the other
    happened = moment(now=now, age=report.age)
    card_id = _store_card(session, report.card, actor, now=now, folder=folder) if report.card else None
    kept = session.scalar(
        select(MeetingReport).where(
            MeetingReport.event_id == event_id, MeetingReport.meeting_key == report.meeting_key,
            MeetingReport.participation_id == own.id,
        )
    )  # fmt: skip
    if kept is None:
        kept = MeetingReport(event_id=event_id, meeting_key=report.meeting_key, participation_id=own.id)
        session.add(kept)
    elif version is not None and kept.version != version:
        raise Conflict
    elif kept.happened_at > happened:
        return kept
    _write(kept, report)
    kept.card_id = card_id or kept.card_id
    kept.reported_by_id, kept.happened_at, kept.received_at = actor.user_id, happened, now
    session.flush()
    return kept


def _store_card(session: Session, card: bytes, actor: Actor, *, now: datetime, folder: Path) -> int:
    """The photo, checked and encoded anew; its company's people and officers may see it."""
    photo, _thumbnail = encode_photo(card, field="card")
    return store(
        session, photo, folder=folder, name="card.jpg", media_type="image/jpeg", purpose="card", now=now,
        company_id=actor.company_id, uploaded_by_id=actor.user_id,
    ).id  # fmt: skip


def _check(report: Report) -> None:
    if report.held not in set(Held):
        raise Invalid("held_missing", field="held")
    if report.rating is not None and not 1 <= report.rating <= 5:
        raise Invalid("rating_unknown", field="rating")
    if report.next_step is not None and report.next_step not in set(NextStep):
        raise Invalid("step_unknown", field="next_step")
    if report.value is not None and not (report.value.is_finite() and 0 <= report.value < MOST_VALUE):
        raise Invalid("amount_unreadable", field="value")
    if report.value is not None and not report.currency:
        raise Invalid("amount_without_currency", field="currency")
    if report.notes is not None and len(report.notes) > MOST_NOTES:
        raise Invalid("notes_long", field="notes", most=MOST_NOTES)


def _write(kept: MeetingReport, report: Report) -> None:
    """A meeting that was not held has no rating and no value."""
    held = report.held == Held.HELD
    kept.held, kept.next_step, kept.notes = report.held, report.next_step, report.notes
    kept.rating = report.rating if held else None
    kept.value = report.value if held else None
    kept.currency = report.currency if kept.value is not None else None
