"""Schedule versions: asked for, computed, stored as a draft."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.errors import Conflict, NotFound
from matchmaker.events.models import Event
from matchmaker.events.policy import may_run
from matchmaker.jobs.models import Job
from matchmaker.jobs.operations import enqueue
from matchmaker.meetings import queries
from matchmaker.meetings.conversion import locked_meetings, row_id
from matchmaker.meetings.enums import RunMode, ScheduleState, SeatKind
from matchmaker.meetings.interpreters import staff_of
from matchmaker.meetings.models import Meeting, ScheduleVersion, Seat
from matchmaker.meetings.scheduler import Advice, Schedule
from matchmaker.meetings.scheduler import Conflict as Clash


def runnable(session: Session, actor: Actor, event_id: int) -> Event:
    """The event, locked, if the actor's office runs it."""
    event = session.get(Event, event_id, with_for_update=True)
    if event is None or not may_run(actor, event):
        raise NotFound
    return event


def request_schedule(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    event_id: int,
    seconds: int = 30,
    mode: RunMode = RunMode.SOLVE,
) -> ScheduleVersion:
    """Ask the worker for a schedule, or for a repair of the published one; one run at a time for an event."""
    event = runnable(session, actor, event_id)
    if mode != RunMode.SOLVE and event.published_schedule_id is None:
        raise Conflict("nothing_published")
    if all(slot.starts_at <= now for slot in event.slots):
        raise Conflict("event_over")
    versions = queries.schedules_of(session, event.id)
    for version in versions:
        if version.state == ScheduleState.RUNNING and not _give_up_lost(session, version):
            raise Conflict("schedule_running")
    if not queries.schedulable(session, event.id):
        raise Conflict("nothing_to_schedule")
    version = ScheduleVersion(
        event_id=event.id, number=(versions[0].number if versions else 0) + 1, state=ScheduleState.RUNNING,
        mode=mode, base_id=None if mode == RunMode.SOLVE else event.published_schedule_id, unplaced=[],
        created_by_id=actor.user_id, created_at=now,
    )  # fmt: skip
    session.add(version)
    session.flush()
    job = enqueue(
        session, "meetings.schedule", now=now, key=str(version.id), schedule_id=version.id, seconds=seconds
    )
    version.job_id = job.id
    return version


def stop_run(session: Session, *, actor: Actor, event_id: int, number: int) -> ScheduleVersion:
    """Ask a run under way to end with the best it has found."""
    event = runnable(session, actor, event_id)
    version = queries.find_schedule(session, event.id, number)
    if version is None or version.state != ScheduleState.RUNNING:
        raise Conflict("not_a_draft")
    if not _give_up_lost(session, version):
        version.error = "stop"  # the worker looks at it between two reports
    return version


def _give_up_lost(session: Session, version: ScheduleVersion) -> bool:
    """A run whose job has ended without an answer is failed, so that it holds up no other."""
    job = session.get(Job, version.job_id) if version.job_id is not None else None
    if job is not None and job.finished_at is None:
        return False
    version.state, version.error = ScheduleState.FAILED, "lost"
    return True


def store_schedule(
    session: Session, *, schedule_id: int, schedule: Schedule, advice: Sequence[Advice] = (), now: datetime
) -> None:
    """Write a computed schedule as a draft: meetings, and the seats that nobody and no table can hold twice.

    What had begun by ``now``, the instant the problem was read, is taken over as it was.
    """
    version = session.get(ScheduleVersion, schedule_id, with_for_update=True)
    if version is None or version.state != ScheduleState.RUNNING:
        return  # the job ran twice, or its event was deleted
    event = session.get_one(Event, version.event_id)
    requests = queries.load_requests(session, [row_id(meeting.request) for meeting in schedule.meetings])
    tables = {table.label: table.id for table in event.shared_tables}
    booths, online = event.booths, {slot.id for slot in event.slots if slot.online}
    base = _base(session, event, version)
    known = {meeting.request_id: meeting for meeting in base}
    locked = locked_meetings(base, queries.blocked(session, event), now=now)
    interpreters = {one.id for one in staff_of(session, event.id).people}
    begun = [meeting for meeting in base if meeting.slot.starts_at <= now]
    for before in begun:
        copy_meeting(session, before, version)
    for placed in schedule.meetings:
        request = requests.get(row_id(placed.request))
        if request is None:
            continue
        earlier, kept = known.get(request.id), locked.get(request.id)
        slot_id = row_id(placed.slot)
        booth = booths.get(request.asked_id) or booths.get(request.asker_id)
        table_id = booth.id if booth is not None else tables.get(placed.table or "")
        interpreter = row_id(placed.interpreter) if placed.interpreter else kept and kept.interpreter_id
        seat(
            session,
            Meeting(
                schedule_id=version.id, request_id=request.id, a_id=request.asker_id, b_id=request.asked_id,
                slot_id=slot_id, table_id=None if slot_id in online else table_id,
                interpreter_id=interpreter if interpreter in interpreters else None,
                locked=earlier is not None and earlier.locked, key=earlier.key if earlier else uuid4().hex,
                link=earlier.link if earlier and slot_id in online else None,
                booked=earlier is not None and earlier.booked and earlier.slot_id == slot_id,
            ),
        )  # fmt: skip
    history = queries.load_requests(session, [one.request_id for one in begun if one.request_id is not None])
    worth = sum(request.weight for request in history.values())
    version.value, version.bound = round(schedule.value) + worth, round(schedule.bound) + worth
    version.proven, version.seconds, version.error = schedule.proven, schedule.seconds, None
    version.unplaced = [_unplaced(entry) for entry in schedule.unplaced]
    version.figures = _figures(schedule)
    version.advice = [asdict(one) for one in advice]
    version.state = ScheduleState.DRAFT
    session.flush()


