"""Offers, needs, certificates, photos, shortlists and saved searches."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Numeric, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from matchmaker.companies.models import Company
from matchmaker.db import Base
from matchmaker.files.models import StoredFile

Quantity = Numeric(18, 3)
Money = Numeric(18, 4)


class _Item:
    """What offers and needs have in common. Texts are by language code; quantities come with their unit."""

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    version: Mapped[int] = mapped_column(default=1)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    partnership_kind: Mapped[str] = mapped_column(default="trade")
    name: Mapped[dict[str, Any]]  # language -> text, at least one
    description: Mapped[dict[str, Any]] = mapped_column(default=dict)
    group: Mapped[str] = mapped_column(default="other", index=True)
    hs_code: Mapped[str | None]
    hs_edition: Mapped[str] = mapped_column(default="2022")
    form: Mapped[str | None]
    currency: Mapped[str | None]  # ISO 4217
    incoterm: Mapped[str | None]
    incoterm_place: Mapped[str | None]
    unit: Mapped[str | None]  # of all quantities of the item
    state: Mapped[str] = mapped_column(default="active", index=True)
    search_text: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    demo: Mapped[bool] = mapped_column(default=False)

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}

    @declared_attr
    @classmethod
    def company(cls) -> Mapped[Company]:
        return relationship()

    def title(self, locale: str) -> str:
        """The product name in the reader's language, else English, else whatever there is."""
        return str(self.name.get(locale) or self.name.get("en") or next(iter(self.name.values()), ""))


class Offer(_Item, Base):
    """One thing a company supplies."""

    __tablename__ = "offer"
    __table_args__ = (CheckConstraint("capacity >= 0 AND moq >= 0 AND available >= 0", name="quantities"),)

    grade: Mapped[str | None]
    months: Mapped[list[int]] = mapped_column(default=list)  # season, 1 to 12; empty = all year
    capacity: Mapped[Decimal | None] = mapped_column(Quantity)  # per year
    available: Mapped[Decimal | None] = mapped_column(Quantity)  # now
    moq: Mapped[Decimal | None] = mapped_column(Quantity)
    container_load: Mapped[Decimal | None] = mapped_column(Quantity)  # kg in a 20-foot container
    packaging: Mapped[str | None]
    shelf_life: Mapped[int | None]  # months
    price: Mapped[Decimal | None] = mapped_column(Money)  # indicative, per unit
    papers: Mapped[list[str]] = mapped_column(default=list)
    plots: Mapped[str | None]  # locations of plots, where a market asks (EUDR)
    markets_now: Mapped[list[str]] = mapped_column(default=list)
    markets_wanted: Mapped[list[str]] = mapped_column(default=list)
    certificates: Mapped[list[Certificate]] = relationship(secondary="offer_certificate")
    photos: Mapped[list[Photo]] = relationship(order_by="Photo.position", cascade="all, delete-orphan")


class Need(_Item, Base):
    """One thing a company looks for."""

    __tablename__ = "need"
    __table_args__ = (CheckConstraint("volume >= 0 AND first_order >= 0", name="quantities"),)

    specification: Mapped[str | None]
    volume: Mapped[Decimal | None] = mapped_column(Quantity)  # per year
    first_order: Mapped[Decimal | None] = mapped_column(Quantity)
    target_price: Mapped[Decimal | None] = mapped_column(Money)
    payment_terms: Mapped[list[str]] = mapped_column(default=list)
    certificates_must: Mapped[list[str]] = mapped_column(default=list)
    certificates_nice: Mapped[list[str]] = mapped_column(default=list)
    origins: Mapped[list[str]] = mapped_column(default=list)  # accepted; empty = any
    origins_must: Mapped[bool] = mapped_column(default=False)  # hard rule, else a weighted score
    form_must: Mapped[bool] = mapped_column(default=False)
    market: Mapped[str | None]  # country of destination
    deadline: Mapped[date | None]


class Certificate(Base):
    """A certificate or registration of a company; valid for all or for the linked offers."""

    __tablename__ = "certificate"

    id: Mapped[int] = mapped_column(primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    kind: Mapped[str]
    number: Mapped[str | None]
    issuer: Mapped[str | None]
    expires_on: Mapped[date | None]
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    created_at: Mapped[datetime]
    demo: Mapped[bool] = mapped_column(default=False)
    file: Mapped[StoredFile | None] = relationship()


class OfferCertificate(Base):
    """Which offers a certificate covers."""

    __tablename__ = "offer_certificate"

    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id", ondelete="CASCADE"), primary_key=True)
    certificate_id: Mapped[int] = mapped_column(
        ForeignKey("certificate.id", ondelete="CASCADE"), primary_key=True
    )


class Photo(Base):
    """A photo of an offer, re-encoded at upload, with a small one for lists."""

    __tablename__ = "photo"

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id", ondelete="CASCADE"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    thumbnail_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    caption: Mapped[str | None]
    position: Mapped[int] = mapped_column(default=0)


class ShortlistEntry(Base):
    """An offer that a person keeps in view."""

    __tablename__ = "shortlist_entry"
    __table_args__ = (UniqueConstraint("user_id", "offer_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id", ondelete="CASCADE"))
    note: Mapped[str | None]
    created_at: Mapped[datetime]
    offer: Mapped[Offer] = relationship()


class SavedSearch(Base):
    """A search whose new results are told; ``query`` holds the address's parameters."""

    __tablename__ = "saved_search"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    name: Mapped[str]
    query: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    seen_until: Mapped[datetime]
