"""Meeting requests, schedule versions, meetings and the seats they take."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    UniqueConstraint,
    case,
    false,
    text,
)
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.db import Base
from matchmaker.events.models import Event, EventTable, Interpreter, Participation, Slot

LIVE_REQUEST = text("state IN ('open', 'accepted')")


class MeetingRequest(Base):
    """One participant asks another to meet. ``pair_low`` and ``pair_high`` are the two ids in order, so that at
    most one live request joins two participants, whoever asked. ``slot`` is the time asked for or agreed, if any;
    ``countered``: the asked side has named another time, and the asker answers."""

    __tablename__ = "meeting_request"
    __table_args__ = (
        CheckConstraint("pair_low < pair_high", name="two_people"),
        Index(
            "uq_meeting_request_live_pair",
            "event_id",
            "pair_low",
            "pair_high",
            unique=True,
            sqlite_where=LIVE_REQUEST,
            postgresql_where=LIVE_REQUEST,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    asker_id: Mapped[int] = mapped_column(ForeignKey("participation.id"), index=True)
    asked_id: Mapped[int] = mapped_column(ForeignKey("participation.id"), index=True)
    pair_low: Mapped[int]
    pair_high: Mapped[int]
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("proposal.id", ondelete="SET NULL"))
    message: Mapped[str | None]
    weight: Mapped[int] = mapped_column(default=1)  # what the scheduler gains by holding it
    must: Mapped[bool] = mapped_column(default=False)
    automatic: Mapped[bool] = mapped_column(default=False, server_default=false())  # made from a proposal
    slot_id: Mapped[int | None] = mapped_column(ForeignKey("slot.id", ondelete="SET NULL"))
    countered: Mapped[bool] = mapped_column(default=False, server_default=false())
    interpreting: Mapped[str | None]  # None: by the languages of the two; "none"; or a pair such as "ko-vi"
    state: Mapped[str] = mapped_column(default="open")  # RequestState
    decline_reason: Mapped[str | None]
    decline_note: Mapped[str | None]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    expires_at: Mapped[datetime]
    event: Mapped[Event] = relationship()
    asker: Mapped[Participation] = relationship(foreign_keys=asker_id)
    asked: Mapped[Participation] = relationship(foreign_keys=asked_id)
    slot: Mapped[Slot | None] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def answering(self) -> Participation:
        """Whose turn it is while the request is open."""
        return self.asker if self.countered else self.asked

    @property
    def awaiting(self) -> Participation:
        """The other side, which waits for the answer."""
        return self.asked if self.countered else self.asker

    @hybrid_property
    def answering_id(self) -> int:
        """The id of whose turn it is, in queries too."""
        return self.asker_id if self.countered else self.asked_id

    @answering_id.inplace.expression
    @classmethod
    def _answering_id(cls) -> ColumnElement[int]:
        return case((cls.countered, cls.asker_id), else_=cls.asked_id)


class Preference(Base):
    """How much one participant wants to meet another; shown to nobody else."""

    __tablename__ = "preference"

    participation_id: Mapped[int] = mapped_column(
        ForeignKey("participation.id", ondelete="CASCADE"), primary_key=True
    )
    other_id: Mapped[int] = mapped_column(
        ForeignKey("participation.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    value: Mapped[str]  # PreferenceValue


class ScheduleVersion(Base):
    """One run of the scheduler, then a draft, then what people see. Value and bound in weights."""

    __tablename__ = "schedule_version"
    __table_args__ = (UniqueConstraint("event_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    number: Mapped[int]
    state: Mapped[str]  # ScheduleState
    value: Mapped[int | None]
    bound: Mapped[int | None]
    proven: Mapped[bool] = mapped_column(default=False)
    unplaced: Mapped[list[dict[str, Any]]] = mapped_column(
        default=list
    )  # request, code, parameters, blocking
    seconds: Mapped[float | None]
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id", ondelete="SET NULL"))
    mode: Mapped[str] = mapped_column(default="solve")  # RunMode
    base_id: Mapped[int | None]  # the published version that a repair started from
    figures: Mapped[dict[str, Any]] = mapped_column(
        default=dict
    )  # idle time …, "before" the polish, people "without"
    advice: Mapped[list[dict[str, Any]]] = mapped_column(default=list)  # code, parameters, meetings, value
    error: Mapped[str | None]  # "infeasible", "senseless"; "stop" while a stop is asked for
    conflict: Mapped[dict[str, Any] | None]  # code, requests, parameters of what cannot be
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    publication: Mapped[str | None]  # Publication, once it was published
    event: Mapped[Event] = relationship(foreign_keys=event_id)
    meetings: Mapped[list[Meeting]] = relationship(back_populates="schedule", cascade="all, delete-orphan")


class Meeting(Base):
    """Two participants at a slot, at a shared table or at the booth of one of them.

    ``key`` stays the same from version to version, so that calendars update instead of doubling.
    """

    __tablename__ = "meeting"
    __table_args__ = (UniqueConstraint("schedule_id", "request_id"), UniqueConstraint("schedule_id", "key"))

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    key: Mapped[str]
    schedule_id: Mapped[int] = mapped_column(ForeignKey("schedule_version.id", ondelete="CASCADE"))
    request_id: Mapped[int | None] = mapped_column(ForeignKey("meeting_request.id"))
    a_id: Mapped[int] = mapped_column(ForeignKey("participation.id"), index=True)
    b_id: Mapped[int] = mapped_column(ForeignKey("participation.id"), index=True)
    slot_id: Mapped[int] = mapped_column(ForeignKey("slot.id"))
    table_id: Mapped[int | None] = mapped_column(ForeignKey("event_table.id"))
    interpreter_id: Mapped[int | None] = mapped_column(ForeignKey("interpreter.id"))
    link: Mapped[str | None]  # where to meet in an online slot
    locked: Mapped[bool] = mapped_column(default=False)
    booked: Mapped[bool] = mapped_column(default=False, server_default=false())  # by the people themselves
    schedule: Mapped[ScheduleVersion] = relationship(back_populates="meetings")
    request: Mapped[MeetingRequest | None] = relationship()
    a: Mapped[Participation] = relationship(foreign_keys=a_id)
    b: Mapped[Participation] = relationship(foreign_keys=b_id)
    slot: Mapped[Slot] = relationship()
    table: Mapped[EventTable | None] = relationship()
    interpreter: Mapped[Interpreter | None] = relationship()
    seats: Mapped[list[Seat]] = relationship(back_populates="meeting", cascade="all, delete-orphan")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Seat(Base):
    """Whom or what a meeting takes in its slot: unique, so that nobody and nothing is taken twice.

    ``slot_id`` repeats the meeting's, for the constraint; only ``meetings.operations`` writes either.
    """

    __tablename__ = "seat"
    __table_args__ = (UniqueConstraint("schedule_id", "slot_id", "kind", "resource_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    schedule_id: Mapped[int] = mapped_column(ForeignKey("schedule_version.id", ondelete="CASCADE"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    slot_id: Mapped[int] = mapped_column(ForeignKey("slot.id"))
    kind: Mapped[str]  # SeatKind
    resource_id: Mapped[int]  # a participation's, table's or interpreter's id
    meeting: Mapped[Meeting] = relationship(back_populates="seats")


class Disturbance(Base):
    """Something that happens on the day: people or a table that cannot be had from one slot to another, both included.

    An overrun holds both people and their table. Undone ones stay as a record.
    """

    __tablename__ = "disturbance"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str]  # DisturbanceKind
    participation_id: Mapped[int | None] = mapped_column(ForeignKey("participation.id"))
    other_id: Mapped[int | None] = mapped_column(ForeignKey("participation.id"))
    table_id: Mapped[int | None] = mapped_column(ForeignKey("event_table.id", ondelete="CASCADE"))
    from_slot_id: Mapped[int] = mapped_column(ForeignKey("slot.id", ondelete="CASCADE"))
    to_slot_id: Mapped[int] = mapped_column(ForeignKey("slot.id", ondelete="CASCADE"))
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    participation: Mapped[Participation | None] = relationship(foreign_keys=participation_id)
    other: Mapped[Participation | None] = relationship(foreign_keys=other_id)
    table: Mapped[EventTable | None] = relationship()
    from_slot: Mapped[Slot] = relationship(foreign_keys=from_slot_id)
    to_slot: Mapped[Slot] = relationship(foreign_keys=to_slot_id)
