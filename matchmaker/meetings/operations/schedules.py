"""Schedule versions: computed, stored as a draft, published."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.audit.operations import record
from matchmaker.errors import Conflict, NotFound
from matchmaker.events.models import Event, Participation
from matchmaker.events.policy import may_run
from matchmaker.jobs.operations import enqueue
from matchmaker.meetings import queries
from matchmaker.meetings.conversion import row_id
from matchmaker.meetings.enums import ScheduleState, SeatKind
from matchmaker.meetings.models import Meeting, ScheduleVersion, Seat
from matchmaker.meetings.operations.telling import tell
from matchmaker.meetings.scheduler import Schedule


def _runnable(session: Session, actor: Actor, event_id: int) -> Event:
    event = session.get(Event, event_id, with_for_update=True)
    if event is None or not may_run(actor, event):
        raise NotFound
    return event


def request_schedule(
    session: Session, *, actor: Actor, now: datetime, event_id: int, seconds: int = 30
) -> ScheduleVersion:
    """Ask the worker for a schedule; one run at a time for an event."""
    event = _runnable(session, actor, event_id)
    versions = queries.schedules_of(session, event.id)
    if any(version.state == ScheduleState.RUNNING for version in versions):
        raise Conflict("schedule_running")
    if not queries.schedulable(session, event.id):
        raise Conflict("nothing_to_schedule")
    version = ScheduleVersion(
        event_id=event.id, number=(versions[0].number if versions else 0) + 1, state=ScheduleState.RUNNING,
        unplaced=[], created_by_id=actor.user_id, created_at=now,
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
    event = _runnable(session, actor, event_id)
    version = queries.find_schedule(session, event.id, number)
    if version is None or version.state != ScheduleState.RUNNING:
        raise Conflict("not_a_draft")
    version.error = "stop"  # the worker looks at it between two reports
    return version


def store_schedule(session: Session, *, schedule_id: int, schedule: Schedule) -> None:
    """Write a computed schedule as a draft: meetings, and the seats that nobody and no table can hold twice."""
    version = session.get(ScheduleVersion, schedule_id, with_for_update=True)
    if version is None or version.state != ScheduleState.RUNNING:
        return  # the job ran twice, or its event was deleted
    event = session.get_one(Event, version.event_id)
    requests = queries.load_requests(session, [row_id(meeting.request) for meeting in schedule.meetings])
    tables = {table.label: table.id for table in event.tables}
    base = _latest(session, event, before=version)
    known = {meeting.request_id: meeting for meeting in base}
    for placed in schedule.meetings:
        request = requests.get(row_id(placed.request))
        if request is None:
            continue
        before = known.get(request.id)
        seat(
            session,
            Meeting(
                schedule_id=version.id, request_id=request.id, a_id=request.asker_id, b_id=request.asked_id,
                slot_id=row_id(placed.slot), table_id=tables.get(placed.table or ""),
                locked=before is not None and before.locked, key=before.key if before else uuid4().hex,
            ),
        )  # fmt: skip
    version.value, version.bound = round(schedule.value), round(schedule.bound)
    version.proven, version.seconds, version.error = schedule.proven, schedule.seconds, None
    version.unplaced = [_unplaced(entry) for entry in schedule.unplaced]
    version.state = ScheduleState.DRAFT
    session.flush()


def _latest(session: Session, event: Event, *, before: ScheduleVersion) -> list[Meeting]:
    """The meetings a new run starts from: those of the newest draft, else of the published version."""
    older = [found for found in queries.schedules_of(session, event.id) if found.number < before.number]
    drafts = [found.id for found in older if found.state == ScheduleState.DRAFT]
    base = drafts[0] if drafts else event.published_schedule_id
    return queries.meetings_of_schedule(session, base) if base is not None else []


def base_meetings(session: Session, schedule_id: int) -> list[Meeting]:
    """What a run starts from: its locked meetings stay where they are."""
    version = session.get_one(ScheduleVersion, schedule_id)
    return _latest(session, session.get_one(Event, version.event_id), before=version)


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


def store_failure(session: Session, *, schedule_id: int, error: str) -> None:
    """The run could not be finished; the page says why."""
    version = session.get(ScheduleVersion, schedule_id, with_for_update=True)
    if version is not None and version.state == ScheduleState.RUNNING:
        version.state, version.error = ScheduleState.FAILED, error


def seat(session: Session, meeting: Meeting) -> None:
    """Add a meeting with its seats; the database refuses a second seat for anybody or any table in the slot."""
    taken = [(SeatKind.PARTICIPATION, meeting.a_id), (SeatKind.PARTICIPATION, meeting.b_id)]
    if meeting.table_id is not None:
        taken.append((SeatKind.TABLE, meeting.table_id))
    meeting.seats = [
        Seat(schedule_id=meeting.schedule_id, slot_id=meeting.slot_id, kind=kind, resource_id=resource)
        for kind, resource in taken
    ]
    session.add(meeting)


def publish_schedule(session: Session, *, actor: Actor, now: datetime, event_id: int, number: int) -> int:
    """Make a draft the schedule that people see, in one statement; tell those whose meetings changed, and only them.

    Returns how many participants are told.
    """
    event = _runnable(session, actor, event_id)
    version = queries.find_schedule(session, event.id, number)
    if version is None or version.state != ScheduleState.DRAFT:
        raise Conflict("not_a_draft")
    before = event.published_schedule_id
    old = _agendas(queries.meetings_of_schedule(session, before)) if before is not None else {}
    new = _agendas(queries.meetings_of_schedule(session, version.id))
    session.execute(
        update(ScheduleVersion).where(ScheduleVersion.id == before).values(state=ScheduleState.SUPERSEDED)
    )
    version.state, version.published_at = ScheduleState.PUBLISHED, now
    event.published_schedule_id = version.id
    touched = sorted(person for person in set(old) | set(new) if old.get(person) != new.get(person))
    for participation in session.scalars(select(Participation).where(Participation.id.in_(touched))):
        difference = _difference(old.get(participation.id, {}), new.get(participation.id, {}))
        tell(session, participation, kind="schedule_published" if before is None else "schedule_changed",
             cause=f"schedule:{version.id}", path=f"/events/{event.slug}/agenda", now=now, **difference)  # fmt: skip
    record(session, actor_id=actor.user_id, now=now, action="schedule.published", subject_kind="schedule_version",
           subject_id=version.id, told=len(touched))  # fmt: skip
    return len(touched)


def _agendas(meetings: list[Meeting]) -> dict[int, dict[str, tuple[int, int | None]]]:
    """Participation -> meeting key -> (slot, table)."""
    agendas: dict[int, dict[str, tuple[int, int | None]]] = {}
    for meeting in meetings:
        for person in (meeting.a_id, meeting.b_id):
            agendas.setdefault(person, {})[meeting.key] = (meeting.slot_id, meeting.table_id)
    return agendas


def _difference(
    old: dict[str, tuple[int, int | None]], new: dict[str, tuple[int, int | None]]
) -> dict[str, int]:
    return {
        "added": len(set(new) - set(old)),
        "gone": len(set(old) - set(new)),
        "moved": sum(1 for key in set(old) & set(new) if old[key] != new[key]),
        "count": len(new),
    }


def drop_draft(session: Session, *, actor: Actor, now: datetime, event_id: int, number: int) -> None:
    """Delete a draft or a failed run; what people see is never deleted."""
    event = _runnable(session, actor, event_id)
    version = queries.find_schedule(session, event.id, number)
    if version is None or version.state not in {ScheduleState.DRAFT, ScheduleState.FAILED}:
        raise Conflict("not_a_draft")
    record(session, actor_id=actor.user_id, now=now, action="schedule.dropped", subject_kind="event",
           subject_id=event.id, number=number)  # fmt: skip
    session.delete(version)
