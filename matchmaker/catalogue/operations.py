"""Writing offers, needs, certificates and photos; every change asks the matching to look again."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, cast

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.audit.operations import record
from matchmaker.audit.reversible import Reversible
from matchmaker.catalogue.enums import ItemState
from matchmaker.catalogue.models import Certificate, Need, Offer, Photo, SavedSearch, ShortlistEntry
from matchmaker.catalogue.policy import may_edit, may_see
from matchmaker.companies.models import Company
from matchmaker.companies.operations import make_slug
from matchmaker.companies.policy import may_edit as may_edit_company
from matchmaker.db import fold
from matchmaker.errors import Conflict, Invalid, NotFound
from matchmaker.files.operations import check_paper, encode_photo, store
from matchmaker.jobs.operations import enqueue

MOST_PHOTOS = 8
MOST_SINGLE = 50  # items matched one by one; from there on a whole run is quicker
LARGEST = 10 * 1024 * 1024  # bytes of an upload


def look_again(session: Session, items: Collection[Offer | Need], *, now: datetime) -> None:
    """Have the items matched anew: each for itself, or everything at once where there are many."""
    if len(items) > MOST_SINGLE:
        enqueue(session, "matching.rebuild", now=now, key="asked")
        return
    for item in items:
        kind = "offer" if isinstance(item, Offer) else "need"
        enqueue(session, "matching.refresh", now=now, key=f"{kind}:{item.id}", kind=kind, item_id=item.id)


def _search_text(item: Offer | Need) -> str:
    words = [*item.name.values(), *item.description.values(), item.hs_code or ""]
    return fold(" ".join(str(word) for word in words if word))[:4000]


def save_item(
    session: Session,
    model: type[Offer] | type[Need],
    *,
    actor: Actor,
    now: datetime,
    company_id: int,
    values: Mapping[str, Any],
    item_id: int | None = None,
    version: int | None = None,
    matched: bool = True,
) -> Offer | Need:
    """Add an offer or need, or change the one with ``item_id``.

    Who saves many says ``matched=False`` and calls ``look_again`` for all of them at the end.
    Raises NotFound where the actor may not, Conflict when somebody else has saved since ``version``.
    """
    company = session.get(Company, company_id)
    if company is None or not may_edit_company(actor, company):
        raise NotFound
    item: Offer | Need | None
    if item_id is None:
        title = str(next(iter(values["name"].values()), "item"))
        item = model(
            slug=make_slug(session, model, title), company_id=company_id, created_at=now, demo=company.demo
        )
        session.add(item)
    else:
        item = cast("Offer | Need | None", session.get(model, item_id, with_for_update=True))
        if item is None or item.company_id != company_id:
            raise NotFound
        if version is not None and item.version != version:
            raise Conflict
    for name, value in values.items():
        setattr(item, name, value)
    item.updated_at = now
    item.description = item.description or {}
    item.search_text = _search_text(item)
    session.flush()
    if matched:
        look_again(session, [item], now=now)
    if actor.officer:
        kind = "offer" if isinstance(item, Offer) else "need"
        record(
            session,
            actor_id=actor.user_id,
            now=now,
            action=f"{kind}.saved",
            subject_kind=kind,
            subject_id=item.id,
        )
    return item


def set_state(session: Session, item: Offer | Need, *, actor: Actor, now: datetime, state: ItemState) -> None:
    """Pause, resume or archive; paused and archived ones are proposed to nobody."""
    if not may_edit(actor, item):
        raise NotFound
    item.state, item.updated_at = state, now
    session.flush()
    look_again(session, [item], now=now)


def add_certificate(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    company_id: int,
    kind: str,
    number: str | None,
    issuer: str | None,
    expires_on: date | None,
    offers: list[int],
    content: bytes | None = None,
    file_name: str = "",
    folder: Path | None = None,
) -> Certificate:
    """Add a certificate of the company, with its paper, for some offers (none named: for all of them)."""
    company = session.get(Company, company_id)
    if company is None or not may_edit_company(actor, company):
        raise NotFound
    file_id = None
    if content and folder is not None:
        if len(content) > LARGEST:
            raise Invalid("file_large", field="file")
        media_type = check_paper(content, field="file")
        stored = store(
            session, content, folder=folder, name=file_name, media_type=media_type, purpose="certificate", now=now,
            company_id=company_id, uploaded_by_id=actor.user_id,
        )  # fmt: skip
        file_id = stored.id
    certificate = Certificate(
        company_id=company_id, kind=kind, number=number, issuer=issuer, expires_on=expires_on, file_id=file_id,
        created_at=now, demo=company.demo,
    )  # fmt: skip
    session.add(certificate)
    session.flush()
    query = select(Offer).where(Offer.company_id == company_id)
    for offer in session.scalars(query.where(Offer.id.in_(offers)) if offers else query):
        offer.certificates.append(certificate)
        offer.updated_at = now
        look_again(session, [offer], now=now)
    return certificate


def remove_certificate(session: Session, *, actor: Actor, now: datetime, certificate_id: int) -> None:
    """Take a certificate away, from its offers too."""
    certificate = session.get(Certificate, certificate_id)
    company = session.get(Company, certificate.company_id) if certificate is not None else None
    if certificate is None or company is None or not may_edit_company(actor, company):
        raise NotFound
    for offer in session.scalars(
        select(Offer).where(Offer.certificates.any(Certificate.id == certificate_id))
    ):
        offer.certificates.remove(certificate)
        offer.updated_at = now
        look_again(session, [offer], now=now)
    session.flush()
    session.delete(certificate)


def add_photo(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    offer: Offer,
    content: bytes,
    folder: Path,
    caption: str | None,
) -> Photo:
    """Add a photo: checked by content, turned upright, made smaller, without the camera's data."""
    if not may_edit(actor, offer):
        raise NotFound
    if len(offer.photos) >= MOST_PHOTOS:
        raise Invalid("too_many_photos", field="photo")
    if len(content) > LARGEST:
        raise Invalid("file_large", field="photo")
    large, small = encode_photo(content, field="photo")

    def keep(data: bytes, name: str) -> int:
        return store(
            session, data, folder=folder, name=name, media_type="image/jpeg", purpose="photo", now=now,
            company_id=offer.company_id, uploaded_by_id=actor.user_id,
        ).id  # fmt: skip

    position = max((photo.position for photo in offer.photos), default=-1) + 1
    photo = Photo(
        offer_id=offer.id, file_id=keep(large, f"{offer.slug}.jpg"), thumbnail_id=keep(small, f"{offer.slug}-small.jpg"),
        caption=caption, position=position,
    )  # fmt: skip
    offer.photos.append(photo)
    session.flush()
    return photo


