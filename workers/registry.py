"""Job names and the handlers that do them, for the embedded loop and for Celery alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from workers import (
    catalogue,
    events,
    housekeeping,
    matching,
    meetings,
    notices,
    outcomes,
    papers,
    stewardship,
)
from workers.context import Context

Handler = Callable[..., dict[str, Any] | None]

HANDLERS: Mapping[str, Handler] = {
    "catalogue.saved_searches": catalogue.look_at_searches,
    "events.announce": events.announce,
    "notices.send": notices.send,
    "jobs.forget": housekeeping.forget_jobs,
    "matching.refresh": matching.refresh,
    "matching.rebuild": matching.rebuild_all,
    "matching.learn_translations": matching.learn_translations,
    "meetings.schedule": meetings.schedule,
    "meetings.expire": meetings.expire,
    "outcomes.thank": outcomes.thank,
    "outcomes.remind": outcomes.remind,
    "papers.print": papers.make_print,
    "stewardship.read": stewardship.read,
    "stewardship.apply": stewardship.apply,
    "stewardship.twins": stewardship.find_twins,
}
"""A handler takes the context and its job's arguments by keyword (unknown ones are ignored, so that an old worker
survives a deploy), may be run twice for one job, and returns a result of primitives or nothing."""

NIGHTLY = 24 * 3600
PERIODIC: Mapping[str, int] = {
    "catalogue.saved_searches": 3600,
    "events.announce": 3600,
    "jobs.forget": NIGHTLY,
    "matching.rebuild": NIGHTLY,
    "meetings.expire": 600,
    "outcomes.remind": 3600,
    "stewardship.twins": NIGHTLY,
}
"""Names of jobs that are due again so many seconds after the last one, or every night."""

__all__ = ["HANDLERS", "NIGHTLY", "PERIODIC", "Context"]
