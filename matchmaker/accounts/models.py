"""Users, offices, invitations, one-time sign-in links and consents."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.db import Base


class Office(Base):
    """The office whose events and records its officers may write."""

    __tablename__ = "office"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    name_en: Mapped[str]
    kind: Mapped[str]  # OfficeKind
    country: Mapped[str] = mapped_column(default="VN")  # ISO 3166-1 alpha-2
    province: Mapped[str | None]  # companies.places code
    email: Mapped[str | None]
    phone: Mapped[str | None]
    created_at: Mapped[datetime]
    demo: Mapped[bool] = mapped_column(default=False)


class User(Base):
    """A person who can sign in; without an address, by links that an officer hands over."""

    __tablename__ = "user"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str | None] = mapped_column(unique=True)  # lower case
    email_verified_at: Mapped[datetime | None]
    password_hash: Mapped[str | None]
    name: Mapped[str]
    phone: Mapped[str | None]
    job_title: Mapped[str | None]
    role: Mapped[str]  # Role
    office_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"), index=True)
    locale: Mapped[str] = mapped_column(default="vi")
    time_zone: Mapped[str] = mapped_column(default="Asia/Ho_Chi_Minh")
    dense: Mapped[bool] = mapped_column(default=False)
    session_stamp: Mapped[str]  # changes with the password; sessions made under another stamp end
    disabled_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    demo: Mapped[bool] = mapped_column(default=False)
    office: Mapped[Office | None] = relationship()


class OfficerInvitation(Base):
    """An invitation to become an officer, helper or interpreter of an office; only the token's hash is kept."""

    __tablename__ = "officer_invitation"
    __table_args__ = (
        Index(
            "uq_officer_invitation_open",
            "email",
            unique=True,
            sqlite_where=text("accepted_at IS NULL"),
            postgresql_where=text("accepted_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str]
    role: Mapped[str]
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    office: Mapped[Office] = relationship()


class SignInLink(Base):
    """A one-time link that an officer made for a person without an address."""

    __tablename__ = "sign_in_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    user: Mapped[User] = relationship(foreign_keys=user_id)


class Consent(Base):
    """One person's consent for one purpose, with the words agreed to; withdrawn, never deleted."""

    __tablename__ = "consent"
    __table_args__ = (Index("ix_consent_user_id_purpose", "user_id", "purpose"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    purpose: Mapped[str]
    wording: Mapped[str]
    locale: Mapped[str]
    granted_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
