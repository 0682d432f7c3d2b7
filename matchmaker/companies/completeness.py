"""How complete a profile is, and what to add next. Pure; words are the templates' business."""

from __future__ import annotations

from dataclasses import dataclass

from matchmaker.companies.models import Company

WEIGHTS = {
    "item": 30, "description": 15, "languages": 10, "tax_code": 10, "certificate": 10, "photo": 10, "kind_details": 5,
    "contact": 5, "website": 5,
}  # fmt: skip


@dataclass(frozen=True)
class Completeness:
    """``share`` of 1, and the codes of what is missing, the most useful first."""

    share: float
    missing: list[str]


def completeness(company: Company, *, items: int, certificates: int, photos: int) -> Completeness:
    """Weigh what is there; buyers need no certificates or photos."""
    there = {
        "item": items > 0,
        "description": any(text.strip() for text in company.description.values()),
        "languages": bool(company.languages),
        "tax_code": bool(company.tax_code),
        "certificate": certificates > 0 or company.side == "buyer",
        "photo": photos > 0 or company.side == "buyer",
        "kind_details": bool(company.employees and company.founded),
        "contact": bool(company.phone or company.email),
        "website": bool(company.website),
    }
    total = sum(WEIGHTS[code] for code, present in there.items() if present)
    return Completeness(total / sum(WEIGHTS.values()), [code for code in WEIGHTS if not there[code]])
