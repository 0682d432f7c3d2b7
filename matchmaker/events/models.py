"""Events, their days, phases, slots, tables, interpreters and questions, and the participation of companies."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, false, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.accounts.models import Office, User
from matchmaker.companies.models import Company
from matchmaker.db import Base
from matchmaker.files.models import StoredFile

BOTH_WAYS = '[["exporter", "buyer"], ["buyer", "exporter"]]'


def both_ways() -> list[list[str]]:
    """Who may ask and see whom unless the organiser says otherwise: (from, to) pairs of sides."""
    return [["exporter", "buyer"], ["buyer", "exporter"]]


class Event(Base):
    """A day or days on which companies meet. Times of day are in ``time_zone``; instants in UTC.

    ``asking`` and ``seeing`` are (from, to) pairs of sides: who may ask whom, and who sees whom besides.
    """

    __tablename__ = "event"
    __table_args__ = (
        CheckConstraint("slot_minutes BETWEEN 5 AND 240", name="slot_minutes"),
        CheckConstraint("gap_minutes BETWEEN 0 AND 120", name="gap_minutes"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    version: Mapped[int] = mapped_column(default=1)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), index=True)
    name: Mapped[dict[str, Any]]  # language -> text
    description: Mapped[dict[str, Any]] = mapped_column(default=dict)
    place: Mapped[str]
    city: Mapped[str]
    country: Mapped[str] = mapped_column(default="VN")
    time_zone: Mapped[str] = mapped_column(default="Asia/Ho_Chi_Minh")
    slot_minutes: Mapped[int] = mapped_column(default=25)
    gap_minutes: Mapped[int] = mapped_column(default=5)  # between two slots, to change tables
    answer_days: Mapped[int] = mapped_column(default=7)  # an unanswered request expires after so many days
    remind_days: Mapped[int] = mapped_column(default=2, server_default="2")  # before it expires, a reminder
    mode: Mapped[str] = mapped_column(default="schedule", server_default="schedule")  # Mode
    direct_booking: Mapped[bool] = mapped_column(default=False, server_default=false())  # without a yes
    asking: Mapped[list[list[str]]] = mapped_column(default=both_ways, server_default=BOTH_WAYS)
    seeing: Mapped[list[list[str]]] = mapped_column(default=both_ways, server_default=BOTH_WAYS)
    open_quota: Mapped[int | None]  # unanswered requests of one participant at a time
    total_quota: Mapped[int | None]  # requests of one participant in all
    minimum_score: Mapped[int] = mapped_column(default=50, server_default="50")  # of automatic pairs, of 100
    met_before: Mapped[str] = mapped_column(default="allow", server_default="allow")  # MetBefore
    max_meetings: Mapped[int | None]  # per participant, unless the participation says otherwise
    min_meetings: Mapped[int] = mapped_column(default=1)  # the floor the scheduler tries to hold
    capacity: Mapped[int | None]  # companies that can take part; more wait
    moves_up: Mapped[bool] = mapped_column(
        default=True, server_default=true()
    )  # the next waiting one, by itself
    public_code: Mapped[str | None] = mapped_column(unique=True)  # whoever has the link may take part
    state: Mapped[str] = mapped_column(default="draft")  # EventState
    published_schedule_id: Mapped[int | None] = mapped_column(
        ForeignKey("schedule_version.id", use_alter=True, name="fk_event_published_schedule_id")
    )
    created_at: Mapped[datetime]
    demo: Mapped[bool] = mapped_column(default=False)
    office: Mapped[Office] = relationship()
    days: Mapped[list[EventDay]] = relationship(order_by="EventDay.on", cascade="all, delete-orphan")
    slots: Mapped[list[Slot]] = relationship(order_by="Slot.starts_at", cascade="all, delete-orphan")
    tables: Mapped[list[EventTable]] = relationship(
        order_by="EventTable.position", cascade="all, delete-orphan", foreign_keys="EventTable.event_id"
    )
    phases: Mapped[list[Phase]] = relationship(order_by="Phase.opens_at", cascade="all, delete-orphan")
    questions: Mapped[list[Question]] = relationship(
        order_by="Question.position, Question.id", cascade="all, delete-orphan"
    )
    programme: Mapped[list[PlenarySession]] = relationship(
        order_by="PlenarySession.starts_at", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def shared_tables(self) -> list[EventTable]:
        """Tables anyone uses."""
        return [table for table in self.tables if table.booth_of_id is None]

    @property
    def booths(self) -> dict[int, EventTable]:
        """Participation -> its own booth."""
        return {table.booth_of_id: table for table in self.tables if table.booth_of_id is not None}

    def title(self, locale: str) -> str:
        """The event's name in the reader's language, else whatever there is."""
        return str(self.name.get(locale) or self.name.get("en") or next(iter(self.name.values()), ""))


class EventDay(Base):
    """One day: from ``opens`` to ``closes``, without the ``breaks`` ([["12:00", "13:30"], …], half-open).

    Minutes of a slot and between slots are the event's where the day has none of its own.
    """

    __tablename__ = "event_day"
    __table_args__ = (UniqueConstraint("event_id", "on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    on: Mapped[date]
    opens: Mapped[time]
    closes: Mapped[time]
    breaks: Mapped[list[list[str]]] = mapped_column(default=list)
    slot_minutes: Mapped[int | None]
    gap_minutes: Mapped[int | None]
    online: Mapped[bool] = mapped_column(default=False, server_default=false())


class PlenarySession(Base):
    """A part of the programme for everybody: no meeting is held meanwhile. Title by language."""

    __tablename__ = "plenary_session"
    __table_args__ = (CheckConstraint("starts_at < ends_at", name="order"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    title: Mapped[dict[str, Any]]
    place: Mapped[str | None]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]


class Slot(Base):
    """A period in which one meeting fits; all slots of an event come from one grid, so none overlap."""

    __tablename__ = "slot"
    __table_args__ = (
        UniqueConstraint("event_id", "starts_at"),
        CheckConstraint("starts_at < ends_at", name="order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    day_id: Mapped[int] = mapped_column(ForeignKey("event_day.id", ondelete="CASCADE"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    online: Mapped[bool] = mapped_column(default=False, server_default=false())  # by a link, at no table
    day: Mapped[EventDay] = relationship()


class Phase(Base):
    """From when to when something is possible at an event (half open); without ``closes_at`` until its end."""

    __tablename__ = "event_phase"
    __table_args__ = (UniqueConstraint("event_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    kind: Mapped[str]  # PhaseKind
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime | None]


class EventTable(Base):
    """A table anyone uses, or a booth when a participation owns it."""

    __tablename__ = "event_table"
    __table_args__ = (UniqueConstraint("event_id", "label"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    label: Mapped[str]
    hall: Mapped[str | None]
    position: Mapped[int]
    booth_of_id: Mapped[int | None] = mapped_column(
        ForeignKey("participation.id", use_alter=True, name="fk_event_table_booth_of_id")
    )
    booth_of: Mapped[Participation | None] = relationship(foreign_keys=booth_of_id)


class Participation(Base):
    """A company at an event, by one representative; the side belongs here, not to the company."""

    __tablename__ = "participation"
    __table_args__ = (UniqueConstraint("event_id", "company_id", "representative"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    representative: Mapped[int] = mapped_column(default=1)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    person: Mapped[str | None]  # the representative's name where there is no account
    delegation_id: Mapped[int | None] = mapped_column(ForeignKey("delegation.id", ondelete="SET NULL"))
    badge_code: Mapped[str] = mapped_column(unique=True)  # on the badge, read as a QR code or typed
    side: Mapped[str]  # companies.enums.Side
    state: Mapped[str] = mapped_column(default="invited")  # ParticipationState
    max_meetings: Mapped[int | None]
    note: Mapped[str | None]
    calendar_token: Mapped[str] = mapped_column(unique=True)  # address of the subscribed calendar
    invited_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    event: Mapped[Event] = relationship()
    company: Mapped[Company] = relationship()
    user: Mapped[User | None] = relationship()
    delegation: Mapped[Delegation | None] = relationship()
    busy: Mapped[list[Busy]] = relationship(cascade="all, delete-orphan")
    contacts: Mapped[list[Contact]] = relationship(order_by="Contact.id", cascade="all, delete-orphan")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def person_name(self) -> str | None:
        """Who comes for the company, if that is known."""
        return self.user.name if self.user is not None else self.person


class Busy(Base):
    """A slot in which a participant cannot meet; all others are free."""

    __tablename__ = "busy"

    participation_id: Mapped[int] = mapped_column(
        ForeignKey("participation.id", ondelete="CASCADE"), primary_key=True
    )
    slot_id: Mapped[int] = mapped_column(ForeignKey("slot.id", ondelete="CASCADE"), primary_key=True)


class Contact(Base):
    """An officer has reminded or called a participant. ``kind``: ContactKind."""

    __tablename__ = "participation_contact"

    id: Mapped[int] = mapped_column(primary_key=True)
    participation_id: Mapped[int] = mapped_column(
        ForeignKey("participation.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
    note: Mapped[str | None]
    by: Mapped[User | None] = relationship()


class Delegation(Base):
    """A group that travels to an event together."""

    __tablename__ = "delegation"
    __table_args__ = (UniqueConstraint("event_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    name: Mapped[str]
    country: Mapped[str]  # ISO 3166-1 alpha-2
    origin: Mapped[str | None]
    destination: Mapped[str | None]
    arrives_on: Mapped[date | None]
    leaves_on: Mapped[date | None]
    leader: Mapped[str | None]
    created_at: Mapped[datetime]


class Interpreter(Base):
    """A person who interprets between any two of their ``languages`` (ISO 639-1) at an event."""

    __tablename__ = "interpreter"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    name: Mapped[str]
    phone: Mapped[str | None]
    languages: Mapped[list[str]]
    busy: Mapped[list[InterpreterBusy]] = relationship(cascade="all, delete-orphan")


class InterpreterBusy(Base):
    """A slot in which an interpreter does not work."""

    __tablename__ = "interpreter_busy"

    interpreter_id: Mapped[int] = mapped_column(
        ForeignKey("interpreter.id", ondelete="CASCADE"), primary_key=True
    )
    slot_id: Mapped[int] = mapped_column(ForeignKey("slot.id", ondelete="CASCADE"), primary_key=True)


class Question(Base):
    """What an organiser asks everybody who takes part, or one side; texts by language."""

    __tablename__ = "event_question"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    kind: Mapped[str]  # QuestionKind
    label: Mapped[dict[str, Any]]
    options: Mapped[list[dict[str, Any]]] = mapped_column(default=list)  # of a choice
    mandatory: Mapped[bool] = mapped_column(default=False)
    side: Mapped[str | None]  # companies.enums.Side; None asks both


class QuestionAnswer(Base):
    """What a participant answered: a text, the place of an option as a number, or a file."""

    __tablename__ = "question_answer"

    participation_id: Mapped[int] = mapped_column(
        ForeignKey("participation.id", ondelete="CASCADE"), primary_key=True
    )
    question_id: Mapped[int] = mapped_column(
        ForeignKey("event_question.id", ondelete="CASCADE"), primary_key=True
    )
    text: Mapped[str | None]
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    file: Mapped[StoredFile | None] = relationship()
