"""The scheduler's run, and requests whose time has run out."""

from __future__ import annotations

from typing import Any

import structlog

from matchmaker.events.models import Event
from matchmaker.meetings.conversion import problem_of, schedule_of
from matchmaker.meetings.enums import RunMode
from matchmaker.meetings.models import ScheduleVersion
from matchmaker.meetings.operations import expire_due, remind_due, store_failure, store_schedule
from matchmaker.meetings.operations.schedules import base_meetings
from matchmaker.meetings.scheduler import InfeasibleError, ProblemError, Progress, advice, repair, solve
from workers.context import Context


def schedule(context: Context, *, schedule_id: int, seconds: int, **_unknown: Any) -> dict[str, Any] | None:
    """Compute a schedule and store it as a draft; progress is told as it comes, and a stop is listened to."""
    with context.read() as session:
        version = session.get(ScheduleVersion, schedule_id)
        if version is None or version.state != "running":
            return None
        event, mode, began = session.get_one(Event, version.event_id), version.mode, context.now()
        base = base_meetings(session, schedule_id)
        problem = problem_of(session, event, now=began, base=base)
        previous = schedule_of((meeting for meeting in base if meeting.slot.starts_at > began), event.booths)

    def listen(now: Progress) -> bool:
        context.progress(value=round(now.value), bound=round(now.bound), phase=now.phase, placed=now.placed,
                         requests=len(problem.requests))  # fmt: skip
        with context.read() as session:
            found = session.get(ScheduleVersion, schedule_id)
            return found is not None and found.error != "stop"

    try:
        if mode == RunMode.SOLVE:
            answer = solve(problem, seconds=seconds, progress=listen)
        else:
            answer = repair(problem, previous, mode=mode, seconds=seconds, progress=listen)
    except InfeasibleError as error:
        with context.write() as session:
            store_failure(session, schedule_id=schedule_id, error="infeasible", conflict=error.conflict)
        return {"infeasible": True}
    except ProblemError as error:
        structlog.get_logger().warning("senseless problem", schedule=schedule_id, faults=error.messages)
        with context.write() as session:
            store_failure(session, schedule_id=schedule_id, error="senseless")
        return {"senseless": True}
    advised = advice(problem, answer)
    with context.write() as session:
        store_schedule(session, schedule_id=schedule_id, schedule=answer, advice=advised, now=began)
    return {"meetings": len(answer.meetings), "value": answer.value, "bound": answer.bound}


def expire(context: Context, **_unknown: Any) -> dict[str, Any]:
    """Requests that ran out expire with notice; those that soon will are reminded of."""
    with context.write() as session:
        now = context.now()
        return {"expired": expire_due(session, now=now), "reminded": remind_due(session, now=now)}
