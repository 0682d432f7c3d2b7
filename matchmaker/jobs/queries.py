"""Reading the job table."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.jobs.models import Job


def latest(session: Session, name: str, key: str) -> Job | None:
    """The newest job of this name and key, whatever its state."""
    return session.scalar(
        select(Job).where(Job.name == name, Job.key == key).order_by(Job.id.desc()).limit(1)
    )
