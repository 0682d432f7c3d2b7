"""Offers side by side: one row a fact, units converted to tonnes where they can be."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext as _

from matchmaker.catalogue.enums import CertificateKind, Incoterm, ProductForm, ShipmentPaper
from matchmaker.catalogue.models import Offer
from matchmaker.catalogue.nomenclature.units import convert
from matchmaker.i18n import formatting
from matchmaker.web.filters import reader_locale
from matchmaker.web.labels import label_of, labels_of


@dataclass(frozen=True)
class ComparedRow:
    """One fact of all offers; ``differs`` when they do not all say the same."""

    title: str
    cells: list[str]

    @property
    def differs(self) -> bool:
        return len(set(self.cells)) > 1


def _quantity(value: Decimal | None, unit: str | None) -> str:
    if value is None or unit is None:
        return ""
    tonnes = convert(float(value), unit, "t")
    locale = reader_locale()
    return (
        formatting.quantity(value, unit, locale)
        if tonnes is None
        else formatting.quantity(tonnes, "t", locale)
    )


def _price(offer: Offer) -> str:
    if offer.price is None or offer.currency is None:
        return ""
    amount = formatting.money(offer.price, offer.currency, reader_locale())
    return f"{amount} / {formatting.unit_name(offer.unit, reader_locale())}" if offer.unit else amount


def _held(offer: Offer) -> str:
    return ", ".join(labels_of(CertificateKind, [held.kind for held in offer.certificates]))


def compare_rows(offers: list[Offer]) -> list[ComparedRow]:
    """The rows of the comparison; those empty for all are left out."""
    locale = reader_locale()
    facts = [
        (_("Company"), [offer.company.name for offer in offers]),
        (_("Country"), [formatting.country(offer.company.country, locale) for offer in offers]),
        (_("Form"), [label_of(ProductForm, offer.form) for offer in offers]),
        (_("Grade"), [offer.grade or "" for offer in offers]),
        (_("HS code"), [offer.hs_code or "" for offer in offers]),
        (_("Capacity a year"), [_quantity(offer.capacity, offer.unit) for offer in offers]),
        (_("Available now"), [_quantity(offer.available, offer.unit) for offer in offers]),
        (_("Smallest order (MOQ)"), [_quantity(offer.moq, offer.unit) for offer in offers]),
        (_("Indicative price"), [_price(offer) for offer in offers]),
        (_("Incoterms 2020"), [f"{label_of(Incoterm, offer.incoterm)} {offer.incoterm_place or ''}".strip() for offer in offers]),
        (_("Packaging"), [offer.packaging or "" for offer in offers]),
        (_("Shelf life in months"), [str(offer.shelf_life or "") for offer in offers]),
        (_("Season"), [", ".join(formatting.month(month, locale) for month in offer.months) for offer in offers]),
        (_("Certificates"), [_held(offer) for offer in offers]),
        (_("Papers"), [", ".join(labels_of(ShipmentPaper, offer.papers)) for offer in offers]),
        (_("Sells to now"), [", ".join(formatting.country(code, locale) for code in offer.markets_now) for offer in offers]),
    ]  # fmt: skip
    return [ComparedRow(title, cells) for title, cells in facts if any(cells)]
