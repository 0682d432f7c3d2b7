"""The fields of two companies side by side, and what becomes of each when they are merged. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from matchmaker.companies.models import Company

FIELDS: Mapping[str, tuple[str, ...]] = {
    "legal_name": ("legal_name",),
    "latin_name": ("latin_name",),
    "trading_name": ("trading_name",),
    "tax_code": ("tax_code",),
    "side": ("side",),
    "kind": ("kind",),
    "country": ("country",),
    "place": ("province", "former_province", "commune"),
    "address": ("address",),
    "website": ("website",),
    "phone": ("phone",),
    "email": ("email",),
    "founded": ("founded",),
    "employees": ("employees",),
    "turnover": ("turnover",),
    "export_share": ("export_share",),
    "languages": ("languages",),
    "partnership_kinds": ("partnership_kinds",),
    "description": ("description",),
    "excluded_countries": ("excluded_countries",),
    "excluded_companies": ("excluded_companies",),
    "published": ("published",),
    "verified": ("verified_at", "verified_by_id"),
}
"""Field -> the columns that go together."""
LISTS = {"languages", "partnership_kinds", "description", "excluded_countries", "excluded_companies"}
"""Fields of which both can be kept."""


@dataclass(frozen=True)
class Row:
    """One field of both; ``choice`` is what is taken unless somebody says otherwise, None where they are the same."""

    name: str
    left: tuple[Any, ...]
    right: tuple[Any, ...]
    choice: str | None
    several: bool


def compare(left: Company, right: Company, *, kept: str) -> list[Row]:
    """All fields; where both say something else, the company that stays is believed."""
    return [_row(name, columns, left, right, kept=kept) for name, columns in FIELDS.items()]


def _row(name: str, columns: tuple[str, ...], left: Company, right: Company, *, kept: str) -> Row:
    here = tuple(getattr(left, column) for column in columns)
    there = tuple(getattr(right, column) for column in columns)
    filled = (
        any(value not in (None, "", [], {}) for value in here),
        any(value not in (None, "", [], {}) for value in there),
    )
    if here == there:
        choice = None
    elif name in LISTS and all(filled):
        choice = "both"
    elif all(filled):
        choice = kept
    else:
        choice = "left" if filled[0] else "right"
    return Row(name, here, there, choice, name in LISTS)


def chosen_values(left: Company, right: Company, *, kept: str, choices: Mapping[str, str]) -> dict[str, Any]:
    """Column -> value of the company that stays. ``choices``: field -> left, right, or both for lists; others by default."""
    values: dict[str, Any] = {}
    for row in compare(left, right, kept=kept):
        asked = choices.get(row.name)
        choice = asked if asked in {"left", "right"} or (asked == "both" and row.several) else row.choice
        if choice == "both":
            first, second = (row.left, row.right) if kept == "left" else (row.right, row.left)
            taken = tuple(_both(one, other) for one, other in zip(first, second, strict=True))
        else:
            taken = row.right if choice == "right" else row.left
        values |= dict(zip(FIELDS[row.name], taken, strict=True))
    return values


def _both(first: Any, second: Any) -> Any:
    if isinstance(first, dict):
        return {**second, **first}
    return list(dict.fromkeys([*first, *second]))
