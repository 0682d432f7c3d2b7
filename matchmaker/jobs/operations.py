"""Adding, claiming, renewing and finishing jobs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, delete, event, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from matchmaker.jobs.models import Job

LEASE = timedelta(seconds=60)
MOST_ATTEMPTS = 5


def enqueue(
    session: Session,
    name: str,
    *,
    now: datetime,
    key: str | None = None,
    run_after: datetime | None = None,
    **arguments: str | int | float | bool | list[int] | list[str] | None,
) -> Job:
    """Add a job in the caller's transaction, or return the one already waiting with this name and key."""
    if key is not None:
        waiting = session.scalar(select(Job).where(Job.name == name, Job.key == key, Job.state == "waiting"))
        if waiting is not None:
            return waiting
    job = Job(
        name=name, key=key, arguments=arguments, state="waiting", run_after=run_after or now, created_at=now
    )
    try:
        with session.begin_nested():
            session.add(job)
    except IntegrityError:  # another transaction added the same one between our look and our insert
        return session.scalars(
            select(Job).where(Job.name == name, Job.key == key).order_by(Job.id.desc()).limit(1)
        ).one()
    session.info.setdefault("new_jobs", []).append(job.id)
    return job


def enqueue_many(
    session: Session, name: str, *, now: datetime, jobs: Sequence[tuple[str, dict[str, Any]]]
) -> None:
    """Add many jobs of one name in one statement; each has a key that no waiting job has, and its arguments."""
    if not jobs:
        return
    rows = [
        {
            "name": name,
            "key": key,
            "arguments": arguments,
            "state": "waiting",
            "run_after": now,
            "created_at": now,
        }
        for key, arguments in jobs
    ]
    added = session.scalars(insert(Job).returning(Job.id, sort_by_parameter_order=True), rows)
    session.info.setdefault("new_jobs", []).extend(added)


@event.listens_for(Session, "after_commit")
def _hint(session: Session) -> None:
    """Tell the broker, if there is one, of what was added: a hint for speed; the row is the truth."""
    added = session.info.pop("new_jobs", [])
    if added and "on_jobs" in session.info:
        session.info["on_jobs"](added)


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop("new_jobs", None)


def claim(session: Session, *, owner: str, now: datetime, job_id: int | None = None) -> Job | None:
    """Take the oldest job that is due (or ``job_id`` if it is), for the length of a lease.

    A running job whose lease ran out is due again: its worker is taken for dead.
    """
    due = or_(
        and_(Job.state == "waiting", Job.run_after <= now),
        and_(Job.state == "running", Job.lease_until < now),
    )
    query = select(Job).where(due).order_by(Job.run_after, Job.id).limit(1).with_for_update(skip_locked=True)
    if job_id is not None:
        query = query.where(Job.id == job_id)
    job = session.scalar(query)
    if job is None:
        return None
    job.state, job.lease_owner, job.lease_until = "running", owner, now + LEASE
    job.attempts += 1
    return job


def renew(session: Session, job_id: int, *, owner: str, now: datetime) -> bool:
    """Prolong the lease; False if the job is no longer this owner's."""
    statement = update(Job).where(Job.id == job_id, Job.lease_owner == owner, Job.state == "running")
    result = session.execute(statement.values(lease_until=now + LEASE))
    return bool(result.rowcount)  # type: ignore[attr-defined]


def report(session: Session, job_id: int, progress: dict[str, Any]) -> None:
    """Store how far a job has come, for whoever watches it."""
    session.execute(update(Job).where(Job.id == job_id).values(progress=progress))


def finish(
    session: Session, job_id: int, *, owner: str, now: datetime, result: dict[str, Any] | None
) -> None:
    """Mark the job done, if it is still this owner's."""
    statement = update(Job).where(Job.id == job_id, Job.lease_owner == owner)
    session.execute(statement.values(state="done", result=result, finished_at=now, lease_until=None))


def fail(
    session: Session, job_id: int, *, owner: str, now: datetime, error: str, final: bool = False
) -> None:
    """Put the job back with a growing delay; after the last attempt, or at once when ``final``, it has failed."""
    job = session.get(Job, job_id, with_for_update=True)
    if job is None or job.lease_owner != owner:
        return
    job.error, job.lease_until, job.lease_owner = error, None, None
    if final or job.attempts >= MOST_ATTEMPTS or _twin_waits(session, job):
        job.state, job.finished_at = "failed", now
    else:
        job.state, job.run_after = "waiting", now + timedelta(seconds=2**job.attempts)


def _twin_waits(session: Session, job: Job) -> bool:
    """A newer job with the same key is already waiting and will do this one's work."""
    if job.key is None:
        return False
    twin = select(Job.id).where(Job.name == job.name, Job.key == job.key, Job.state == "waiting")
    return session.scalar(twin) is not None


def unclaimed(session: Session, *, now: datetime, patience: timedelta = timedelta(seconds=30)) -> list[int]:
    """Ids of jobs whose hint or worker seems lost: due and unclaimed for ``patience``, or with a lease run out."""
    lost = or_(
        and_(Job.state == "waiting", Job.run_after <= now - patience),
        and_(Job.state == "running", Job.lease_until < now),
    )
    return list(session.scalars(select(Job.id).where(lost).order_by(Job.id).limit(1000)))


def forget_finished(session: Session, *, before: datetime) -> int:
    """Delete jobs that ended before ``before``; return how many."""
    result = session.execute(delete(Job).where(Job.finished_at < before))
    return int(result.rowcount)  # type: ignore[attr-defined]