def remove_photo(session: Session, *, actor: Actor, offer: Offer, photo_id: int) -> None:
    """Take a photo away."""
    photo = next((found for found in offer.photos if found.id == photo_id), None)
    if photo is None or not may_edit(actor, offer):
        raise NotFound
    offer.photos.remove(photo)


def toggle_shortlist(session: Session, *, actor: Actor, now: datetime, offer: Offer) -> bool:
    """Put an offer on one's shortlist, or take it off; True when it is on afterwards."""
    if not may_see(actor, offer):
        raise NotFound
    mine = (ShortlistEntry.user_id == actor.user_id, ShortlistEntry.offer_id == offer.id)
    if session.scalar(select(ShortlistEntry.id).where(*mine)) is not None:
        session.execute(delete(ShortlistEntry).where(*mine))
        return False
    session.add(ShortlistEntry(user_id=actor.user_id, offer_id=offer.id, created_at=now))
    session.flush()
    return True


def save_search(
    session: Session, *, actor: Actor, now: datetime, name: str, query: Mapping[str, str]
) -> SavedSearch:
    """Keep a search, to be told of what is new in it."""
    search = SavedSearch(
        user_id=actor.user_id, name=name[:120], query=dict(query), created_at=now, seen_until=now
    )
    session.add(search)
    session.flush()
    return search


def drop_search(session: Session, *, actor: Actor, search_id: int) -> None:
    """Forget a saved search."""
    search = session.get(SavedSearch, search_id)
    if search is None or search.user_id != actor.user_id:
        raise NotFound
    session.delete(search)


def look_at_company(session: Session, company_id: int, *, now: datetime) -> None:
    """Something about the company has changed that the matching of its products depends on."""
    items = [*_active(session, Offer, company_id), *_active(session, Need, company_id)]
    look_again(session, items, now=now)


def repoint_company(changes: Reversible, *, gone_id: int, kept_id: int) -> None:
    """Products and certificates of a company that is merged become the other's; a product that stands in both is archived
    once, so that it is not proposed twice."""
    models: tuple[type[Offer] | type[Need], ...] = (Offer, Need)
    for model in models:
        kept = {_product_key(item) for item in _active(changes.session, model, kept_id)}
        for item in _active(changes.session, model, gone_id):
            if _product_key(item) in kept:
                changes.set(model, model.id == item.id, state=ItemState.ARCHIVED.value)
    for column in (Offer.company_id, Need.company_id, Certificate.company_id):
        changes.repoint(column, gone_id=gone_id, kept_id=kept_id)


def _active(session: Session, model: type[Offer] | type[Need], company_id: int) -> list[Offer | Need]:
    query = select(model).where(model.company_id == company_id, model.state == ItemState.ACTIVE)
    return cast("list[Offer | Need]", session.scalars(query).all())


def _product_key(item: Offer | Need) -> tuple[str, str | None, str | None]:
    return fold(str(next(iter(item.name.values()), ""))), item.hs_code, item.form
