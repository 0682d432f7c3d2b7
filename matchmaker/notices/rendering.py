"""Turning notices and mails into words, in the recipient's language, at the moment they are shown or sent."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, render_template
from flask_babel import force_locale

from matchmaker.notices.models import Notice, OutboxMessage


@dataclass(frozen=True)
class Mail:
    """What is sent."""

    recipient: str
    subject: str
    body: str


def notice_text(notice: Notice) -> str:
    """The one-line text of a notice, in the reader's language."""
    return render_template(f"notices/{notice.kind}.txt", **notice.parameters).strip()


def render_mail(app: Flask, message: OutboxMessage) -> Mail:
    """The mail's subject (its template's first line) and body, with absolute addresses and freshly signed links."""
    with app.test_request_context(base_url=app.config["PUBLIC_URL"]), force_locale(message.locale):
        text = render_template(f"email/{message.template}.txt", **message.parameters)
    subject, _newline, body = text.strip().partition("\n")
    return Mail(message.recipient, subject.strip(), body.strip() + "\n")
