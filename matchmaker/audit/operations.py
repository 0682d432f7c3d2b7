"""Writing the audit trail."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from matchmaker.audit.models import AuditEntry


def record(
    session: Session,
    *,
    actor_id: int | None,
    now: datetime,
    action: str,
    subject_kind: str,
    subject_id: int | None = None,
    on_behalf_of_id: int | None = None,
    **details: object,
) -> None:
    """Add one entry to the trail, in the caller's transaction."""
    session.add(
        AuditEntry(
            at=now,
            actor_id=actor_id,
            on_behalf_of_id=on_behalf_of_id,
            action=action,
            subject_kind=subject_kind,
            subject_id=subject_id,
            details=details,
        )
    )
