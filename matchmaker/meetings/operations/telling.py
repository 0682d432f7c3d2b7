"""Telling the people of a participation, one or many, and interpreters."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.models import User
from matchmaker.events.models import Event, Interpreter, Participation
from matchmaker.events.queries import people_of_companies, people_to_tell
from matchmaker.notices.operations import Recipient, notify, notify_many


def tell(
    session: Session, participation: Participation, *, kind: str, cause: str, path: str, now: datetime,
    **parameters: str | int | None,
) -> int:  # fmt: skip
    """A notice and a mail to every person of the company, in their language; how many did not know it yet."""
    new = 0
    for membership in people_to_tell(session, participation.company_id):
        user = membership.user
        new += notify(session, user_id=user.id, kind=kind, cause=cause, path=path, now=now, email=user.email,
               locale=user.locale, event=participation.event.title(user.locale), **parameters)  # fmt: skip
    return new


def tell_many(
    session: Session, event: Event, said: Mapping[int, Mapping[str, Any]], *, kind: str, cause: str, now: datetime,
    template: str = "notice",
) -> None:  # fmt: skip
    """The same to the people of many participations at once, each with what is ``said`` to it of its agenda."""
    query = select(Participation.id, Participation.company_id).where(
        Participation.event_id == event.id, Participation.id.in_(said)
    )
    companies = dict(session.execute(query).all())
    people = people_of_companies(session, set(companies.values()))
    recipients = [
        _recipient(event, membership.user, said[one])
        for one in said
        for membership in people.get(companies[one], [])
    ]
    notify_many(
        session, recipients, kind=kind, cause=cause, path=f"/events/{event.slug}/agenda", now=now,
        template=template,
    )  # fmt: skip


def tell_interpreters(
    session: Session, event: Event, interpreter_ids: Collection[int], *, cause: str, now: datetime
) -> None:
    """Interpreters with an account learn that there is something new in their agenda."""
    query = select(User).join(Interpreter, Interpreter.user_id == User.id)
    users = session.scalars(query.where(Interpreter.id.in_(interpreter_ids), User.disabled_at.is_(None)))
    recipients = [_recipient(event, user, {}) for user in users]
    notify_many(session, recipients, kind="interpreting_changed", cause=cause, path=f"/events/{event.slug}/interpreting",
                now=now)  # fmt: skip


def _recipient(event: Event, user: User, parameters: Mapping[str, Any]) -> Recipient:
    return Recipient(user.id, user.email, user.locale, {**parameters, "event": event.title(user.locale)})
