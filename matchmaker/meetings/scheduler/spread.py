"""Keep the limit on how far the number of breaks may differ between people, where the polish could not."""

from __future__ import annotations

import numpy as np

from .encoding import Encoded
from .state import Rules, State, fits, put, rules_of, take


def breaks_of(rules: Rules, state: State, p: int) -> int:
    """Gaps between consecutive meetings of a day of person p."""
    places = np.flatnonzero(state.at[p] >= 0)
    apart = (np.diff(places) > 1) & (np.diff(rules.day[places]) == 0)
    return int(apart.sum())


def keep_spread(encoded: Encoded, state: State) -> bool:
    """Take meetings out, the least wanted first, until the limit is kept, then put back what fits.

    Forced meetings stay. Returns whether the limit is kept; without a limit nothing is changed.
    """
    limit = encoded.problem.max_break_spread
    if limit is None:
        return True
    rules = rules_of(encoded)
    counts = [breaks_of(rules, state, p) for p in range(encoded.people)]
    removed = []
    while max(counts, default=0) > min(counts, default=0) + limit:
        worst = int(np.argmax(counts))
        r = _helpful(encoded, rules, state, worst)
        if r is None:
            return False
        take(rules, state, r)
        removed.append(r)
        for p in (encoded.a[r], encoded.b[r]):
            counts[p] = breaks_of(rules, state, int(p))
    for r in sorted(removed, key=lambda r: -encoded.weight[r]):
        _put_back(encoded, rules, state, counts, limit, r)
    return True


def _helpful(encoded: Encoded, rules: Rules, state: State, p: int) -> int | None:
    """The least wanted meeting of p without which p has fewer breaks; failing that, the first or last."""
    mine = [int(r) for r in state.at[p] if r >= 0 and not encoded.forced[r]]
    now = breaks_of(rules, state, p)
    best: tuple[int, float, int] | None = None
    for r in mine:
        s = int(state.slot_of[r])
        take(rules, state, r)
        change = breaks_of(rules, state, p) - now
        put(rules, state, r, s)
        if change <= 0 and (best is None or (change, encoded.weight[r], r) < best):
            best = (change, float(encoded.weight[r]), r)
    return None if best is None else best[2]


def _put_back(encoded: Encoded, rules: Rules, state: State, counts: list[int], limit: int, r: int) -> None:
    people = [int(encoded.a[r]), int(encoded.b[r])]
    for s in range(encoded.slots):
        if not fits(rules, state, r, s):
            continue
        put(rules, state, r, s)
        before = [counts[p] for p in people]
        for p in people:
            counts[p] = breaks_of(rules, state, p)
        if max(counts) <= min(counts) + limit:
            return
        take(rules, state, r)
        for p, count in zip(people, before, strict=True):
            counts[p] = count
