"""The job table."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.db import Base


class Job(Base):
    """One piece of work. ``state``: waiting, running, done or failed; times are instants.

    While a job waits, no second one with its name and key is added: the first will see the newest data.
    """

    __tablename__ = "job"
    __table_args__ = (
        Index(
            "uq_job_waiting",
            "name",
            "key",
            unique=True,
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        Index("ix_job_due", "state", "run_after"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    key: Mapped[str | None]
    arguments: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(default="waiting")
    run_after: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    lease_owner: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    progress: Mapped[dict[str, Any] | None]
    result: Mapped[dict[str, Any] | None]
    error: Mapped[str | None]
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
