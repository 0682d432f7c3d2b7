"""Reading requests, schedules and agendas."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from matchmaker.companies.models import Company
from matchmaker.db import fold
from matchmaker.events.models import Event, Interpreter, InterpreterBusy, Participation, Slot
from matchmaker.meetings.enums import RequestState, ScheduleState
from matchmaker.meetings.models import Disturbance, Meeting, MeetingRequest, ScheduleVersion, Seat
from matchmaker.meetings.publications import Publicized, publicized

REQUEST_LOADS = (
    joinedload(MeetingRequest.asker).joinedload(Participation.company),
    joinedload(MeetingRequest.asked).joinedload(Participation.company),
    joinedload(MeetingRequest.event),
    joinedload(MeetingRequest.slot),
)
MEETING_LOADS = (
    joinedload(Meeting.slot).joinedload(Slot.day),
    joinedload(Meeting.table),
    joinedload(Meeting.interpreter),
    joinedload(Meeting.a).joinedload(Participation.company),
    joinedload(Meeting.b).joinedload(Participation.company),
)
SCHEDULE_LOADS = (
    *MEETING_LOADS[:3],
    # each company is read once, not once a meeting: 4,000 meetings in half the time
    selectinload(Meeting.a).selectinload(Participation.company),
    selectinload(Meeting.b).selectinload(Participation.company),
)


def requests_of_event(event_id: int, *, state: str = "", q: str = "") -> Select[MeetingRequest]:
    """All requests of an event, those that wait first."""
    query = select(MeetingRequest).where(MeetingRequest.event_id == event_id).options(*REQUEST_LOADS)
    if state:
        query = query.where(MeetingRequest.state == state)
    for token in fold(q).split():
        named = select(Participation.id).join(Company, Company.id == Participation.company_id)
        named = named.where(Company.search_text.contains(token, autoescape=True))
        query = query.where(or_(MeetingRequest.asker_id.in_(named), MeetingRequest.asked_id.in_(named)))
    return query.order_by(MeetingRequest.state != RequestState.OPEN, MeetingRequest.id.desc())


def requests_of_company(
    session: Session, company_id: int, *, event_id: int | None = None
) -> list[MeetingRequest]:
    """Requests a company has sent or got, those that wait first."""
    mine = select(Participation.id).where(Participation.company_id == company_id)
    query = select(MeetingRequest).where(
        or_(MeetingRequest.asker_id.in_(mine), MeetingRequest.asked_id.in_(mine))
    )
    if event_id is not None:
        query = query.where(MeetingRequest.event_id == event_id)
    query = query.options(*REQUEST_LOADS).order_by(
        MeetingRequest.state != RequestState.OPEN, MeetingRequest.id.desc()
    )
    return list(session.scalars(query).unique())


def requests_of_participation(session: Session, participation_id: int) -> list[MeetingRequest]:
    """Requests that one participant has sent or got, those that wait first."""
    either = or_(MeetingRequest.asker_id == participation_id, MeetingRequest.asked_id == participation_id)
    query = select(MeetingRequest).where(either).options(*REQUEST_LOADS)
    return list(
        session.scalars(
            query.order_by(MeetingRequest.state != RequestState.OPEN, MeetingRequest.id.desc())
        ).unique()
    )


def find_request(session: Session, request_id: int) -> MeetingRequest | None:
    """One request with both sides."""
    return session.scalar(
        select(MeetingRequest).where(MeetingRequest.id == request_id).options(*REQUEST_LOADS)
    )


def live_between(session: Session, event_id: int, one: int, other: int) -> MeetingRequest | None:
    """The request that already joins two participants, whoever asked."""
    low, high = sorted((one, other))
    query = select(MeetingRequest).where(
        MeetingRequest.event_id == event_id, MeetingRequest.pair_low == low, MeetingRequest.pair_high == high,
        MeetingRequest.state.in_([RequestState.OPEN, RequestState.ACCEPTED]),
    )  # fmt: skip
    return session.scalar(query.options(*REQUEST_LOADS))


def joined_companies(session: Session, event_id: int, one: int, other: int) -> bool:
    """True when a live request joins any people of two companies."""
    people = [
        select(Participation.id).where(
            Participation.event_id == event_id, Participation.company_id == company
        )
        for company in (one, other)
    ]
    query = select(MeetingRequest.id).where(
        MeetingRequest.event_id == event_id, MeetingRequest.state.in_([RequestState.OPEN, RequestState.ACCEPTED]),
        or_(
            and_(MeetingRequest.asker_id.in_(people[0]), MeetingRequest.asked_id.in_(people[1])),
            and_(MeetingRequest.asker_id.in_(people[1]), MeetingRequest.asked_id.in_(people[0])),
        ),
    )  # fmt: skip
    return session.scalar(query.limit(1)) is not None


def expired(session: Session, *, now: datetime) -> list[MeetingRequest]:
    """Open requests whose time has run out."""
    query = select(MeetingRequest).where(
        MeetingRequest.state == RequestState.OPEN, MeetingRequest.expires_at <= now
    )
    return list(session.scalars(query.options(*REQUEST_LOADS)).unique())


def schedules_of(session: Session, event_id: int) -> list[ScheduleVersion]:
    """All versions, the newest first."""
    query = select(ScheduleVersion).where(ScheduleVersion.event_id == event_id)
    return list(session.scalars(query.order_by(ScheduleVersion.number.desc())))


def held_by_version(session: Session, event_id: int) -> dict[int, int]:
    """Version -> number of its meetings."""
    query = (
        select(Meeting.schedule_id, func.count())
        .join(ScheduleVersion, ScheduleVersion.id == Meeting.schedule_id)
        .where(ScheduleVersion.event_id == event_id)
        .group_by(Meeting.schedule_id)
    )
    return dict(session.execute(query).all())


def publication_of(session: Session, event: Event) -> str | None:
    """Whether what is published is provisional or final; None while nothing is."""
    return session.scalar(
        select(ScheduleVersion.publication).where(ScheduleVersion.id == event.published_schedule_id)
    )


def open_repair(session: Session, event: Event) -> ScheduleVersion | None:
    """The newest draft that repairs what is published now."""
    query = select(ScheduleVersion).where(
        ScheduleVersion.event_id == event.id,
        ScheduleVersion.state == "draft",
        ScheduleVersion.base_id == event.published_schedule_id,
    )
    return session.scalar(query.order_by(ScheduleVersion.number.desc()).limit(1))


def find_schedule(session: Session, event_id: int, number: int) -> ScheduleVersion | None:
    """One version by its number."""
    query = select(ScheduleVersion).where(
        ScheduleVersion.event_id == event_id, ScheduleVersion.number == number
    )
    return session.scalar(query)


def meetings_of_schedule(session: Session, schedule_id: int) -> list[Meeting]:
    """All meetings of a version in order of time and table."""
    query = (
        select(Meeting)
        .join(Slot, Slot.id == Meeting.slot_id)
        .where(Meeting.schedule_id == schedule_id)
        .options(*SCHEDULE_LOADS)
        .order_by(Slot.starts_at, Meeting.table_id, Meeting.id)
    )
    return list(session.scalars(query).unique())


def agenda_of(session: Session, event: Event, participation_id: int) -> list[Meeting]:
    """A participant's meetings in the published schedule, in order of time."""
    if event.published_schedule_id is None:
        return []
    query = (
        select(Meeting)
        .join(Slot, Slot.id == Meeting.slot_id)
        .where(
            Meeting.schedule_id == event.published_schedule_id,
            with_participant(participation_id),
        )
        .options(*MEETING_LOADS)
        .order_by(Slot.starts_at)
    )
    return list(session.scalars(query).unique())


