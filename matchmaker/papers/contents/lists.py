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
    # one entry for each company, by its first representative
    firms = {one.company_id: one for one in reversed(people)}
    groups = []
    for side, title in ((Side.EXPORTER, said["supplier"]), (Side.BUYER, said["buyer"])):
        entries = [
            _entry(frame, one, items.get(one.company_id, ([], [])), consents)
            for one in people
            if one.side == side and firms[one.company_id] is one
        ]
        if entries:
            groups.append(Group(f"{title} ({formatting.number(len(entries), language)})", tuple(entries)))
    return Catalogue(
        "catalogue", language, frame.title(language), frame.place(language), frame.note(language),
        tuple(groups),
    )  # fmt: skip


def _entry(
    frame: Frame,
    one: Participation,
    items: tuple[list[Offer], list[Need]],
    consents: Collection[tuple[int, Purpose]],
) -> Entry:
    company, user, language = one.company, one.user, frame.common
    named = user is not None and (user.id, Purpose.DIRECTORY) in consents
    reached = user is not None and (user.id, Purpose.RECIPIENTS_ABROAD) in consents
    about = frame.text(company.description, language) if company.published else ""
    contact = [
        (user.phone if user else None) or company.phone, (user.email if user else None) or company.email,
        company.website,
    ] if reached else []  # fmt: skip
    offers, needs = items
    return Entry(
        company=company.name,
        country=place_of(company, language),
        languages=", ".join(formatting.language(code, language) for code in company.languages),
        about=about if len(about) <= MOST_TEXT else about[:MOST_TEXT].rsplit(" ", 1)[0] + " …",
        offers="; ".join(offer.title(language) for offer in offers),
        needs="; ".join(need.title(language) for need in needs),
        person=(one.person_name or "") if named else "",
        contact=" · ".join(part for part in contact if part),
    )
