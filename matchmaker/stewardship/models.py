"""Spreadsheet imports in progress, likely twins, and companies that were merged."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.accounts.models import User
from matchmaker.companies.models import Company
from matchmaker.db import Base


class SpreadsheetImport(Base):
    """An uploaded sheet: read, checked, decided row by row, then applied whole or not at all.

    ``state``: reading, review, applying, done or failed. ``rows``: parsed values, problems, likely duplicates and
    the decision (new, merge, skip) of each row. ``kind``: companies, or the delegation of an event.
    """

    __tablename__ = "spreadsheet_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    office_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    kind: Mapped[str] = mapped_column(default="companies", server_default="companies")
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    state: Mapped[str]
    rows: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    result: Mapped[dict[str, Any]] = mapped_column(default=dict)
    error: Mapped[str | None]
    created_at: Mapped[datetime]
    applied_at: Mapped[datetime | None]

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class TwinPair(Base):
    """Two companies that are likely the same. ``state``: open, different (remembered for good) or merged."""

    __tablename__ = "twin_pair"
    __table_args__ = (
        UniqueConstraint("low_id", "high_id"),
        CheckConstraint("low_id < high_id", name="two_companies"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    low_id: Mapped[int] = mapped_column(ForeignKey("company.id"))
    high_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    score: Mapped[float]  # 0 to 1
    signs: Mapped[list[str]]  # what speaks for it, strongest first
    state: Mapped[str] = mapped_column(default="open", index=True)
    found_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime | None]
    low: Mapped[Company] = relationship(foreign_keys=low_id)
    high: Mapped[Company] = relationship(foreign_keys=high_id)
    decided_by: Mapped[User | None] = relationship()


class CompanyMerge(Base):
    """One company taken into another; ``changes`` (audit.reversible) is what it takes to undo it."""

    __tablename__ = "company_merge"

    id: Mapped[int] = mapped_column(primary_key=True)
    kept_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    gone_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    merged_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    merged_at: Mapped[datetime]
    changes: Mapped[list[dict[str, Any]]]
    undone_at: Mapped[datetime | None]
    kept: Mapped[Company] = relationship(foreign_keys=kept_id)
    gone: Mapped[Company] = relationship(foreign_keys=gone_id)
    merged_by: Mapped[User] = relationship()
