"""Somebody at the door who is not on the list."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.attendance.enums import Mark
from matchmaker.attendance.operations.marking import MarkResult, Tap, mark
from matchmaker.events.operations import NewParticipant, add_participant


def register_walk_in(
    session: Session, *, actor: Actor, now: datetime, event_id: int, new: NewParticipant, key: str
) -> MarkResult:
    """Company, person and participation as far as they are not there, checked in at once; twice does nothing more."""
    person = add_participant(session, actor=actor, now=now, event_id=event_id, new=new)
    tap = Tap(key=key, kind=Mark.ARRIVED, participation_id=person.id)
    return mark(session, actor=actor, now=now, event_id=event_id, tap=tap)
