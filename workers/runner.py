"""Running one job: claim by lease, keep the lease alive, finish or fail."""

from __future__ import annotations

import os
import socket
import threading
import uuid

import structlog
from sqlalchemy.exc import OperationalError

from matchmaker import clock
from matchmaker.errors import DomainError
from matchmaker.jobs.operations import LEASE, claim, fail, finish, renew
from matchmaker.web.transaction import Application
from workers.context import Context
from workers.registry import HANDLERS


def make_owner() -> str:
    """A name for this worker that no other has, now or later."""
    return f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"


def run_next(app: Application, owner: str, job_id: int | None = None) -> bool:
    """Claim the oldest due job (or ``job_id``) and run it; False if there was none to claim."""
    with app.database.begin() as session:
        job = claim(session, owner=owner, now=clock.now(), job_id=job_id)
        if job is None:
            return False
        claimed, name, arguments = job.id, job.name, dict(job.arguments)
    log = structlog.get_logger().bind(job=claimed, name=name)
    stop = threading.Event()
    keeper = threading.Thread(target=_keep_lease, args=(app, claimed, owner, stop), daemon=True)
    keeper.start()
    try:
        with app.app_context():
            result = HANDLERS[name](Context(app, claimed), **arguments)
    except Exception as error:
        # whatever a handler raises ends its job, not the worker
        log.error("job failed", exc_info=error)
        final = isinstance(error, (DomainError, KeyError))
        with app.database.begin() as session:
            fail(
                session,
                claimed,
                owner=owner,
                now=clock.now(),
                error=f"{type(error).__name__}: {error}",
                final=final,
            )
    else:
        with app.database.begin() as session:
            finish(session, claimed, owner=owner, now=clock.now(), result=result)
        log.debug("job done")
    finally:
        stop.set()
        keeper.join()
    return True


def _keep_lease(app: Application, job_id: int, owner: str, stop: threading.Event) -> None:
    while not stop.wait(LEASE.total_seconds() / 3):
        try:
            with app.database.begin() as session:
                if not renew(session, job_id, owner=owner, now=clock.now()):
                    return
        except OperationalError as error:
            # On SQLite the job's own long transaction holds us back, and with us whoever would claim the job.
            structlog.get_logger().warning("lease not renewed, trying again", job=job_id, error=str(error))
