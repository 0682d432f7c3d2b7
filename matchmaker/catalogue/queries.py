"""Reading offers, needs and certificates; searching products and companies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any, NamedTuple

from rapidfuzz import fuzz, process
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from matchmaker.catalogue.models import Certificate, Need, Offer, Photo, SavedSearch, ShortlistEntry
from matchmaker.companies.models import Company
from matchmaker.db import fold
from matchmaker.web.pagination import SIZE, Page

CLOSE = 78.0  # rapidfuzz score from which a word counts as a mistyped one
FEW = 5  # fewer hits than this, and typing errors are looked for


@dataclass(frozen=True)
class Figures:
    """How much a company has."""

    offers: int
    needs: int
    certificates: int
    photos: int

    @property
    def items(self) -> int:
        """Offers and needs together."""
        return self.offers + self.needs


def figures_of(session: Session, company_id: int) -> Figures:
    """Counts of a company's active offers and needs, certificates and photos."""

    def count(query: Select[Any]) -> int:
        return session.scalar(query) or 0

    offers = select(func.count()).where(Offer.company_id == company_id, Offer.state == "active")
    needs = select(func.count()).where(Need.company_id == company_id, Need.state == "active")
    certificates = select(func.count()).where(Certificate.company_id == company_id)
    photos = select(func.count()).select_from(Photo).join(Offer, Offer.id == Photo.offer_id)
    photos = photos.where(Offer.company_id == company_id)
    return Figures(count(offers), count(needs), count(certificates), count(photos))


def offers_of(session: Session, company_id: int, *, all_states: bool = False) -> list[Offer]:
    """A company's offers, with photos and certificates."""
    query = (
        select(Offer)
        .where(Offer.company_id == company_id)
        .options(joinedload(Offer.company), selectinload(Offer.photos), selectinload(Offer.certificates))
        .order_by(Offer.id)
    )
    query = query.where(Offer.state != "archived") if all_states else query.where(Offer.state == "active")
    return list(session.scalars(query).unique())


def needs_of(session: Session, company_id: int, *, all_states: bool = False) -> list[Need]:
    """A company's needs."""
    query = (
        select(Need).where(Need.company_id == company_id).options(joinedload(Need.company)).order_by(Need.id)
    )
    query = query.where(Need.state != "archived") if all_states else query.where(Need.state == "active")
    return list(session.scalars(query).unique())


def certificates_of(session: Session, company_id: int) -> list[Certificate]:
    """A company's certificates."""
    query = (
        select(Certificate)
        .where(Certificate.company_id == company_id)
        .order_by(Certificate.kind, Certificate.id)
    )
    return list(session.scalars(query))


def find_offer(session: Session, slug: str) -> Offer | None:
    """The offer at this address, whatever its state."""
    query = select(Offer).where(Offer.slug == slug)
    return session.scalar(
        query.options(joinedload(Offer.company), selectinload(Offer.photos), selectinload(Offer.certificates))
    )


def find_need(session: Session, slug: str) -> Need | None:
    """The need at this address, whatever its state."""
    return session.scalar(select(Need).where(Need.slug == slug).options(joinedload(Need.company)))


def shortlist_of(session: Session, user_id: int) -> list[ShortlistEntry]:
    """What a person keeps in view, newest first."""
    query = (
        select(ShortlistEntry)
        .where(ShortlistEntry.user_id == user_id)
        .options(
            joinedload(ShortlistEntry.offer).joinedload(Offer.company),
            joinedload(ShortlistEntry.offer).selectinload(Offer.photos),
        )
        .order_by(ShortlistEntry.id.desc())
    )
    return list(session.scalars(query).unique())


def searches_of(session: Session, user_id: int) -> list[SavedSearch]:
    """A person's saved searches."""
    return list(
        session.scalars(select(SavedSearch).where(SavedSearch.user_id == user_id).order_by(SavedSearch.id))
    )


@dataclass(frozen=True)
class Found:
    """One page of results, counts for each facet's values, and the product groups of the companies shown."""

    page: Page[Any]
    facets: Mapping[str, list[tuple[str, int]]]
    groups: Mapping[int, list[str]]


class _Row(NamedTuple):
    """What search and facets ask of an offer or a company; ten thousand are made for every page, so it is light."""

    id: int
    text: str
    values: Mapping[str, Collection[str]]


def _tokens(q: str) -> list[str]:
    return [token for token in fold(q).replace(",", " ").split() if token][:8]


def _matching(rows: list[_Row], q: str) -> list[_Row]:
    """Rows that hold every word, whole words first; with few hits also those with words typed almost so."""
    tokens = _tokens(q)
    if not tokens:
        return rows
    hits = [row for row in rows if all(token in row.text for token in tokens)]
    hits.sort(key=lambda row: -sum(f" {token} " in f" {row.text} " for token in tokens))
    if len(hits) >= FEW:
        return hits
    known = {row.id for row in hits}
    vocabulary = sorted({word for row in rows for word in row.text.split() if len(word) > 2})
    close: list[set[str]] = []
    for token in tokens:
        found = process.extract(token, vocabulary, scorer=fuzz.ratio, score_cutoff=CLOSE, limit=12)
        close.append({word for word, _score, _index in found} | {token})
    near = [
        row
        for row in rows
        if row.id not in known and all(any(word in row.text for word in words) for words in close)
    ]
    return hits + near


