"""The scheduler's run, and requests whose time has run out."""

from __future__ import annotations

from typing import Any

from matchmaker.events.models import Event
from matchmaker.meetings.conversion import problem_of
from matchmaker.meetings.models import ScheduleVersion
from matchmaker.meetings.operations import expire_due, store_failure, store_schedule
from matchmaker.meetings.operations.schedules import base_meetings
from matchmaker.meetings.scheduler import InfeasibleError, ProblemError, Progress, render_conflict, solve
from workers.context import Context


def schedule(context: Context, *, schedule_id: int, seconds: int, **_unknown: Any) -> dict[str, Any] | None:
    """Compute a schedule and store it as a draft; progress is told as it comes, and a stop is listened to."""
    with context.read() as session:
        version = session.get(ScheduleVersion, schedule_id)
        if version is None or version.state != "running":
            return None
        event = session.get_one(Event, version.event_id)
        problem = problem_of(session, event, base=base_meetings(session, schedule_id))

    def listen(now: Progress) -> bool:
        context.progress(value=round(now.value), bound=round(now.bound), phase=now.phase, placed=now.placed,
                         requests=len(problem.requests))  # fmt: skip
        with context.read() as session:
            found = session.get(ScheduleVersion, schedule_id)
            return found is not None and found.error != "stop"

    try:
        answer = solve(problem, seconds=seconds, progress=listen)
    except InfeasibleError as error:
        with context.write() as session:
            store_failure(session, schedule_id=schedule_id, error=render_conflict(error.conflict, "vi"))
        return {"infeasible": True}
    except ProblemError as error:
        with context.write() as session:
            store_failure(session, schedule_id=schedule_id, error=str(error))
        return {"senseless": True}
    with context.write() as session:
        store_schedule(session, schedule_id=schedule_id, schedule=answer)
    return {"meetings": len(answer.meetings), "value": answer.value, "bound": answer.bound}


def expire(context: Context, **_unknown: Any) -> dict[str, Any]:
    """Requests that ran out expire with notice."""
    with context.write() as session:
        return {"expired": expire_due(session, now=context.now())}
