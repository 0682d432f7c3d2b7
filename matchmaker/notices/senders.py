"""Ways for a mail to leave: SMTP, or only the outbox page (demo)."""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import unquote, urlsplit

from matchmaker.notices.rendering import Mail

Send = Callable[[Mail], None]


def make_sender(mail_url: str | None, mail_from: str) -> Send:
    """A function that sends. ``mail_url`` is smtp:// (STARTTLS when offered) or smtps://user:password@host:port.

    Without one nothing leaves: the outbox page shows the mails. The function raises OSError or SMTPException.
    """
    if mail_url is None:
        return lambda mail: None
    parts = urlsplit(mail_url)
    secure = parts.scheme == "smtps"
    host, port = parts.hostname or "localhost", parts.port or (465 if secure else 25)

    def send(mail: Mail) -> None:
        connection = (
            smtplib.SMTP_SSL(host, port, timeout=20) if secure else smtplib.SMTP(host, port, timeout=20)
        )
        with connection as server:
            server.ehlo_or_helo_if_needed()  # only then does it say what it can do
            if not secure and server.has_extn("starttls"):
                server.starttls()
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
            server.send_message(_message(mail, mail_from))

    return send


def _message(mail: Mail, mail_from: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = mail_from, mail.recipient, mail.subject
    message["Date"], message["Message-ID"] = formatdate(), make_msgid()
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.body)
    return message
