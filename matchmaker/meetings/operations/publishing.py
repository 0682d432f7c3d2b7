"""A draft becomes what people see, or is dropped."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.audit.operations import record
from matchmaker.errors import Conflict
from matchmaker.events.models import Participation
from matchmaker.meetings import queries
from matchmaker.meetings.differences import differences, told
from matchmaker.meetings.enums import RunMode, ScheduleState
from matchmaker.meetings.models import Meeting, ScheduleVersion
from matchmaker.meetings.operations.schedules import runnable
from matchmaker.meetings.operations.telling import tell
from matchmaker.meetings.standing import stamp

MOST_NAMED = 8  # people in a message


def publish_schedule(
    session: Session, *, actor: Actor, now: datetime, event_id: int, number: int, seen: str | None = None
) -> int:
    """Make a draft the schedule that people see, in one statement; tell those whose meetings changed, and only them.

    ``seen`` is the stamp of what the officer looked at: Conflict where another officer has published or changed the
    draft since. Returns how many participants are told.
    """
    event = runnable(session, actor, event_id)
    version = queries.find_schedule(session, event.id, number)
    if version is None or version.state != ScheduleState.DRAFT:
        raise Conflict("not_a_draft")
    before = event.published_schedule_id
    old = queries.meetings_of_schedule(session, before) if before is not None else []
    new = queries.meetings_of_schedule(session, version.id)
    if version.mode != RunMode.SOLVE and version.base_id != before:
        raise _published_since(session, version.base_id, before, old)
    if seen is not None and seen != stamp(event, new):
        looked_at = seen.partition("-")[0]
        if looked_at != str(before or 0):
            raise _published_since(session, int(looked_at) if looked_at.isdecimal() else 0, before, old)
        raise Conflict("draft_changed")
    session.execute(
        update(ScheduleVersion).where(ScheduleVersion.id == before).values(state=ScheduleState.SUPERSEDED)
    )
    version.state, version.published_at = ScheduleState.PUBLISHED, now
    event.published_schedule_id = version.id
    touched = told(differences(old, new))
    for participation in session.scalars(select(Participation).where(Participation.id.in_(touched))):
        count = sum(participation.id in (meeting.a_id, meeting.b_id) for meeting in new)
        difference = {**touched[participation.id], "count": count}
        tell(session, participation, kind="schedule_published" if before is None else "schedule_changed",
             cause=f"schedule:{version.id}", path=f"/events/{event.slug}/agenda", now=now, **difference)  # fmt: skip
    record(session, actor_id=actor.user_id, now=now, action="schedule.published", subject_kind="schedule_version",
           subject_id=version.id, told=len(touched))  # fmt: skip
    return len(touched)


def _published_since(
    session: Session, base: int | None, published: int | None, meetings: list[Meeting]
) -> Conflict:
    """Names the version that came between, and whom it touched."""
    version = session.get(ScheduleVersion, published) if published is not None else None
    touched = told(differences(queries.meetings_of_schedule(session, base or 0), meetings))
    people = session.scalars(select(Participation).where(Participation.id.in_(list(touched)[:MOST_NAMED])))
    names = sorted(person.company.name for person in people)
    more = ["…"] if len(touched) > MOST_NAMED else []
    number = version.number if version is not None else 0
    return Conflict("published_since", number=number, names=", ".join(names + more) or "–")


def drop_draft(session: Session, *, actor: Actor, now: datetime, event_id: int, number: int) -> None:
    """Delete a draft or a failed run; what people see is never deleted."""
    event = runnable(session, actor, event_id)
    version = queries.find_schedule(session, event.id, number)
    if version is None or version.state not in {ScheduleState.DRAFT, ScheduleState.FAILED}:
        raise Conflict("not_a_draft")
    record(session, actor_id=actor.user_id, now=now, action="schedule.dropped", subject_kind="event",
           subject_id=event.id, number=number)  # fmt: skip
    session.delete(version)
