"""Tidying."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from matchmaker.jobs.operations import forget_finished
from workers.context import Context


def forget_jobs(context: Context, **_unknown: Any) -> dict[str, Any]:
    """Delete jobs that ended a month ago."""
    with context.write() as session:
        return {"deleted": forget_finished(session, before=context.now() - timedelta(days=30))}
