"""A waiting request takes a slot that was freed on the day: a draft beside the published schedule, nobody moves."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.errors import Conflict
from matchmaker.events.models import Event
from matchmaker.meetings import queries
from matchmaker.meetings.enums import RunMode, ScheduleState
from matchmaker.meetings.models import Meeting, ScheduleVersion
from matchmaker.meetings.operations.drafts import add_meeting
from matchmaker.meetings.operations.schedules import copy_meeting, runnable


def place_waiting(
    session: Session, *, actor: Actor, now: datetime, event_id: int, request_id: int, slot_id: int
) -> Meeting:
    """Place a request in the open repair draft, or in a new copy of what is published without its broken meetings."""
    event = runnable(session, actor, event_id)
    draft = queries.open_repair(session, event) or _copied(session, event, actor, now)
    return add_meeting(
        session,
        actor=actor,
        now=now,
        schedule_id=draft.id,
        request_id=request_id,
        slot_id=slot_id,
        table_id=None,
    )


def _copied(session: Session, event: Event, actor: Actor, now: datetime) -> ScheduleVersion:
    published = session.get(ScheduleVersion, event.published_schedule_id or 0)
    if published is None:
        raise Conflict("nothing_published")
    meetings = queries.meetings_of_schedule(session, published.id)
    broken = queries.blocked(session, event).broken(meetings, now=now)
    dropped = [
        {"request": f"r{meeting.request_id}", "code": "disturbed", "parameters": {}, "blocking": []}
        for meeting in broken
    ]
    draft = ScheduleVersion(
        event_id=event.id, number=queries.schedules_of(session, event.id)[0].number + 1, state=ScheduleState.DRAFT,
        mode=RunMode.NOTHING_MOVES, base_id=published.id, unplaced=[*published.unplaced, *dropped],
        created_by_id=actor.user_id, created_at=now,
    )  # fmt: skip
    session.add(draft)
    session.flush()
    for meeting in meetings:
        if meeting not in broken:
            copy_meeting(session, meeting, draft)
    session.flush()
    return draft
