"""Fitting the engine on all rows, and storing what it proposes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from matchmaker.db import Database
from matchmaker.matching.conversion import need_value, offer_value, proposable
from matchmaker.matching.engine import Matcher
from matchmaker.matching.operations import begin_run, finish_run, store_pairings
from matchmaker.matching.queries import active_items

TOP = 12  # proposals an item
KINSHIP = (
    0.03  # what two texts must at least have in common about the product itself; trade terms alone are filler
)


def fit(session: Session, *, now: datetime) -> Matcher:
    """A matcher fitted on all active items of published companies."""
    offers, needs = active_items(session)
    return Matcher(top_n=TOP, kinship=KINSHIP).fit(
        [offer_value(row, now.date()) for row in offers if proposable(row)],
        [need_value(row) for row in needs if proposable(row)],
    )


def rebuild(database: Database, *, now: datetime) -> dict[str, int]:
    """A whole run, in three transactions: the computation holds none. Returns counts of proposals."""
    with database.begin() as session:
        run_id = begin_run(session, now=now).id
    with database.read() as session:
        matcher = fit(session, now=now)
        offers, needs = active_items(session)
    pairings = matcher.propose()
    with database.begin() as session:
        counted = store_pairings(session, pairings, now=now)
        finish_run(session, run_id, now=now, offers=len(offers), needs=len(needs), counted=counted)
    return counted
