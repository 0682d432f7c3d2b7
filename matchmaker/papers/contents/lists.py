"""The list at the entrance, and the catalogue of who takes part."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from matchmaker.accounts.enums import Purpose
from matchmaker.catalogue.models import Need, Offer
from matchmaker.companies.enums import Side
from matchmaker.events.models import Participation
from matchmaker.i18n import formatting
from matchmaker.papers.contents.frame import Frame, place_of, role
from matchmaker.papers.contents.values import Catalogue, Entry, Group, Line, Listing
from matchmaker.papers.words import words

MOST_TEXT = 360  # letters of a description


def participants(frame: Frame, people: Sequence[Participation]) -> Listing:
    """Everybody in the order of the alphabet, with a box to tick."""
    language = frame.common
    rows = tuple(
        Line(one.company.name, one.person_name or "", formatting.country(one.company.country, language),
             role(one, language), one.badge_code)
        for one in people
    )  # fmt: skip
    return Listing(
        "participants", language, frame.title(language), frame.place(language), frame.note(language),
        formatting.number(len(rows), language), rows,
    )  # fmt: skip


def catalogue(
    frame: Frame, people: Sequence[Participation], *, items: Mapping[int, tuple[list[Offer], list[Need]]],
    consents: Collection[tuple[int, Purpose]],
) -> Catalogue:  # fmt: skip
    """Suppliers, then buyers: what they sell and look for; names and contacts only with consent."""
    language = frame.common
    said = words(language)
    firms: dict[int, list[Participation]] = {}
    for one in people:
        firms.setdefault(one.company_id, []).append(one)
    groups = []
    for side, title in ((Side.EXPORTER, said["supplier"]), (Side.BUYER, said["buyer"])):
        entries = [
            _entry(frame, those, items.get(company, ([], [])), consents)
            for company, those in firms.items()
            if those[0].side == side
        ]
        if entries:
            groups.append(Group(f"{title} ({formatting.number(len(entries), language)})", tuple(entries)))
    return Catalogue(
        "catalogue", language, frame.title(language), frame.place(language), frame.note(language),
        tuple(groups),
    )  # fmt: skip


def _entry(
    frame: Frame, people: Sequence[Participation], items: tuple[list[Offer], list[Need]],
    consents: Collection[tuple[int, Purpose]],
) -> Entry:  # fmt: skip
    """A company with those of its people who consent."""
    company, language = people[0].company, frame.common
    about = frame.text(company.description, language) if company.published else ""
    named = [
        one.user for one in people if one.user is not None and (one.user.id, Purpose.DIRECTORY) in consents
    ]
    reached = next((user for user in named if (user.id, Purpose.RECIPIENTS_ABROAD) in consents), None)
    contact = (
        (reached.phone or company.phone, reached.email or company.email, company.website)
        if reached is not None
        else ()
    )
    offers, needs = items
    return Entry(
        company=company.name,
        country=place_of(company, language),
        languages=", ".join(formatting.language(code, language) for code in company.languages),
        about=about if len(about) <= MOST_TEXT else about[:MOST_TEXT].rsplit(" ", 1)[0] + " …",
        offers="; ".join(offer.title(language) for offer in offers),
        needs="; ".join(need.title(language) for need in needs),
        person=", ".join(user.name for user in named),
        contact=" · ".join(part for part in contact if part),
    )
