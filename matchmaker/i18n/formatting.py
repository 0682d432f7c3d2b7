"""Dates, numbers, quantities, money, countries and languages as the reader writes them. Pure; Babel's CLDR."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time
from babel.numbers import format_currency, format_decimal, format_percent

UNIT_NAMES = {
    "vi": {"kg": "kg", "ta": "tạ", "quintal": "tạ", "t": "tấn", "lb": "pound", "l": "lít", "m3": "m³",
           "piece": "chiếc", "container20": "container 20'", "container40": "container 40'"},
    "en": {"kg": "kg", "ta": "tạ (100 kg)", "quintal": "quintals", "t": "tonnes", "lb": "lb", "l": "litres",
           "m3": "m³", "piece": "pieces", "container20": "20' containers", "container40": "40' containers"},
}  # fmt: skip


def day(value: date, locale: str) -> str:
    """A date with its year, e.g. "21 thg 3, 2027" or "21 Mar 2027"."""
    if locale == "en":
        return format_date(value, "d MMM y", locale="en")
    return format_date(value, "dd/MM/y", locale=locale)


def weekday(value: date, locale: str) -> str:
    """A date with its weekday and no year."""
    return format_skeleton("MMMEd", value, locale="en_GB" if locale == "en" else locale)


def full_day(value: date, locale: str) -> str:
    """A date in full, e.g. "Thứ Hai, 15 tháng 3, 2027" or "Monday, 15 March 2027"."""
    return format_date(value, "full", locale="en_GB" if locale == "en" else locale)


def clock(value: datetime, zone: str, locale: str) -> str:
    """A time of day in ``zone``, 24 hours."""
    return format_time(value.astimezone(ZoneInfo(zone)), "HH:mm", locale=locale)


def moment(value: datetime, zone: str, locale: str) -> str:
    """Date and time in ``zone``."""
    local = value.astimezone(ZoneInfo(zone))
    return f"{clock(local, zone, locale)}, {day(local.date(), locale)}"


def number(value: int | float | Decimal, locale: str) -> str:
    """A number with the locale's separators and no needless zeros."""
    return format_decimal(value, locale=locale)


def per_cent(share: float, locale: str) -> str:
    """A share of 1 as a whole percentage."""
    return format_percent(share, "#,##0%", locale=locale)


def quantity(value: Decimal | float, unit: str, locale: str) -> str:
    """A number with its unit."""
    name = unit_name(unit, locale)
    if locale == "en" and value == 1:
        name = name.removesuffix("s")  # 1 tonne
    return f"{number(value, locale)} {name}"


def unit_name(unit: str, locale: str) -> str:
    """What people call a unit."""
    return UNIT_NAMES.get(locale, UNIT_NAMES["en"]).get(unit, unit)


def money(value: Decimal | float, currency: str, locale: str) -> str:
    """An amount in its own currency."""
    return format_currency(value, currency, locale=locale)


def country(code: str, locale: str) -> str:
    """A country's name; the code where CLDR has none."""
    return str(Locale.parse(locale).territories.get(code, code))


def language(code: str, locale: str) -> str:
    """A language's name."""
    name = str(Locale.parse(locale).languages.get(code, code))
    return name[:1].upper() + name[1:]


def month(value: int, locale: str) -> str:
    """A month's short name, 1 to 12."""
    return str(Locale.parse(locale).months["stand-alone"]["abbreviated"][value])