def _facet(rows: list[_Row], chosen: Mapping[str, str], name: str) -> list[tuple[str, int]]:
    """Counts of a facet's values among the rows that all other chosen facets leave."""
    left = _filtered(rows, {facet: value for facet, value in chosen.items() if facet != name})
    counted = Counter(chain.from_iterable(row.values[name] for row in left))
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))


def _filtered(rows: list[_Row], chosen: Mapping[str, str]) -> list[_Row]:
    for facet, value in chosen.items():
        if value:
            rows = [row for row in rows if value in row.values.get(facet, ())]
    return rows


def _places(province: str | None, former: str | None) -> tuple[str, ...]:
    """A company's province today and the former one: both find it."""
    if province == former:
        return (province,) if province else ()
    return tuple(place for place in (province, former) if place)


def _held(session: Session) -> dict[int, set[str]]:
    held: dict[int, set[str]] = {}
    for company_id, kind in session.execute(select(Certificate.company_id, Certificate.kind)):
        held.setdefault(company_id, set()).add(kind)
    return held


def _offer_rows(session: Session, *, since: datetime | None = None) -> list[_Row]:
    query = (
        select(
            Offer.id, Offer.company_id, Offer.search_text, Company.search_text, Offer.group, Offer.form, Company.country,
            Company.province, Company.former_province, Company.kind,
        )
        .join(Company, Company.id == Offer.company_id)
        .where(Offer.state == "active", Company.published.is_(True), Company.merged_into_id.is_(None))
        .order_by(Company.verified_at.is_(None), Offer.updated_at.desc(), Offer.id)
    )  # fmt: skip
    if since is not None:
        query = query.where(Offer.created_at > since)
    held = _held(session)
    return [
        _Row(
            id, f"{text} {names}",
            {"group": (group,), "form": (form,) if form else (), "country": (country,),
             "province": _places(province, former), "kind": (kind,), "certificate": held.get(company_id, ())},
        )
        for id, company_id, text, names, group, form, country, province, former, kind in session.execute(query)
    ]  # fmt: skip


def search_offers(session: Session, *, q: str, chosen: Mapping[str, str], number: int) -> Found:
    """Products by words (accents and small typing errors do not matter) and facets."""
    matching = _matching(_offer_rows(session), q)
    kept = _filtered(matching, chosen)
    ids = [row.id for row in kept[(number - 1) * SIZE : number * SIZE]]
    query = (
        select(Offer).where(Offer.id.in_(ids)).options(joinedload(Offer.company), selectinload(Offer.photos))
    )
    offers = {offer.id: offer for offer in session.scalars(query).unique()}
    facets = {
        name: _facet(matching, chosen, name)
        for name in ("group", "form", "country", "province", "certificate", "kind")
    }
    return Found(Page([offers[found] for found in ids], number, SIZE, len(kept)), facets, {})


def new_offers(session: Session, query: Mapping[str, Any], *, since: datetime) -> list[int]:
    """Ids of offers added since an instant that a saved search finds."""
    chosen = {name: str(value) for name, value in query.items() if name != "q"}
    return [
        row.id
        for row in _filtered(_matching(_offer_rows(session, since=since), str(query.get("q", ""))), chosen)
    ]


def search_companies(session: Session, *, q: str, chosen: Mapping[str, str], number: int) -> Found:
    """Companies by words of their profile and products, and facets."""
    groups: dict[int, set[str]] = {}
    texts: dict[int, list[str]] = {}
    for model in (Offer, Need):
        query = select(model.company_id, model.group, model.search_text).where(model.state == "active")
        for company_id, group, text in session.execute(query):
            groups.setdefault(company_id, set()).add(group)
            texts.setdefault(company_id, []).append(text)
    held = _held(session)
    columns = select(
        Company.id, Company.search_text, Company.country, Company.province, Company.former_province, Company.kind,
        Company.side,
    )  # fmt: skip
    columns = columns.where(Company.published.is_(True), Company.merged_into_id.is_(None))
    columns = columns.order_by(Company.verified_at.is_(None), Company.updated_at.desc(), Company.id)
    rows = [
        _Row(
            id, " ".join([text, *texts.get(id, ())]),
            {"group": groups.get(id, ()), "country": (country,), "province": _places(province, former), "kind": (kind,),
             "side": (side,), "certificate": held.get(id, ())},
        )
        for id, text, country, province, former, kind, side in session.execute(columns)
    ]  # fmt: skip
    matching = _matching(rows, q)
    kept = _filtered(matching, chosen)
    ids = [row.id for row in kept[(number - 1) * SIZE : number * SIZE]]
    found = {company.id: company for company in session.scalars(select(Company).where(Company.id.in_(ids)))}
    facets = {
        name: _facet(matching, chosen, name)
        for name in ("group", "country", "province", "certificate", "kind", "side")
    }
    return Found(Page([found[company_id] for company_id in ids], number, SIZE, len(kept)), facets,
                 {company_id: sorted(groups.get(company_id, ())) for company_id in ids})  # fmt: skip
