"""Turning notices and mails into words, in the recipient's language, at the moment they are shown or sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, render_template
from flask_babel import force_locale

from matchmaker.notices.models import OutboxMessage


@dataclass(frozen=True)
class Mail:
    """What is sent."""

    recipient: str
    subject: str
    body: str


def notice_text(kind: str, parameters: Mapping[str, Any]) -> str:
    """The one-line text of a notice, in the reader's language."""
    return " ".join(render_template(f"notices/{kind}.txt", **parameters).split())


def render_mail(app: Flask, message: OutboxMessage, *, stamp: str = "") -> Mail:
    """The mail's subject (its template's first line) and body, with absolute addresses and freshly signed links.

    ``stamp`` is the recipient's session stamp, for links that shall work once only.
    """
    known = {"recipient": message.recipient, "user_id": message.user_id, "stamp": stamp}
    with app.test_request_context(base_url=app.config["PUBLIC_URL"]), force_locale(message.locale):
        text = render_template(f"email/{message.template}.txt", **known, **message.parameters)
    subject, _newline, body = text.strip().partition("\n")
    return Mail(message.recipient, subject.strip(), body.strip() + "\n")
