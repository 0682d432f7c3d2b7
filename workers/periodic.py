"""Work that comes round: enqueued when due, by whichever worker looks first."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from matchmaker.jobs.operations import enqueue
from matchmaker.jobs.queries import latest
from workers.registry import PERIODIC


def enqueue_due(session: Session, *, now: datetime) -> list[str]:
    """Add the periodic jobs whose time has come; return their names."""
    due: list[str] = []
    for name, seconds in PERIODIC.items():
        last = latest(session, name, "periodic")
        if last is None or (last.state != "waiting" and last.created_at <= now - timedelta(seconds=seconds)):
            enqueue(session, name, now=now, key="periodic")
            due.append(name)
    return due
