"""The address of the hall's screen."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.attendance.models import HallScreen
from matchmaker.audit.operations import record
from matchmaker.errors import NotFound
from matchmaker.events.models import Event
from matchmaker.events.policy import may_run


def make_screen(session: Session, *, actor: Actor, now: datetime, event_id: int) -> HallScreen:
    """A new address; the one before stops working."""
    event = session.get(Event, event_id, with_for_update=True)
    if event is None or not may_run(actor, event):
        raise NotFound
    screen = session.get(HallScreen, event_id)
    if screen is None:
        screen = HallScreen(event_id=event_id)
        session.add(screen)
    screen.token, screen.made_by_id, screen.made_at = secrets.token_urlsafe(12), actor.user_id, now
    record(session, actor_id=actor.user_id, now=now, action="hall_screen.made", subject_kind="event",
           subject_id=event_id)  # fmt: skip
    return screen
