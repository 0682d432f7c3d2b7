"""Telling the people of a company that it is invited."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from matchmaker.events.models import Event, Participation
from matchmaker.events.queries import people_to_tell
from matchmaker.notices.operations import notify


def tell_invited(session: Session, event: Event, participation: Participation, *, now: datetime) -> None:
    """A notice and a mail to every person of the company."""
    for membership in people_to_tell(session, participation.company_id):
        user = membership.user
        notify(session, user_id=user.id, kind="invited", cause=f"invited:{participation.id}",
               path=f"/events/{event.slug}", now=now, email=user.email, locale=user.locale,
               event=event.title(user.locale))  # fmt: skip
