"""Thanks after an event, and reminders of next steps that are due."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from matchmaker.outcomes.following import remind_due
from matchmaker.outcomes.thanking import thank_everybody
from workers.context import Context

HOME_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def thank(context: Context, *, event_id: int, **_unknown: Any) -> dict[str, Any]:
    """Write the mails to those who took part."""
    with context.write() as session:
        return {"people": thank_everybody(session, now=context.now(), event_id=event_id)}


def remind(context: Context, **_unknown: Any) -> dict[str, Any]:
    """Tell people of next steps that have come due."""
    now = context.now()
    with context.write() as session:
        return {"told": remind_due(session, now=now, today=now.astimezone(HOME_ZONE).date())}
