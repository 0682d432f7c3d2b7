"""Matching: one changed item within seconds, everything at night.

Each worker process keeps a fitted matcher and brings it up to date from the rows that changed since it last looked,
so that no change needs a rebuild and no message can be lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy.orm import Session

from matchmaker.matching.conversion import need_value, offer_value, proposable
from matchmaker.matching.engine import Matcher
from matchmaker.matching.operations import begin_run, finish_run, store_pairings
from matchmaker.matching.queries import active_items
from matchmaker.web.transaction import Application
from workers.context import Context

TOP = 12  # proposals an item
OVERLAP = timedelta(minutes=5)  # a transaction may have begun before the last look and committed after it


@dataclass
class Fitted:
    """A matcher and how far it has read."""

    matcher: Matcher
    until: datetime


_fitted: WeakKeyDictionary[Application, Fitted] = WeakKeyDictionary()


def _fit(session: Session, *, now: datetime) -> tuple[Fitted, int, int]:
    offers, needs = active_items(session)
    offer_values = [offer_value(row, now.date()) for row in offers if proposable(row)]
    need_values = [need_value(row) for row in needs if proposable(row)]
    matcher = Matcher(top_n=TOP).fit(offer_values, need_values)
    return Fitted(matcher, now), len(offer_values), len(need_values)


def _current(context: Context) -> Matcher:
    """The process's matcher, with every change since it last looked."""
    now = context.now()
    with context.read() as session:
        fitted = _fitted.get(context.app)
        if fitted is None:
            fitted, _offers, _needs = _fit(session, now=now)
            _fitted[context.app] = fitted
            return fitted.matcher
        offers, needs = active_items(session, since=fitted.until - OVERLAP)
        for offer in offers:
            if proposable(offer):
                fitted.matcher.update_offer(offer_value(offer, now.date()))
            else:
                fitted.matcher.remove_offer(str(offer.id))
        for need in needs:
            if proposable(need):
                fitted.matcher.update_need(need_value(need))
            else:
                fitted.matcher.remove_need(str(need.id))
        fitted.until = now
        return fitted.matcher


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


def rebuild(context: Context, **_unknown: Any) -> dict[str, Any]:
    """Fit and propose over everything."""
    with context.write() as session:
        run_id = begin_run(session, now=context.now()).id
    context.progress(phase="read")
    with context.read() as session:
        fitted, offers, needs = _fit(session, now=context.now())
    context.progress(phase="match", offers=offers, needs=needs)
    _fitted[context.app] = fitted
    pairings = fitted.matcher.propose()
    context.progress(phase="store", offers=offers, needs=needs, proposals=len(pairings))
    with context.write() as session:
        counted = store_pairings(session, pairings, now=context.now())
        finish_run(session, run_id, now=context.now(), offers=offers, needs=needs, counted=counted)
    return dict(counted)
