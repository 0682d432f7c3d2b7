"""Reading notices and the outbox."""

from __future__ import annotations

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from matchmaker.notices.models import Notice, OutboxMessage


def notices_of(user_id: int) -> Select[Notice]:
    """A person's notices, newest first."""
    return (
        select(Notice).where(Notice.user_id == user_id).order_by(Notice.created_at.desc(), Notice.id.desc())
    )


def unread_count(session: Session, user_id: int) -> int:
    """How many notices the person has not seen."""
    query = (
        select(func.count()).select_from(Notice).where(Notice.user_id == user_id, Notice.read_at.is_(None))
    )
    return session.scalar(query) or 0


def outbox() -> Select[OutboxMessage]:
    """All mails, newest first; shown in demo mode only."""
    return select(OutboxMessage).order_by(OutboxMessage.id.desc())
