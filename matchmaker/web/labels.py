"""Words for enumerated values, in the reader's language; each domain registers its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _

_LABELS: dict[type[StrEnum], Mapping[StrEnum, object]] = {}
_BY_NAME: dict[str, type[StrEnum]] = {}


def register(labels: Mapping[Any, object]) -> None:
    """Add the labels of one enumeration; every member must have one."""
    kind: type[StrEnum] = type(next(iter(labels)))
    missing = set(kind) - set(labels)
    if missing:
        raise ValueError(f"{kind.__name__} lacks labels for {sorted(missing)}")
    _LABELS[kind] = labels
    _BY_NAME[kind.__name__] = kind


def label(value: StrEnum) -> str:
    """The word for a value."""
    return str(_LABELS[type(value)][value])


def label_of(kind: type[StrEnum], value: str | None) -> str:
    """The word for a stored string; the string itself when the enumeration no longer knows it."""
    if not value:
        return ""
    return label(kind(value)) if value in set(kind) else value


def label_of_text(value: str | None, kind: str) -> str:
    """The template filter: ``{{ company.kind|label("CompanyKind") }}``."""
    return label_of(_BY_NAME[kind], value)


def choices(kind: type[StrEnum], *, blank: bool = False) -> list[tuple[str, str]]:
    """(value, label) pairs for a form field, in the enumeration's order."""
    listed = [(value.value, label(value)) for value in kind]
    return [("", _("Choose…")), *listed] if blank else listed


def choices_of(kind: str) -> list[tuple[str, str]]:
    """The template global: ``choices_of("Side")``."""
    return choices(_BY_NAME[kind])


def labels_of(kind: type[StrEnum], values: Iterable[str]) -> list[str]:
    """The words for several stored strings."""
    return [label_of(kind, value) for value in values]
