"""Noting that a participant was called."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.errors import NotFound
from matchmaker.events.enums import ContactKind
from matchmaker.events.models import Contact, Participation
from matchmaker.events.policy import may_run

LONGEST = 500  # letters of a note


def note_call(
    session: Session, *, actor: Actor, now: datetime, participation_id: int, note: str | None = None
) -> Contact:
    """An officer has called somebody; colleagues see by whom and when, and what was said."""
    participation = session.get(Participation, participation_id)
    if participation is None or not may_run(actor, participation.event):
        raise NotFound
    contact = Contact(participation_id=participation.id, kind=ContactKind.CALL, by_id=actor.user_id, at=now,
                      note=(note or "").strip()[:LONGEST] or None)  # fmt: skip
    session.add(contact)
    session.flush()
    return contact
