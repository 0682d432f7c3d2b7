"""Companies, their people, shortlists and saved searches."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.accounts.models import User
from matchmaker.db import Base


class Company(Base):
    """A firm, cooperative, importer or institution with a profile.

    ``search_text`` is folded (db.fold) and holds names, places and, from the catalogue, products.
    ``version`` guards against two people saving over each other.
    """

    __tablename__ = "company"
    __table_args__ = (
        Index(
            "uq_company_tax_code",
            "country",
            "tax_code",
            unique=True,
            sqlite_where=text("tax_code IS NOT NULL AND merged_into_id IS NULL"),
            postgresql_where=text("tax_code IS NOT NULL AND merged_into_id IS NULL"),
        ),
        Index("ix_company_country_province", "country", "province"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    version: Mapped[int] = mapped_column(default=1)
    legal_name: Mapped[str]
    latin_name: Mapped[str | None]
    trading_name: Mapped[str | None]
    tax_code: Mapped[str | None]  # Vietnamese tax code or foreign registry number; 12 digits are never public
    side: Mapped[str]  # Side
    kind: Mapped[str]  # CompanyKind
    country: Mapped[str]  # ISO 3166-1 alpha-2
    province: Mapped[str | None]  # places code, Vietnam only
    former_province: Mapped[str | None]  # places code of the unit before 1 July 2025
    commune: Mapped[str | None]
    address: Mapped[str | None]
    website: Mapped[str | None]
    phone: Mapped[str | None]
    email: Mapped[str | None]
    founded: Mapped[int | None]
    employees: Mapped[str | None]
    turnover: Mapped[str | None]
    export_share: Mapped[int | None]  # per cent
    languages: Mapped[list[str]] = mapped_column(default=list)
    description: Mapped[dict[str, Any]] = mapped_column(default=dict)  # language -> text
    partnership_kinds: Mapped[list[str]] = mapped_column(default=list)  # catalogue.enums.PartnershipKind
    excluded_companies: Mapped[list[int]] = mapped_column(default=list)
    excluded_countries: Mapped[list[str]] = mapped_column(default=list)
    logo_id: Mapped[int | None] = mapped_column(
        ForeignKey("stored_file.id", use_alter=True, name="fk_company_logo_id")
    )
    published: Mapped[bool] = mapped_column(default=True)
    verified_at: Mapped[datetime | None]
    verified_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("company.id"))
    office_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"))  # the office that looks after it
    search_text: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    demo: Mapped[bool] = mapped_column(default=False)
    memberships: Mapped[list[Membership]] = relationship(back_populates="company")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def name(self) -> str:
        """The name people know it by."""
        return self.trading_name or self.legal_name


class Membership(Base):
    """A user's place in a company; a user has one at most."""

    __tablename__ = "membership"

    id: Mapped[int] = mapped_column(primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), unique=True)
    role: Mapped[str]  # MemberRole
    created_at: Mapped[datetime]
    company: Mapped[Company] = relationship(back_populates="memberships")
    user: Mapped[User] = relationship()


class ColleagueInvitation(Base):
    """An owner's invitation to a colleague; the link is signed when the mail is rendered."""

    __tablename__ = "colleague_invitation"
    __table_args__ = (UniqueConstraint("company_id", "email"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"))
    email: Mapped[str]
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    company: Mapped[Company] = relationship()


class Draft(Base):
    """What somebody has typed into a form in steps and not yet submitted; ``form`` names form and object."""

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("user_id", "form"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    form: Mapped[str]
    values: Mapped[dict[str, Any]]
    updated_at: Mapped[datetime]