def ever_published(session: Session, event: Event, people: ColumnElement[bool]) -> list[Publicized]:
    """The meetings of ``people`` (a condition on Meeting) that were published at some time, as they stand now."""
    versions = session.scalars(
        select(ScheduleVersion).where(
            ScheduleVersion.event_id == event.id, ScheduleVersion.published_at.is_not(None)
        )
    ).all()
    query = select(Meeting).where(Meeting.schedule_id.in_([version.id for version in versions]), people)
    return publicized(versions, session.scalars(query.options(*MEETING_LOADS)).unique().all())


def with_participant(participation_id: int) -> ColumnElement[bool]:
    """The condition that a meeting is one of this participant's."""
    return or_(Meeting.a_id == participation_id, Meeting.b_id == participation_id)


def _schedulable(event_id: int) -> Select[MeetingRequest]:
    taking_part = select(Participation.id).where(
        Participation.event_id == event_id, Participation.state == "accepted"
    )
    return select(MeetingRequest).where(
        MeetingRequest.event_id == event_id, MeetingRequest.state == RequestState.ACCEPTED,
        MeetingRequest.asker_id.in_(taking_part), MeetingRequest.asked_id.in_(taking_part),
    )  # fmt: skip


def schedulable_ids(event_id: int) -> Select[int]:
    """The same as ``schedulable``, as a query of ids."""
    return _schedulable(event_id).with_only_columns(MeetingRequest.id)


