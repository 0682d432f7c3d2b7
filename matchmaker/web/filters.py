"""Template filters: formatting bound to the reader's language, and the site's small helpers."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Flask, request
from flask_babel import get_locale
from markupsafe import Markup

from matchmaker.i18n import formatting
from matchmaker.web import labels


def reader_locale() -> str:
    """The language code of the page being made."""
    return str(get_locale())


def page_address(**changes: Any) -> str:
    """This page's address with some parameters changed (None or "" removes one); lists start again at page 1."""
    parameters = {name: values for name, values in request.args.lists() if name != "page"}
    for name, value in changes.items():
        parameters[name] = [] if value in (None, "") else value if isinstance(value, list) else [value]
    query = urlencode(parameters, doseq=True)
    return f"{request.path}?{query}" if query else request.path


@cache
def _drawing(path: Path) -> Markup:
    """An icon as inline SVG, so that it takes the text's colour and size."""
    body = re.sub(r"^<svg[^>]*>", "", path.read_text().strip())
    return Markup(f'<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">{body}')


def register_filters(app: Flask) -> None:
    """Attach the filters and globals that templates use."""

    def day(value: date) -> str:
        return formatting.day(value, reader_locale())

    def weekday(value: date) -> str:
        return formatting.weekday(value, reader_locale())

    def clock(value: datetime, zone: str) -> str:
        return formatting.clock(value, zone, reader_locale())

    def moment(value: datetime, zone: str = "Asia/Ho_Chi_Minh") -> str:
        return formatting.moment(value, zone, reader_locale())

    def instant(value: str) -> datetime:
        return datetime.fromisoformat(value)

    def number(value: int | float | Decimal) -> str:
        return formatting.number(value, reader_locale())

    def per_cent(share: float) -> str:
        return formatting.per_cent(share, reader_locale())

    def quantity(value: Decimal, unit: str) -> str:
        return formatting.quantity(value, unit, reader_locale())

    def money(value: Decimal, currency: str) -> str:
        return formatting.money(value, currency, reader_locale())

    def country(code: str) -> str:
        return formatting.country(code, reader_locale())

    def language(code: str) -> str:
        return formatting.language(code, reader_locale())

    def month(value: int) -> str:
        return formatting.month(value, reader_locale())

    def unit_name(unit: str) -> str:
        return formatting.unit_name(unit, reader_locale())

    def in_language(texts: dict[str, str] | None) -> str:
        """A text kept per language, in the reader's, else English, else whatever there is."""
        if not texts:
            return ""
        return texts.get(reader_locale()) or texts.get("en") or next(iter(texts.values()))

    for function in (
        day, weekday, clock, moment, instant, number, per_cent, quantity, money, country, language, month, unit_name,
        in_language,
    ):  # fmt: skip
        app.jinja_env.filters[function.__name__] = function
    app.jinja_env.filters["label"] = labels.label_of_text

    def icon(name: str) -> Markup:
        return _drawing(Path(app.static_folder or "") / "vendor" / "icons" / f"{name}.svg")

    app.jinja_env.globals.update(
        page_address=page_address, reader_locale=reader_locale, icon=icon, choices_of=labels.choices_of
    )
