"""Marks of attendance and the state they add up to, the hall's screen, reports of meetings."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Numeric, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.accounts.models import User
from matchmaker.db import Base
from matchmaker.events.models import Participation


class AttendanceMark(Base):
    """One tap of a helper: kept for good, never changed. ``key`` is made on the phone, so that a mark sent twice
    counts once; ``happened_at`` is when it was tapped, ``received_at`` when it came here."""

    __tablename__ = "attendance_mark"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    participation_id: Mapped[int] = mapped_column(
        ForeignKey("participation.id", ondelete="CASCADE"), index=True
    )
    on: Mapped[date]  # the day of the event it is about
    kind: Mapped[str]  # Mark
    expected_at: Mapped[datetime | None]  # of those who come late
    reason: Mapped[str | None]  # AbsenceReason, of those who do not come
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    happened_at: Mapped[datetime]
    received_at: Mapped[datetime]
    by: Mapped[User] = relationship()


class Attendance(Base):
    """What the marks of a person and day add up to; without a row, or undone, the person is expected."""

    __tablename__ = "attendance"
    __table_args__ = (UniqueConstraint("participation_id", "on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id", ondelete="CASCADE"))
    on: Mapped[date]
    state: Mapped[str]  # Mark
    since: Mapped[datetime]  # of an arrival: the earliest
    expected_at: Mapped[datetime | None]
    reason: Mapped[str | None]
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    participation: Mapped[Participation] = relationship()
    by: Mapped[User] = relationship()


class HallScreen(Base):
    """The address of an event's hall screen; whoever knows it sees companies, times and tables."""

    __tablename__ = "hall_screen"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    token: Mapped[str] = mapped_column(unique=True)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    made_at: Mapped[datetime]


class MeetingReport(Base):
    """What one side says of a meeting right after it. ``meeting_key`` is Meeting.key, which outlives a repair."""

    __tablename__ = "meeting_report"
    __table_args__ = (
        UniqueConstraint("event_id", "meeting_key", "participation_id"),
        CheckConstraint("rating BETWEEN 1 AND 5", name="rating"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    meeting_key: Mapped[str]
    participation_id: Mapped[int] = mapped_column(
        ForeignKey("participation.id", ondelete="CASCADE"), index=True
    )
    held: Mapped[str]  # Held
    rating: Mapped[int | None]  # 1 to 5
    next_step: Mapped[str | None]  # NextStep
    value: Mapped[Decimal | None] = mapped_column(Numeric(18, 2))
    currency: Mapped[str | None]
    notes: Mapped[str | None]
    card_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    reported_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    happened_at: Mapped[datetime]  # on the phone
    received_at: Mapped[datetime]

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
