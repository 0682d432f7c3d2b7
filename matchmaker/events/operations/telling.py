"""Telling the people of a participation: invitations, reminders, what was done on their behalf."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.audit.operations import record
from matchmaker.events.enums import EventState
from matchmaker.events.models import Event, Participation
from matchmaker.events.queries import people_to_tell
from matchmaker.notices.operations import notify


def tell_invited(session: Session, event: Event, participation: Participation, *, now: datetime) -> None:
    """A notice and a mail to every person of the company."""
    tell(session, participation, kind="invited", cause=f"invited:{participation.id}", now=now, event=event)


def tell(
    session: Session, participation: Participation, *, kind: str, cause: str, now: datetime, path: str = "",
    event: Event | None = None, address: str | None = None, **parameters: str | int | None,
) -> int:  # fmt: skip
    """A notice and, where there is a mailbox, a mail to every person of the company, in their language. It leads to
    ``address``, or to ``path`` below the event's page. Returns how many people were told."""
    event = event or participation.event
    told = 0
    for membership in people_to_tell(session, participation.company_id):
        user = membership.user
        told += notify(
            session, user_id=user.id, kind=kind, cause=cause, now=now, email=user.email, locale=user.locale,
            path=address or f"/events/{event.slug}{path}", event=event.title(user.locale), **parameters,
        )  # fmt: skip
    return told


def done_on_behalf(
    session: Session, participation: Participation, *, actor: Actor, now: datetime, action: str,
    subject_kind: str = "participation", subject_id: int | None = None, partner: str | None = None,
) -> None:  # fmt: skip
    """Record what an officer does for a participant, and tell the people it is done for."""
    record(
        session, actor_id=actor.user_id, now=now, action=action, subject_kind=subject_kind,
        subject_id=subject_id or participation.id, on_behalf_of_id=participation.user_id, participation=participation.id,
        partner=partner, officer=actor.name,
    )  # fmt: skip
    if participation.event.state != EventState.DRAFT:
        tell(session, participation, kind="done_on_behalf", path="/on-behalf", now=now, action=action, partner=partner,
             cause=f"{action}:{subject_id or participation.id}:{now:%Y%m%d%H%M%S%f}", officer=actor.name)  # fmt: skip
