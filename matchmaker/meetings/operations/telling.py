"""Telling the people of a participation."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from matchmaker.events.models import Participation
from matchmaker.events.queries import people_to_tell
from matchmaker.notices.operations import notify


def tell(
    session: Session, participation: Participation, *, kind: str, cause: str, path: str, now: datetime,
    **parameters: str | int | None,
) -> None:  # fmt: skip
    """A notice and a mail to every person of the company, in their language."""
    for membership in people_to_tell(session, participation.company_id):
        user = membership.user
        notify(session, user_id=user.id, kind=kind, cause=cause, path=path, now=now, email=user.email,
               locale=user.locale, event=participation.event.title(user.locale), **parameters)  # fmt: skip
