"""Who made a version, and what officers have done to a draft by hand: who, when, where to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from matchmaker.accounts.models import User
from matchmaker.audit.models import AuditEntry
from matchmaker.meetings.models import ScheduleVersion

MOST = 200


@dataclass(frozen=True)
class Act:
    """One change of one meeting; ``slot_id`` and ``table_id`` are where it stood afterwards."""

    id: int
    at: datetime
    who_id: int | None
    who: str
    action: str
    meeting_id: int
    request_id: int | None
    slot_id: int | None
    table_id: int | None


def _acts(schedule_id: int) -> Select[AuditEntry, str]:
    query = select(AuditEntry, func.coalesce(User.name, "")).outerjoin(User, User.id == AuditEntry.actor_id)
    return query.where(
        AuditEntry.subject_kind == "schedule_version",
        AuditEntry.subject_id == schedule_id,
        AuditEntry.action.like("meeting.%"),
    )


def _read(rows: Sequence[Any]) -> list[Act]:
    return [
        Act(
            entry.id, entry.at, entry.actor_id, name, entry.action.removeprefix("meeting."), entry.details["meeting"],
            entry.details.get("request"), entry.details.get("slot"), entry.details.get("table"),
        )
        for entry, name in rows
    ]  # fmt: skip


def mark_of(session: Session, schedule_id: int) -> int:
    """A number that grows with each change by hand."""
    query = select(func.max(AuditEntry.id)).where(
        AuditEntry.subject_kind == "schedule_version", AuditEntry.subject_id == schedule_id
    )
    return session.scalar(query) or 0


def acts_after(session: Session, schedule_id: int, mark: int) -> list[Act]:
    """Changes since a mark, the oldest first, at most MOST."""
    query = _acts(schedule_id).where(AuditEntry.id > mark).order_by(AuditEntry.id).limit(MOST)
    return _read(session.execute(query).all())


def last_act(session: Session, schedule_id: int, meeting_id: int) -> Act | None:
    """The last change of one meeting, which may be gone."""
    query = _acts(schedule_id).where(AuditEntry.details["meeting"].as_integer() == meeting_id)
    found = _read(session.execute(query.order_by(AuditEntry.id.desc()).limit(1)).all())
    return found[0] if found else None


def makers_of(session: Session, versions: Iterable[ScheduleVersion]) -> dict[int, str]:
    """User -> name, of those who made these versions."""
    ids = {version.created_by_id for version in versions}
    return dict(session.execute(select(User.id, User.name).where(User.id.in_(ids))).all())
