"""Outcomes of meetings and the steps that led there; the thanks after an event."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, Numeric, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.db import Base
from matchmaker.meetings.models import Meeting


class Outcome(Base):
    """What came of one meeting; ``stage`` repeats the newest step's.

    ``meeting_key`` is Meeting.key: the outcome stays with the meeting when a new version of the schedule is published.
    ``meeting`` is the row it was first reported of.
    """

    __tablename__ = "outcome"
    __table_args__ = (UniqueConstraint("event_id", "meeting_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    meeting_key: Mapped[str]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), unique=True)
    stage: Mapped[str]  # Stage
    next_step: Mapped[str | None]
    due_on: Mapped[date | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    meeting: Mapped[Meeting] = relationship()
    steps: Mapped[list[OutcomeStep]] = relationship(
        back_populates="outcome", order_by="OutcomeStep.id", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class OutcomeStep(Base):
    """One stage reached, by whom it was reported; a value keeps its currency."""

    __tablename__ = "outcome_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    outcome_id: Mapped[int] = mapped_column(ForeignKey("outcome.id", ondelete="CASCADE"), index=True)
    stage: Mapped[str]
    reported_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    value: Mapped[Decimal | None] = mapped_column(Numeric(18, 2))
    currency: Mapped[str | None]
    note: Mapped[str | None]
    at: Mapped[datetime]
    outcome: Mapped[Outcome] = relationship(back_populates="steps")


class Thanks(Base):
    """The officer's thanks to those who took part in an event, by language; sent once."""

    __tablename__ = "event_thanks"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    subject: Mapped[dict[str, Any]]
    body: Mapped[dict[str, Any]]
    sent_at: Mapped[datetime | None]
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id", ondelete="SET NULL"))

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
