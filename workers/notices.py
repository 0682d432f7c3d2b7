"""Sending mail."""

from __future__ import annotations

from smtplib import SMTPException
from typing import Any

from matchmaker.accounts.models import User
from matchmaker.notices.models import OutboxMessage
from matchmaker.notices.operations import mark_failed, mark_sent
from matchmaker.notices.rendering import render_mail
from workers.context import Context


def send(context: Context, *, message_id: int, **_unknown: Any) -> None:
    """Send one mail of the outbox. Sent but not marked (a crash between) is sent again: better twice than never."""
    with context.read() as session:
        message = session.get(OutboxMessage, message_id)
        if message is None or message.state != "waiting":
            return
        user = session.get(User, message.user_id) if message.user_id is not None else None
        stamp = user.session_stamp if user is not None else ""
        session.expunge(message)
    mail = render_mail(context.app, message, stamp=stamp)
    error: str | None = None
    try:
        context.app.extensions["send_mail"](mail)
    except (OSError, SMTPException) as problem:
        error = f"{type(problem).__name__}: {problem}"
    with context.write() as session:
        found = session.get(OutboxMessage, message_id)
        if found is None:
            return
        if error is None:
            mark_sent(session, found, now=context.now())
        else:
            mark_failed(session, found, error=error, now=context.now())
