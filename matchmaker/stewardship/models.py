"""Spreadsheet imports in progress."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.db import Base


class SpreadsheetImport(Base):
    """An uploaded sheet: read, checked, decided row by row, then applied whole or not at all.

    ``state``: reading, review, applying, done or failed. ``rows``: parsed values, problems, likely duplicates and
    the decision (new, merge, skip) of each row.
    """

    __tablename__ = "spreadsheet_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    office_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    state: Mapped[str]
    rows: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    result: Mapped[dict[str, Any]] = mapped_column(default=dict)
    error: Mapped[str | None]
    created_at: Mapped[datetime]
    applied_at: Mapped[datetime | None]

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
