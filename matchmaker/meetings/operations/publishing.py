"""A draft becomes what people see, or is dropped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.audit.operations import record
from matchmaker.errors import Conflict
from matchmaker.events.models import Event, Participation
from matchmaker.meetings import queries
from matchmaker.meetings.differences import counts, differences, interpreters_told, lines, told
from matchmaker.meetings.enums import Publication, RunMode, ScheduleState
from matchmaker.meetings.models import Meeting, ScheduleVersion
from matchmaker.meetings.operations.schedules import left_behind, runnable
from matchmaker.meetings.operations.telling import tell_interpreters, tell_many
from matchmaker.meetings.standing import stamp

MOST_NAMED = 8  # people in a message
REPAIRS = {RunMode.NOTHING_MOVES, RunMode.FEW_MOVES}


def publish_schedule(
    session: Session, *, actor: Actor, now: datetime, event_id: int, number: int, seen: str | None = None,
    publication: Publication = Publication.FINAL,
) -> int:  # fmt: skip
    """Make a draft the schedule that people see, in one statement; tell those whose meetings changed, and only them.

    ``seen`` is the stamp of what the officer looked at: Conflict where another officer has published or changed the
    draft since. After a final version nothing provisional can come. Returns how many participants are told.
    """
    event = runnable(session, actor, event_id)
    version = queries.find_schedule(session, event.id, number)
    if version is None or version.state != ScheduleState.DRAFT:
        raise Conflict("not_a_draft")
    before = event.published_schedule_id
    earlier = session.get(ScheduleVersion, before) if before is not None else None
    old = queries.meetings_of_schedule(session, before) if before is not None else []
    new = queries.meetings_of_schedule(session, version.id)
    if version.mode in REPAIRS and version.base_id != before:
        raise _published_since(session, version.base_id, before, old)
    if seen is not None and seen != stamp(event, new):
        looked_at = seen.partition("-")[0]
        if looked_at != str(before or 0):
            raise _published_since(session, int(looked_at) if looked_at.isdecimal() else 0, before, old)
        raise Conflict("draft_changed")
    lost = [one for one in left_behind(old, new) if one.slot.starts_at > now]
    if lost:
        names = sorted({person.company.name for one in lost for person in (one.a, one.b)})
        raise Conflict("booked_since", names=", ".join(names[:MOST_NAMED]))
    was_final = earlier is not None and earlier.publication == Publication.FINAL
    if was_final and publication != Publication.FINAL:
        raise Conflict("final_already")
    session.execute(
        update(ScheduleVersion).where(ScheduleVersion.id == before).values(state=ScheduleState.SUPERSEDED)
    )
    version.state, version.published_at, version.publication = ScheduleState.PUBLISHED, now, publication
    event.published_schedule_id = version.id
    becomes_final = earlier is not None and not was_final and publication == Publication.FINAL
    touched = _tell_changes(session, event, version, old, new, first=earlier is None, now=now)
    if becomes_final:
        touched |= _tell_final(session, event, version, new, now=now, but=touched)
    record(session, actor_id=actor.user_id, now=now, action="schedule.published", subject_kind="schedule_version",
           subject_id=version.id, told=len(touched), publication=publication)  # fmt: skip
    return len(touched)


def make_final(session: Session, *, actor: Actor, now: datetime, event_id: int, number: int) -> int:
    """What is published provisionally is fixed as it is, and everybody with a meeting is told once."""
    event = runnable(session, actor, event_id)
    version = queries.find_schedule(session, event.id, number)
    if (
        version is None
        or version.id != event.published_schedule_id
        or version.publication == Publication.FINAL
    ):
        raise Conflict("not_provisional")
    version.publication = Publication.FINAL
    meetings = queries.meetings_of_schedule(session, version.id)
    touched = _tell_final(session, event, version, meetings, now=now)
    record(session, actor_id=actor.user_id, now=now, action="schedule.made_final", subject_kind="schedule_version",
           subject_id=version.id, told=len(touched))  # fmt: skip
    return len(touched)


def _tell_changes(
    session: Session, event: Event, version: ScheduleVersion, old: list[Meeting], new: list[Meeting], *, first: bool,
    now: datetime,
) -> set[int]:  # fmt: skip
    """Those whose agenda differs from what they knew, with the difference; the participations told."""
    found, held = differences(old, new), _held(new)
    touched = told(found)
    cause = f"schedule:{version.id}"
    if first:
        kind = "schedule_published" if version.publication == Publication.FINAL else "schedule_provisional"
        tell_many(
            session, event, {one: {"count": held[one]} for one in touched}, kind=kind, cause=cause, now=now
        )
    else:
        said = {
            one: {
                "count": held[one],
                "zone": event.time_zone,
                "changes": lines(changes, one),
                **counts(changes),
            }
            for one, changes in touched.items()
        }
        tell_many(
            session, event, said, kind="schedule_changed", cause=cause, now=now, template="agenda_changed"
        )
    tell_interpreters(session, event, interpreters_told(found), cause=cause, now=now)
    return set(touched)


def _tell_final(
    session: Session, event: Event, version: ScheduleVersion, meetings: list[Meeting], *, now: datetime,
    but: Collection[int] = (),
) -> set[int]:  # fmt: skip
    held = _held(meetings)
    said = {one: {"count": count} for one, count in held.items() if one not in but}
    tell_many(session, event, said, kind="schedule_final", cause=f"final:{version.id}", now=now)
    return set(said)


def _held(meetings: Iterable[Meeting]) -> Counter[int]:
    """Participation -> number of its meetings."""
    return Counter(person for meeting in meetings for person in (meeting.a_id, meeting.b_id))


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
