"""Work that comes round: enqueued when due, by whichever worker looks first."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from matchmaker.jobs.operations import enqueue
from matchmaker.jobs.queries import latest
from workers.registry import NIGHTLY, PERIODIC

NIGHT = time(2, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def enqueue_due(session: Session, *, now: datetime) -> list[str]:
    """Add the periodic jobs whose time has come, and the nightly ones for the coming night; return their names."""
    added: list[str] = []
    for name, seconds in PERIODIC.items():
        last = latest(session, name, "periodic")
        if last is not None and (
            last.state == "waiting" or now < last.created_at + timedelta(seconds=seconds)
        ):
            continue
        enqueue(
            session, name, now=now, key="periodic", run_after=next_night(now) if seconds == NIGHTLY else now
        )
        added.append(name)
    return added


def next_night(now: datetime) -> datetime:
    """The next time that it is two in the night in Vietnam: long work disturbs nobody."""
    local = now.astimezone(NIGHT.tzinfo)
    night = datetime.combine(local.date(), NIGHT)
    return night if night > now else night + timedelta(days=1)
