"""Production: Celery carries a job's id over Redis; beat re-sends what was lost and starts the periodic work."""

from __future__ import annotations

import os
from functools import cache

from celery import Celery

from config import read_settings
from matchmaker import clock
from matchmaker.app import create_app
from matchmaker.jobs.broker import QUEUE
from matchmaker.jobs.operations import unclaimed
from matchmaker.web.transaction import Application
from workers.periodic import enqueue_due
from workers.runner import make_owner, run_next

TIME_LIMIT = 3600  # seconds; no job may take longer

celery = Celery("matchmaker", broker=os.environ.get("MATCHMAKER_REDIS_URL", "redis://127.0.0.1:6379/0"))
celery.conf.update(
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    task_time_limit=TIME_LIMIT,
    broker_connection_retry_on_startup=True,
    broker_transport_options={"visibility_timeout": TIME_LIMIT + 600, "unacked_restore_throttle": 1},
    beat_schedule={"sweep": {"task": "matchmaker.sweep", "schedule": 15.0}},
    task_default_queue=QUEUE,
)


@cache
def application() -> Application:
    """The site for this worker process, made at the first task."""
    return create_app(read_settings(os.environ))


@cache
def owner() -> str:
    """This process's name on leases."""
    return make_owner()


@celery.task(name="matchmaker.run_job")
def run_job(job_id: int, **_unknown: object) -> bool:
    """Run one job, if nobody else has."""
    return run_next(application(), owner(), job_id)


@celery.task(name="matchmaker.sweep")
def sweep(**_unknown: object) -> int:
    """Start the periodic work, and send again the jobs whose hint or worker was lost."""
    with application().database.begin() as session:
        enqueue_due(session, now=clock.now())
        lost = unclaimed(session, now=clock.now())
    for job_id in lost:
        run_job.delay(job_id)
    return len(lost)
