"""Rows become the engine's values here, once, at the edge."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from matchmaker.catalogue import models
from matchmaker.matching.engine import Need, Offer

ACTIVE = "active"
Met = Mapping[int, frozenset[int]] | None  # company → companies it has met


def _met(met: Met, company_id: int) -> tuple[str, ...]:
    return tuple(sorted(str(other) for other in (met or {}).get(company_id, ())))


def _text(name: dict[str, str], description: dict[str, str], *more: str | None) -> str:
    """All that was written about an item: the name in every language on the first line, which counts most."""
    title = "; ".join(" ".join(part.split()) for part in name.values() if part.strip())
    parts = [title, *description.values(), *(part for part in more if part)]
    return "\n".join(part.strip() for part in parts if part.strip())


def proposable(item: models.Offer | models.Need) -> bool:
    """Only active items of published companies are proposed to others."""
    return item.state == ACTIVE and item.company.published and item.company.merged_into_id is None


def offer_value(row: models.Offer, today: date, met: Met = None) -> Offer:
    """An offer as the engine sees it; certificates that have run out do not count."""
    valid = [held.kind for held in row.certificates if held.expires_on is None or held.expires_on >= today]
    return Offer(
        id=str(row.id),
        text=_text(row.name, row.description, row.grade, row.packaging),
        hs_code=row.hs_code,
        form=row.form,
        origin=row.company.country,
        markets=tuple(row.markets_wanted) + tuple(row.markets_now),
        certificates=tuple(sorted(set(valid))),
        capacity=float(row.capacity) if row.capacity is not None else None,
        unit=row.unit,
        moq=float(row.moq) if row.moq is not None else None,
        languages=tuple(row.company.languages),
        incoterm=row.incoterm,
        party=str(row.company_id),
        met_parties=_met(met, row.company_id),
        excluded_parties=tuple(str(company) for company in row.company.excluded_companies),
        excluded_countries=tuple(row.company.excluded_countries),
    )


def need_value(row: models.Need, met: Met = None) -> Need:
    """A need as the engine sees it."""
    return Need(
        id=str(row.id),
        text=_text(row.name, row.description, row.specification),
        hs_code=row.hs_code,
        form=row.form,
        market=row.market or row.company.country,
        origins=tuple(row.origins),
        origins_must=row.origins_must,
        form_must=row.form_must,
        certificates=tuple(row.certificates_must),
        certificates_nice=tuple(row.certificates_nice),
        volume=float(row.volume) if row.volume is not None else None,
        unit=row.unit,
        languages=tuple(row.company.languages),
        incoterm=row.incoterm,
        party=str(row.company_id),
        met_parties=_met(met, row.company_id),
        excluded_parties=tuple(str(company) for company in row.company.excluded_companies),
        excluded_countries=tuple(row.company.excluded_countries),
    )
