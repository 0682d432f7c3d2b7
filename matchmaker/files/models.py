"""Stored files."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.db import Base


class StoredFile(Base):
    """One upload. The content lies under its SHA-256 in the data folder; ``size`` in bytes.

    ``purpose``: photo, certificate or import. ``company_id`` is whose it is, where it is a company's.
    """

    __tablename__ = "stored_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    purpose: Mapped[str]
    company_id: Mapped[int | None] = mapped_column(ForeignKey("company.id"), index=True)
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime]