def schedulable(session: Session, event_id: int) -> list[MeetingRequest]:
    """Accepted requests between two companies that take part."""
    query = _schedulable(event_id).options(*REQUEST_LOADS).order_by(MeetingRequest.id)
    return list(session.scalars(query).unique())


@dataclass(frozen=True)
class Wish:
    """An accepted request as figures need it."""

    people: tuple[int, int]
    weight: int


def wishes(session: Session, event_id: int) -> dict[int, Wish]:
    """What the scheduler would be asked for: request -> its two participants and its weight."""
    rows = session.execute(
        _schedulable(event_id).with_only_columns(
            MeetingRequest.id, MeetingRequest.asker_id, MeetingRequest.asked_id, MeetingRequest.weight
        )
    )
    return {request: Wish((asker, asked), weight) for request, asker, asked, weight in rows}


@dataclass(frozen=True)
class Taken:
    """Slots and tables that meetings of drafts and the published schedule use."""

    slots: set[int]
    tables: set[int]


def taken_by_meetings(session: Session, event_id: int) -> Taken:
    """What cannot go from the grid."""
    query = (
        select(Meeting.slot_id, Meeting.table_id)
        .join(ScheduleVersion, ScheduleVersion.id == Meeting.schedule_id)
        .where(ScheduleVersion.event_id == event_id)
    )
    rows = session.execute(query).all()
    return Taken({slot for slot, _table in rows}, {table for _slot, table in rows if table is not None})


@dataclass(frozen=True)
class EventFigures:
    """Requests and meetings of an event."""

    asked: int
    open: int
    accepted: int
    placed: int
    without_meeting: int


def figures_of(session: Session, event: Event) -> EventFigures:
    """Counts for the overview."""
    rows = session.execute(
        select(MeetingRequest.state, func.count())
        .where(MeetingRequest.event_id == event.id)
        .group_by(MeetingRequest.state)
    )
    states = dict(rows.all())
    published = event.published_schedule_id
    placed = session.scalar(select(func.count()).where(Meeting.schedule_id == published)) if published else 0
    seated = select(Seat.resource_id).where(Seat.schedule_id == published, Seat.kind == "participation")
    alone = select(func.count()).where(
        Participation.event_id == event.id, Participation.state == "accepted", Participation.id.not_in(seated)
    )
    return EventFigures(
        asked=sum(states.values()),
        open=states.get("open", 0),
        accepted=states.get("accepted", 0),
        placed=placed or 0,
        without_meeting=(session.scalar(alone) or 0) if published else 0,
    )


def disturbances_of(session: Session, event_id: int) -> list[Disturbance]:
    """What happened on the day and was not undone, the newest first."""
    query = select(Disturbance).where(Disturbance.event_id == event_id, Disturbance.undone_at.is_(None))
    loads = [
        joinedload(Disturbance.participation).joinedload(Participation.company),
        joinedload(Disturbance.other).joinedload(Participation.company),
        joinedload(Disturbance.table), joinedload(Disturbance.from_slot), joinedload(Disturbance.to_slot),
    ]  # fmt: skip
    return list(session.scalars(query.options(*loads).order_by(Disturbance.id.desc())))


