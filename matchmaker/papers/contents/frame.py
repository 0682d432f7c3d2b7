"""What all papers of one print have in common, and how times, places and partners are said in a language."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import segno

from matchmaker.companies.enums import Side as SideKind
from matchmaker.companies.models import Company
from matchmaker.events.models import Event, EventTable, Participation, Slot
from matchmaker.i18n import formatting
from matchmaker.papers.contents.values import Side
from matchmaker.papers.words import language_of, words

MOST_LANGUAGES = 3  # of a partner, beside its country


@dataclass(frozen=True)
class Frame:
    """One print. ``chosen`` is a language for everything; without it a person's papers are in the person's own and
    the shared ones in ``shared``."""

    event: Event
    now: datetime
    public_url: str
    shared: str
    chosen: str | None = None

    @property
    def common(self) -> str:
        """The language of what many read."""
        return self.chosen or self.shared

    def language_for(self, participation: Participation) -> str:
        """The language of one participant's papers."""
        account = participation.user.locale if participation.user is not None else None
        company = participation.company
        return self.chosen or language_of(account=account, spoken=company.languages, country=company.country)

    def between(self, start: datetime, end: datetime, language: str, zone: str | None = None) -> str:
        """A stretch of time on the event's clock, or that of ``zone``."""
        there = zone or self.event.time_zone
        return f"{formatting.clock(start, there, language)}–{formatting.clock(end, there, language)}"

    def day(self, on: date, language: str) -> str:
        """A day with its weekday."""
        return formatting.full_day(on, language)

    def title(self, language: str) -> str:
        """The event's name."""
        return self.event.title(language)

    def place(self, language: str) -> str:
        """When and where."""
        days = self.event.days
        when = (
            " – ".join(dict.fromkeys(formatting.day(one.on, language) for one in (days[0], days[-1])))
            if days
            else ""
        )
        return " · ".join(part for part in (when, self.event.place, self.event.city) if part)

    def note(self, language: str, path: str = "") -> str:
        """The foot: when it was printed, and where the newest is."""
        moment = formatting.moment(self.now, self.event.time_zone, language)
        said, newest = words(language)["as_of"].format(moment=moment), words(language)["newest"]
        return f"{said} · {newest}: {self.public_url}{path}" if path else said

    def text(self, texts: Mapping[str, Any], language: str) -> str:
        """A text kept by language, in this one, else English, else whatever there is."""
        return str(texts.get(language) or texts.get("en") or next(iter(texts.values()), ""))

    def languages(self, codes: Sequence[str], language: str) -> list[str]:
        """Names of languages."""
        return [formatting.language(code, language) for code in codes]

    def qr(self, participation: Participation) -> str:
        """The picture on a badge: a plain link, which any phone opens."""
        stream = io.BytesIO()
        address = f"{self.public_url}/check-in/{participation.badge_code}"
        segno.make(address, error="m", micro=False).save(
            stream, kind="svg", border=0, xmldecl=False, omitsize=True
        )
        return stream.getvalue().decode()


def role(participation: Participation, language: str) -> str:
    """Supplier or buyer."""
    return words(language)["buyer" if participation.side == SideKind.BUYER else "supplier"]


def side(participation: Participation, language: str) -> Side:
    """A partner as an agenda names it."""
    company = participation.company
    spoken = ", ".join(formatting.language(code, language) for code in company.languages[:MOST_LANGUAGES])
    return Side(
        company.name, formatting.country(company.country, language), participation.person_name or "", spoken
    )


def table_of(table: EventTable | None) -> tuple[str, bool]:
    """A table's label, and whether it is a booth."""
    return ("", False) if table is None else (table.label, table.booth_of_id is not None)


def clock_differs(slot: Slot, zone: str, other: str) -> bool:
    """True where two clocks show different times at a slot."""
    return formatting.clock(slot.starts_at, zone, "en") != formatting.clock(slot.starts_at, other, "en")


def place_of(company: Company, language: str) -> str:
    """Where a company is: the commune, and the country."""
    country = formatting.country(company.country, language)
    return f"{company.commune}, {country}" if company.commune else country