def copy_meeting(
    session: Session, meeting: Meeting, version: ScheduleVersion, *, key: str | None = None
) -> None:
    """The same meeting in another version: same key, so that calendars update it."""
    seat(
        session,
        Meeting(
            schedule_id=version.id, request_id=meeting.request_id, a_id=meeting.a_id, b_id=meeting.b_id,
            slot_id=meeting.slot_id, table_id=meeting.table_id, interpreter_id=meeting.interpreter_id,
            locked=meeting.locked, key=key or meeting.key, link=meeting.link, booked=meeting.booked,
        ),
    )  # fmt: skip


def _figures(schedule: Schedule) -> dict[str, Any]:
    """The agendas' figures, those before the polish, and the participants left with nothing."""
    before = asdict(schedule.before_polish) if schedule.before_polish is not None else None
    without = [row_id(person) for person in schedule.without]
    return {**asdict(schedule.figures), "before": before, "without": without}


def _base(session: Session, event: Event, version: ScheduleVersion) -> list[Meeting]:
    """The meetings a run starts from: what it repairs, else those of the newest draft, else the published ones; with them
    those that people have booked since."""
    base = version.base_id
    if base is None:
        older = [found for found in queries.schedules_of(session, event.id) if found.number < version.number]
        drafts = [found.id for found in older if found.state == ScheduleState.DRAFT]
        base = drafts[0] if drafts else event.published_schedule_id
    found = queries.meetings_of_schedule(session, base) if base is not None else []
    published = event.published_schedule_id
    if published is None or published == base:
        return found
    return [*found, *left_behind(queries.meetings_of_schedule(session, published), found)]


def left_behind(published: Sequence[Meeting], others: Sequence[Meeting]) -> list[Meeting]:
    """Meetings that people have booked in what is published and that are not among ``others``."""
    requests = {meeting.request_id for meeting in others}
    return [meeting for meeting in published if meeting.booked and meeting.request_id not in requests]


def base_meetings(session: Session, schedule_id: int) -> list[Meeting]:
    """What a run starts from: its locked meetings stay where they are."""
    version = session.get_one(ScheduleVersion, schedule_id)
    return _base(session, session.get_one(Event, version.event_id), version)


def _unplaced(entry: Any) -> dict[str, Any]:
    parameters = {
        name: list(value) if isinstance(value, tuple) else value for name, value in entry.parameters.items()
    }
    return {
        "request": entry.request,
        "code": entry.code,
        "parameters": parameters,
        "blocking": list(entry.blocking),
    }


def store_failure(session: Session, *, schedule_id: int, error: str, conflict: Clash | None = None) -> None:
    """The run could not be finished; the page says why, with ``conflict`` in words."""
    version = session.get(ScheduleVersion, schedule_id, with_for_update=True)
    if version is not None and version.state == ScheduleState.RUNNING:
        version.state, version.error = ScheduleState.FAILED, error
        version.conflict = asdict(conflict) if conflict is not None else None


def seat(session: Session, meeting: Meeting) -> None:
    """Add a meeting with its seats; the database refuses a second seat for anybody, any table or interpreter in the slot."""
    taken = [(SeatKind.PARTICIPATION, meeting.a_id), (SeatKind.PARTICIPATION, meeting.b_id)]
    if meeting.table_id is not None:
        taken.append((SeatKind.TABLE, meeting.table_id))
    if meeting.interpreter_id is not None:
        taken.append((SeatKind.INTERPRETER, meeting.interpreter_id))
    meeting.seats = [
        Seat(schedule_id=meeting.schedule_id, slot_id=meeting.slot_id, kind=kind, resource_id=resource)
        for kind, resource in taken
    ]
    session.add(meeting)
