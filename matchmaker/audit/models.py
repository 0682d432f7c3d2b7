"""The audit trail's one table. A database trigger (first migration) refuses changes and deletions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.db import Base


class AuditEntry(Base):
    """One act: ``action`` is a verb in the past (``company.verified``), ``details`` hold primitives only."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_subject", "subject_kind", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    on_behalf_of_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    action: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[int | None]
    details: Mapped[dict[str, Any]]
