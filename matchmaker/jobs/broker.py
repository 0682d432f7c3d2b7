"""The hint to the broker, where there is one. The job's row is the truth; losing a hint loses only seconds."""

from __future__ import annotations

from collections.abc import Callable

import structlog
from celery import Celery
from kombu.exceptions import OperationalError

QUEUE = "matchmaker"


def make_hint(redis_url: str | None) -> Callable[[list[int]], None] | None:
    """A function that tells Celery which jobs were added; None in the embedded installation."""
    if redis_url is None:
        return None
    celery = Celery(broker=redis_url)
    celery.conf.task_default_queue = QUEUE
    celery.conf.broker_transport_options = {
        "socket_connect_timeout": 1,
        "socket_timeout": 1,
        "max_retries": 1,
    }

    def hint(ids: list[int]) -> None:
        try:
            for job_id in ids:
                celery.send_task("matchmaker.run_job", args=[job_id], retry=False)
        except OperationalError as error:
            structlog.get_logger().warning(
                "broker not reached, the sweep will send the jobs", error=str(error)
            )

    return hint
