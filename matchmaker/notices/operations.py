"""Telling people: a notice on the page and, where wanted, a mail through the outbox."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from matchmaker.jobs.operations import enqueue, enqueue_many
from matchmaker.notices.models import Notice, OutboxMessage

MOST_ATTEMPTS = 8


def notify(
    session: Session,
    *,
    user_id: int,
    kind: str,
    cause: str,
    path: str,
    now: datetime,
    email: str | None = None,
    locale: str = "vi",
    **parameters: str | int | float | None,
) -> bool:
    """Tell one person of one cause, once: a second call with the same ``cause`` does nothing and returns False.

    The text is ``templates/notices/<kind>.txt``; with ``email`` it goes by mail too (``templates/email/notice.txt``).
    """
    if session.scalar(select(Notice.id).where(Notice.user_id == user_id, Notice.cause == cause)) is not None:
        return False
    session.add(
        Notice(user_id=user_id, kind=kind, cause=cause, parameters=parameters, path=path, created_at=now)
    )
    if email is not None:
        mail(
            session,
            recipient=email,
            template="notice",
            user_id=user_id,
            locale=locale,
            now=now,
            kind=kind,
            path=path,
            values=parameters,
        )
    return True


@dataclass(frozen=True)
class Recipient:
    """One of many who are told, each in the own words. ``email`` None: on the page only."""

    user_id: int
    email: str | None
    locale: str
    parameters: Mapping[str, Any]


def notify_many(
    session: Session, recipients: Sequence[Recipient], *, kind: str, cause: str, path: str, now: datetime,
    template: str = "notice",
) -> int:  # fmt: skip
    """Tell many people of one cause, each once, in a handful of statements; returns how many are told now.

    ``template`` is the mail's; it gets ``kind``, ``path`` and the recipient's parameters as ``values``.
    """
    known = set(session.scalars(select(Notice.user_id).where(Notice.cause == cause)))
    fresh = list({one.user_id: one for one in recipients if one.user_id not in known}.values())
    if not fresh:
        return 0
    notices = [
        {"user_id": one.user_id, "kind": kind, "cause": cause, "path": path, "created_at": now,
         "parameters": dict(one.parameters)}
        for one in fresh
    ]  # fmt: skip
    session.execute(insert(Notice), notices)
    mails = [
        {"recipient": one.email, "template": template, "user_id": one.user_id, "locale": one.locale, "created_at": now,
         "state": "waiting", "attempts": 0,
         "parameters": {"kind": kind, "path": path, "values": dict(one.parameters)}}
        for one in fresh
        if one.email is not None
    ]  # fmt: skip
    if mails:
        made = session.scalars(
            insert(OutboxMessage).returning(OutboxMessage.id, sort_by_parameter_order=True), mails
        )
        jobs = [(str(message), {"message_id": message}) for message in made]
        enqueue_many(session, "notices.send", now=now, jobs=jobs)
    return len(fresh)


def mail(
    session: Session,
    *,
    recipient: str,
    template: str,
    locale: str,
    now: datetime,
    user_id: int | None = None,
    **parameters: Any,
) -> OutboxMessage:
    """Put a mail into the outbox, in the caller's transaction; ``templates/email/<template>.txt`` is its text."""
    message = OutboxMessage(
        recipient=recipient,
        template=template,
        user_id=user_id,
        locale=locale,
        parameters=parameters,
        created_at=now,
    )
    session.add(message)
    session.flush()
    enqueue(session, "notices.send", now=now, key=str(message.id), message_id=message.id)
    return message


def mark_sent(session: Session, message: OutboxMessage, *, now: datetime) -> None:
    """The mail has left."""
    message.state, message.sent_at, message.error = "sent", now, None


def mark_failed(session: Session, message: OutboxMessage, *, error: str, now: datetime) -> None:
    """The mail could not be sent: try again later, with growing delay, and give up after a day or so."""
    message.attempts += 1
    message.error = error
    if message.attempts >= MOST_ATTEMPTS:
        message.state = "failed"
        return
    later = now + timedelta(minutes=2**message.attempts)
    enqueue(session, "notices.send", now=now, key=str(message.id), run_after=later, message_id=message.id)


def mark_read(session: Session, *, user_id: int, now: datetime, notice_id: int | None = None) -> None:
    """The person has seen one notice, or all."""
    statement = update(Notice).where(Notice.user_id == user_id, Notice.read_at.is_(None))
    if notice_id is not None:
        statement = statement.where(Notice.id == notice_id)
    session.execute(statement.values(read_at=now))
