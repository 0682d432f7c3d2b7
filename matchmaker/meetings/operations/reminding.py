"""Reminding those who are silent, incomplete, or have asked for nobody."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.errors import Conflict
from matchmaker.events.enums import ContactKind, EventState
from matchmaker.events.models import Contact, Participation
from matchmaker.events.operations import owned
from matchmaker.events.operations.telling import tell
from matchmaker.meetings.roster import reminded_since, roster

PAUSE = timedelta(days=1)
KINDS = {"silent": "remind_silent", "incomplete": "remind_incomplete", "no_requests": "remind_no_requests"}
"""What is the matter -> the notice about it."""


@dataclass(frozen=True)
class Reminded:
    """How many were reminded; of the others, how many were within the last day, lack an account, or lack nothing."""

    sent: int
    recent: int
    unreachable: int
    nothing: int


def remind(
    session: Session, *, actor: Actor, now: datetime, event_id: int, participation_ids: Collection[int]
) -> Reminded:
    """A notice and a mail about what is the matter with each, recorded; nobody is reminded twice within a day."""
    event = owned(session, actor, event_id)
    if event.state != EventState.OPEN:
        raise Conflict("event_not_open")
    wanted = set(participation_ids)
    query = select(Participation.id).where(Participation.event_id == event.id, Participation.id.in_(wanted))
    session.scalars(
        query.order_by(Participation.id).with_for_update()
    ).all()  # two officers at once: one after the other
    sent = recent = unreachable = nothing = 0
    for row in roster(session, event):
        person = row.participation
        if person.id not in wanted:
            continue
        if not row.gap:
            nothing += 1
        elif reminded_since(row, now - PAUSE):
            recent += 1
        elif not tell(session, person, kind=KINDS[row.gap], cause=f"remind:{person.id}:{now.isoformat()}",
                      path="/requests" if row.gap == "no_requests" else "",
                      address="/company" if row.gap == "incomplete" else None, now=now):  # fmt: skip
            unreachable += 1
        else:
            person.contacts.append(
                Contact(kind=ContactKind.REMINDER, by_id=actor.user_id, at=now, note=row.gap)
            )
            sent += 1
    session.flush()
    return Reminded(sent, recent, unreachable, nothing)
