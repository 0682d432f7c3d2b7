"""Matching: one changed item within seconds, everything at night.

Each worker process keeps a fitted matcher and brings it up to date from the rows that changed since it last looked,
so that no change needs a rebuild and no message can be lost.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any
from weakref import WeakKeyDictionary

import structlog

from matchmaker.files.models import StoredFile
from matchmaker.files.operations import content_path
from matchmaker.lexicon.operations import store_translations
from matchmaker.lexicon.queries import lexicon
from matchmaker.lexicon.queries import stamp as lexicon_stamp
from matchmaker.matching.conversion import need_value, offer_value, proposable
from matchmaker.matching.engine import Matcher, learned_words
from matchmaker.matching.engine.reading import Reader
from matchmaker.matching.learning import bilingual_texts, parallel_texts
from matchmaker.matching.models import MatchingRun
from matchmaker.matching.operations import store_pairings
from matchmaker.matching.queries import active_items, changed_since, last_run
from matchmaker.matching.rebuilding import fit_as_used, index_path, rebuild
from matchmaker.meetings.queries import companies_that_met
from matchmaker.web.transaction import Application
from workers.context import Context

MOST_LEARNED = 1_000
OVERLAP = timedelta(minutes=5)  # a transaction may have begun before the last look and committed after it


@dataclass
class Fitted:
    """A matcher, the run and words it was fitted with, how far it has read, and what it has read since."""

    matcher: Matcher
    until: datetime
    base: tuple[int, str]
    read: set[tuple[str, int, datetime]] = field(default_factory=set)


_fitted: WeakKeyDictionary[Application, Fitted] = WeakKeyDictionary()


def _current(context: Context) -> Matcher:
    """The process's matcher, with every change since it last looked; a new run or new words make a new one."""
    now = context.now()
    with context.read() as session:
        run = last_run(session)
        base = (run.id if run is not None else 0, lexicon_stamp(session))
        fitted = _fitted.get(context.app)
        if fitted is None or fitted.base != base:
            fitted = _fitted[context.app] = _saved(context, run, base) or Fitted(
                fit_as_used(session, now=now, met=companies_that_met(session, now=now)), now, base
            )
        changed = changed_since(session, fitted.until - OVERLAP)
        stamped = {("offer", *one) for one in changed.offers.items()} | {
            ("need", *one) for one in changed.needs.items()
        }
        unread = stamped - fitted.read
        offers, needs = active_items(
            session,
            offers={item for kind, item, _at in unread if kind == "offer"},
            needs={item for kind, item, _at in unread if kind == "need"},
        )
        met = companies_that_met(session, now=now) if offers or needs else None
        for offer in offers:
            if proposable(offer):
                fitted.matcher.update_offer(offer_value(offer, now.date(), met))
            else:
                fitted.matcher.remove_offer(str(offer.id))
        for need in needs:
            if proposable(need):
                fitted.matcher.update_need(need_value(need, met))
            else:
                fitted.matcher.remove_need(str(need.id))
        fitted.read = stamped
        fitted.until = now
        return fitted.matcher


def _saved(context: Context, run: MatchingRun | None, base: tuple[int, str]) -> Fitted | None:
    """The index that the last run wrote, mapped into memory, if it is there and no words were added since."""
    if run is None or run.details.get("words") != base[1]:
        return None
    path = index_path(context.app.extensions["settings"].data_folder, run.id)
    if not path.exists():
        return None
    try:
        return Fitted(Matcher.load(path), run.started_at, base)
    except Exception as error:
        # written by another version, or only half copied: reading all anew is always right
        structlog.get_logger().info("matching index not used", path=str(path), error=repr(error))
        return None


def refresh(context: Context, *, kind: str, item_id: int, **_unknown: Any) -> dict[str, Any]:
    """Propose anew for one offer or need that was added or changed."""
    matcher = _current(context)
    scope = {item_id}
    if kind == "offer":
        pairings = matcher.propose_for_offer(str(item_id))
        with context.write() as session:
            return dict(store_pairings(session, pairings, now=context.now(), offer_ids=scope))
    pairings = matcher.propose_for_need(str(item_id))
    with context.write() as session:
        return dict(store_pairings(session, pairings, now=context.now(), need_ids=scope))


def rebuild_all(context: Context, **_unknown: Any) -> dict[str, Any]:
    """Fit and propose over everything."""
    now = context.now()
    with context.read() as session:
        met = companies_that_met(session, now=now)
    folder = context.app.extensions["settings"].data_folder
    return dict(
        rebuild(
            context.app.database,
            now=now,
            met=met,
            folder=folder,
            tell=lambda phase: context.progress(phase=phase),
        )
    )


def learn_translations(context: Context, *, file_id: int | None = None, **_unknown: Any) -> dict[str, Any]:
    """Learn words from firms' own texts in two languages, and from an uploaded file of translated texts."""
    folder = context.app.extensions["settings"].data_folder
    with context.read() as session:
        texts = bilingual_texts(session)
        if file_id is not None:
            texts += parallel_texts(
                content_path(folder, session.get_one(StoredFile, file_id).sha256).read_bytes()
            )
        words = lexicon(session)
    context.progress(pairs=len(texts))
    found = learned_words(Reader(words), texts)[:MOST_LEARNED]
    with context.write() as session:
        added = store_translations(session, now=context.now(), found=[asdict(word) for word in found])
    return {"pairs": len(texts), "added": added}