@dataclass(frozen=True)
class Blocked:
    """Who and what cannot be had: (participation, slot), (table, slot) and (interpreter, slot) ids."""

    people: frozenset[tuple[int, int]] = frozenset()
    tables: frozenset[tuple[int, int]] = frozenset()
    interpreters: frozenset[tuple[int, int]] = frozenset()

    def hits(self, meeting: Meeting) -> bool:
        """True when the meeting cannot be held where it stands."""
        return (
            (meeting.a_id, meeting.slot_id) in self.people
            or (meeting.b_id, meeting.slot_id) in self.people
            or (meeting.table_id, meeting.slot_id) in self.tables
            or (meeting.interpreter_id, meeting.slot_id) in self.interpreters
        )

    def broken(self, meetings: Iterable[Meeting], *, now: datetime) -> list[Meeting]:
        """Those ahead that cannot be held where they stand."""
        return [meeting for meeting in meetings if meeting.slot.starts_at > now and self.hits(meeting)]


def blocked(session: Session, event: Event) -> Blocked:
    """What the disturbances of the event and its interpreters' absences take away."""
    people: set[tuple[int, int]] = set()
    tables: set[tuple[int, int]] = set()
    for found in disturbances_of(session, event.id):
        first, last = found.from_slot.starts_at, found.to_slot.starts_at
        slots = [slot.id for slot in event.slots if first <= slot.starts_at <= last]
        for person in (found.participation_id, found.other_id):
            people |= {(person, slot) for slot in slots if person is not None}
        tables |= {(found.table_id, slot) for slot in slots if found.table_id is not None}
    absent = select(InterpreterBusy.interpreter_id, InterpreterBusy.slot_id).join(
        Interpreter, Interpreter.id == InterpreterBusy.interpreter_id
    )
    interpreters = session.execute(absent.where(Interpreter.event_id == event.id))
    return Blocked(frozenset(people), frozenset(tables), frozenset((one, slot) for one, slot in interpreters))


def load_requests(session: Session, ids: list[int]) -> dict[int, MeetingRequest]:
    """Requests by id, with both sides."""
    query = select(MeetingRequest).where(MeetingRequest.id.in_(ids)).options(*REQUEST_LOADS)
    return {found.id: found for found in session.scalars(query).unique()}


def with_seats(session: Session, meeting_id: int) -> Meeting | None:
    """One meeting with its seats, schedule and both sides, locked for a change."""
    query = select(Meeting).where(Meeting.id == meeting_id).with_for_update(of=Meeting)
    loads = (selectinload(Meeting.seats), selectinload(Meeting.schedule), selectinload(Meeting.slot))
    return session.scalar(query.options(*loads))


def next_meetings(session: Session, company_id: int, *, now: datetime, most: int = 3) -> list[Meeting]:
    """The company's next meetings in published schedules."""
    mine = select(Participation.id).where(Participation.company_id == company_id)
    query = (
        select(Meeting)
        .join(Event, Event.published_schedule_id == Meeting.schedule_id)
        .join(Slot, Slot.id == Meeting.slot_id)
        .where(or_(Meeting.a_id.in_(mine), Meeting.b_id.in_(mine)), Slot.ends_at >= now)
        .options(*MEETING_LOADS, joinedload(Meeting.schedule).joinedload(ScheduleVersion.event))
        .order_by(Slot.starts_at)
        .limit(most)
    )
    return list(session.scalars(query).unique())


def companies_that_met(session: Session, *, now: datetime) -> dict[int, frozenset[int]]:
    """Company → companies with which a published meeting of it has taken place by ``now``."""
    a, b = aliased(Participation), aliased(Participation)
    query = (
        select(a.company_id, b.company_id)
        .select_from(Meeting)
        .join(ScheduleVersion, ScheduleVersion.id == Meeting.schedule_id)
        .join(Slot, Slot.id == Meeting.slot_id)
        .join(a, a.id == Meeting.a_id)
        .join(b, b.id == Meeting.b_id)
        .where(ScheduleVersion.state == ScheduleState.PUBLISHED, Slot.ends_at <= now)
    )
    met: dict[int, set[int]] = {}
    for one, other in session.execute(query):
        met.setdefault(one, set()).add(other)
        met.setdefault(other, set()).add(one)
    return {company: frozenset(others) for company, others in met.items()}
