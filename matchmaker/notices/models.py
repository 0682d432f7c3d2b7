"""Notices on the page, and the outbox of mail."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.db import Base


class Notice(Base):
    """Something a person should know. ``kind`` names a template; ``cause`` makes it unique per recipient."""

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("user_id", "cause"),
        Index("ix_notice_user_id_read_at", "user_id", "read_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    kind: Mapped[str]
    cause: Mapped[str]
    parameters: Mapped[dict[str, Any]]
    path: Mapped[str]  # where on the site it leads, begins with "/"
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]


class OutboxMessage(Base):
    """A mail to send: the template and its parameters; rendered in the recipient's language when sent or shown.

    ``state``: waiting, sent or failed. Tokens are signed at rendering time and never stored.
    """

    __tablename__ = "outbox_message"

    id: Mapped[int] = mapped_column(primary_key=True)
    recipient: Mapped[str]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    locale: Mapped[str]
    template: Mapped[str]
    parameters: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(default="waiting", index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
