"""The one place that asks what time it is; views, commands and workers call it, all else is told."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """The present instant, in UTC."""
    return datetime.now(UTC)
