"""Matching: one changed item within seconds, everything at night.

Each worker process keeps a fitted matcher and brings it up to date from the rows that changed since it last looked,
so that no change needs a rebuild and no message can be lost.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from weakref import WeakKeyDictionary

from matchmaker.matching.conversion import need_value, offer_value, proposable
from matchmaker.matching.engine import Matcher
from matchmaker.matching.operations import store_pairings
from matchmaker.matching.queries import active_items, changed_since
from matchmaker.matching.rebuilding import fit, rebuild
from matchmaker.web.transaction import Application
from workers.context import Context

OVERLAP = timedelta(minutes=5)  # a transaction may have begun before the last look and committed after it


@dataclass
class Fitted:
    """A matcher, how far it has read, and what it has read since it was fitted."""

    matcher: Matcher
    until: datetime
    read: set[tuple[str, int, datetime]] = field(default_factory=set)


_fitted: WeakKeyDictionary[Application, Fitted] = WeakKeyDictionary()


def _current(context: Context) -> Matcher:
    """The process's matcher, with every change since it last looked."""
    now = context.now()
    with context.read() as session:
        fitted = _fitted.get(context.app)
        if fitted is None:
            fitted = _fitted[context.app] = Fitted(fit(session, now=now), now)
            return fitted.matcher
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
        fitted.read = stamped
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


def rebuild_all(context: Context, **_unknown: Any) -> dict[str, Any]:
    """Fit and propose over everything."""
    _fitted.pop(context.app, None)  # the next small change starts from the new state
    context.progress(phase="match")
    return dict(rebuild(context.app.database, now=context.now()))
