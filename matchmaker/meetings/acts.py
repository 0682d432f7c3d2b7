"""What officers have done on behalf of participants, from the audit trail."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from matchmaker.audit.models import AuditEntry
from matchmaker.meetings.models import MeetingRequest


@dataclass(frozen=True)
class Act:
    """One act: ``action`` as in the audit trail, by which officer, about which partner."""

    at: datetime
    action: str
    officer: str
    partner: str


def acts_for(session: Session, participation_ids: Collection[int]) -> list[Act]:
    """Everything done on behalf of these participants, the latest first."""
    either = or_(
        MeetingRequest.asker_id.in_(participation_ids), MeetingRequest.asked_id.in_(participation_ids)
    )
    requests = select(MeetingRequest.id).where(either)
    query = select(AuditEntry).where(
        or_(
            and_(AuditEntry.subject_kind == "participation", AuditEntry.subject_id.in_(participation_ids)),
            and_(AuditEntry.subject_kind == "meeting_request", AuditEntry.subject_id.in_(requests)),
        )
    )
    return [
        Act(entry.at, entry.action, str(entry.details["officer"]), str(entry.details.get("partner") or ""))
        for entry in session.scalars(query.order_by(AuditEntry.id.desc()))
        if entry.details.get("participation") in participation_ids and "officer" in entry.details
    ]
