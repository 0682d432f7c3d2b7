"""The queue of likely twins: kept up to date, decided by officers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.audit.operations import record
from matchmaker.errors import Conflict, Forbidden, NotFound
from matchmaker.stewardship.enums import PairState
from matchmaker.stewardship.models import TwinPair
from matchmaker.stewardship.pairs import Pair


def store_pairs(session: Session, pairs: Iterable[Pair], *, now: datetime) -> dict[str, int]:
    """Write what was found. What officers have decided stays; open pairs that are found no longer go away."""
    known = {(row.low_id, row.high_id): row for row in session.scalars(select(TwinPair).with_for_update())}
    counted = {"added": 0, "dropped": 0}
    for pair in pairs:
        row = known.pop((pair.low, pair.high), None)
        if row is None:
            session.add(
                TwinPair(low_id=pair.low, high_id=pair.high, score=pair.score, signs=list(pair.signs),
                         state=PairState.OPEN, found_at=now)
            )  # fmt: skip
            counted["added"] += 1
        elif row.state == PairState.OPEN and (row.score, row.signs) != (pair.score, list(pair.signs)):
            row.score, row.signs = pair.score, list(pair.signs)
    for row in known.values():
        if row.state == PairState.OPEN:
            session.delete(row)
            counted["dropped"] += 1
    session.flush()
    return counted


def open_pair(session: Session, actor: Actor, pair_id: int) -> TwinPair:
    """A pair that waits for a decision, locked; Conflict says who was quicker."""
    pair = find_pair(session, actor, pair_id)
    if pair.state != PairState.OPEN:
        who = pair.decided_by.name if pair.decided_by is not None else "–"
        raise Conflict("pair_merged" if pair.state == PairState.MERGED else "pair_different", person=who)
    return pair


def find_pair(session: Session, actor: Actor, pair_id: int) -> TwinPair:
    """A pair, locked, for any officer."""
    if not actor.officer:
        raise Forbidden
    pair = session.scalar(select(TwinPair).where(TwinPair.id == pair_id).with_for_update())
    if pair is None:
        raise NotFound
    return pair


def set_different(session: Session, *, actor: Actor, now: datetime, pair_id: int) -> TwinPair:
    """An officer says that these are two companies: they are never proposed again."""
    pair = open_pair(session, actor, pair_id)
    pair.state, pair.decided_by_id, pair.decided_at = PairState.DIFFERENT, actor.user_id, now
    record(session, actor_id=actor.user_id, now=now, action="twins.different", subject_kind="company",
           subject_id=pair.low_id, other=pair.high_id)  # fmt: skip
    return pair


def reopen_pair(session: Session, *, actor: Actor, now: datetime, pair_id: int) -> TwinPair:
    """It was a mistake: the pair waits for a decision again."""
    pair = find_pair(session, actor, pair_id)
    if pair.state != PairState.DIFFERENT:
        raise Conflict
    pair.state, pair.decided_by_id, pair.decided_at = PairState.OPEN, None, None
    record(session, actor_id=actor.user_id, now=now, action="twins.reopened", subject_kind="company",
           subject_id=pair.low_id, other=pair.high_id)  # fmt: skip
    return pair
