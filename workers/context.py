"""What a handler is given: short transactions, progress, the clock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy.orm import Session

from matchmaker import clock
from matchmaker.jobs.operations import report
from matchmaker.web.transaction import Application


class Context:
    """One run of one job. Long computations stand between transactions, never inside one: on SQLite a transaction
    that writes holds back everybody else's."""

    def __init__(self, app: Application, job_id: int) -> None:
        self.app = app
        self.job_id = job_id

    def now(self) -> datetime:
        """The present instant."""
        return clock.now()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A transaction that only reads."""
        with self.app.database.read() as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A transaction that writes and commits at its end."""
        with self.app.database.begin() as session:
            yield session

    def progress(self, **values: str | int | float | bool | None) -> None:
        """Tell whoever watches how far the job has come."""
        with self.write() as session:
            report(session, self.job_id, values)
