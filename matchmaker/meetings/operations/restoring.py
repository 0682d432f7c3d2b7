"""An older version comes back: as a new draft, so that the officer sees whom it touches before it is published."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.audit.operations import record
from matchmaker.errors import Conflict
from matchmaker.events.models import Event
from matchmaker.meetings import queries
from matchmaker.meetings.enums import RunMode, ScheduleState
from matchmaker.meetings.models import Meeting, ScheduleVersion
from matchmaker.meetings.operations.schedules import copy_meeting, runnable


def restore_version(
    session: Session, *, actor: Actor, now: datetime, event_id: int, number: int
) -> ScheduleVersion:
    """Copy a version as a new draft, its meetings with the keys that calendars know.

    What has begun stays as it is published. What can no longer be held (a company is out, a table cannot be used) is
    left out and said.
    """
    event = runnable(session, actor, event_id)
    older = queries.find_schedule(session, event.id, number)
    if older is None or older.state in {ScheduleState.RUNNING, ScheduleState.FAILED}:
        raise Conflict("nothing_to_restore")
    begun, coming, lost = _sorted_out(session, event, older, now=now)
    if not coming:
        raise Conflict("nothing_to_restore")
    waiting = [
        {"request": f"r{meeting.request_id}", "code": "disturbed", "parameters": {}, "blocking": []}
        for meeting in lost
        if meeting.request_id is not None
    ]
    draft = ScheduleVersion(
        event_id=event.id, number=queries.schedules_of(session, event.id)[0].number + 1, state=ScheduleState.DRAFT,
        mode=RunMode.RESTORE, base_id=older.id, value=older.value, bound=older.bound, proven=older.proven,
        figures=older.figures, unplaced=[*older.unplaced, *waiting], created_by_id=actor.user_id, created_at=now,
    )  # fmt: skip
    session.add(draft)
    session.flush()
    known = {meeting.request_id: meeting.key for meeting in _published(session, event)}
    for meeting in (*begun, *coming):
        copy_meeting(session, meeting, draft, key=known.get(meeting.request_id, meeting.key))
    session.flush()
    record(session, actor_id=actor.user_id, now=now, action="schedule.restored", subject_kind="schedule_version",
           subject_id=draft.id, older=older.number)  # fmt: skip
    return draft


def _sorted_out(
    session: Session, event: Event, older: ScheduleVersion, *, now: datetime
) -> tuple[list[Meeting], list[Meeting], list[Meeting]]:
    """What has begun as published, what of the older version can come, and what no longer can."""
    begun = [meeting for meeting in _published(session, event) if meeting.slot.starts_at <= now]
    held = {meeting.request_id for meeting in begun}
    wanted, blocked = queries.wishes(session, event.id), queries.blocked(session, event)
    ahead = [
        meeting
        for meeting in queries.meetings_of_schedule(session, older.id)
        if meeting.slot.starts_at > now and meeting.request_id not in held
    ]
    possible = [one for one in ahead if one.request_id in wanted and not blocked.hits(one)]
    kept = {one.id for one in possible}
    return begun, possible, [one for one in ahead if one.id not in kept]


def _published(session: Session, event: Event) -> list[Meeting]:
    published = event.published_schedule_id
    return queries.meetings_of_schedule(session, published) if published is not None else []
