"""The embedded worker: one process that polls the job table and does the periodic work."""

from __future__ import annotations

import threading
import time

import structlog
from sqlalchemy.exc import OperationalError

from matchmaker import clock
from matchmaker.web.transaction import Application
from workers.periodic import enqueue_due
from workers.runner import make_owner, run_next

PATIENCE = 0.2  # seconds between two looks when there is nothing to do
PERIOD = 15.0  # seconds between two looks at the periodic work


def work(app: Application, stop: threading.Event) -> None:
    """Run jobs until ``stop`` is set; the job under way is finished first."""
    owner = make_owner()
    looked = 0.0
    while not stop.is_set():
        try:
            if time.monotonic() - looked > PERIOD:
                looked = time.monotonic()
                with app.database.begin() as session:
                    enqueue_due(session, now=clock.now())
            if not run_next(app, owner):
                stop.wait(PATIENCE)
        except OperationalError as error:
            structlog.get_logger().warning("database not reached, trying again", error=str(error))
            stop.wait(2)


def drain(app: Application, *, most: int = 10_000) -> int:
    """Run everything that is due, then return how many jobs that were (commands and tests)."""
    owner = make_owner()
    return next((count for count in range(most) if not run_next(app, owner)), most)
