"""Keep the limit on how far the number of breaks may differ between people, at the least cost of value.

Where the polish could not do it, meetings that cause breaks are given up, the least wanted first. Polishing what is
left packs the agendas closer, so that other requests, or the same ones, fit again within the limit.
"""

from __future__ import annotations

import numpy as np

from .compiled import compiled
from .encoding import NO_LIMIT, Encoded, Ints
from .state import Rules, State, fits, put, rules_of, take


@compiled
def breaks_of(rules: Rules, state: State, p: int) -> int:
    """Gaps between consecutive meetings of a day of person p."""
    count, previous = 0, -1
    for s in range(len(rules.day)):
        if state.at[p, s] < 0:
            continue
        if previous >= 0 and s > previous + 1 and rules.day[s] == rules.day[previous]:
            count += 1
        previous = s
    return count


@compiled
def all_breaks(rules: Rules, state: State) -> Ints:
    """(P,) breaks of everybody."""
    counts = np.zeros(len(rules.cap), np.int32)
    for p in range(len(counts)):
        counts[p] = breaks_of(rules, state, p)
    return counts


def keeps_spread(encoded: Encoded, state: State) -> bool:
    """Whether the limit is kept; without a limit it is."""
    limit = encoded.problem.max_break_spread
    if limit is None or not encoded.people:
        return True
    counts = all_breaks(rules_of(encoded), state)
    return bool(counts.max() - counts.min() <= limit)


def keep_spread(encoded: Encoded, state: State) -> bool:
    """Take meetings out until the limit is kept, then put back what fits within it.

    Forced meetings stay. Returns whether the limit is kept; without a limit nothing is changed.
    """
    limit = encoded.problem.max_break_spread
    if limit is None or not encoded.people:
        return True
    rules = rules_of(encoded)
    price = 50 * float(encoded.weight.max(initial=1.0))
    counts = all_breaks(rules, state)
    while counts.max() > counts.min() + limit:
        most = int(counts.min() + limit)
        r = _cheapest(rules, state, counts, most, price, int(counts.argmax()))
        if r < 0:
            return False
        take(rules, state, r)
        for p in (encoded.a[r], encoded.b[r]):
            counts[p] = breaks_of(rules, state, p)
    fill_within(encoded, state)
    return True


@compiled
def _cheapest(rules: Rules, state: State, counts: Ints, most: int, price: float, p: int) -> int:
    """The meeting of p to give up: of the least loss for each break above `most` that it ends.

    Somebody left below the floor costs `price`. Where no meeting ends a break, the least wanted one that adds none.
    """
    best, lowest = -1, np.inf
    for s in range(len(rules.day)):
        r = state.at[p, s]
        if r < 0 or rules.forced[r]:
            continue
        loss, ended, own = rules.weight[r] + 0.1, 0, counts[p]
        take(rules, state, r)
        for q in (rules.a[r], rules.b[r]):
            now = breaks_of(rules, state, q)
            ended += max(0, counts[q] - most) - max(0, now - most)
            own = now if q == p else own
            if state.degree[q] < rules.floor[q]:
                loss += price
        put(rules, state, r, s)
        if own > counts[p]:
            continue
        cost = loss / ended if ended > 0 else loss + 10 * price
        if cost < lowest:
            best, lowest = r, cost
    return best


def fill_within(encoded: Encoded, state: State) -> None:
    """Hold whatever fits and keeps the limit: people below their floor first, then by weight."""
    limit = encoded.problem.max_break_spread
    lacking = state.degree < encoded.floor
    order = np.lexsort((-encoded.weight, ~(lacking[encoded.a] | lacking[encoded.b]))).astype(np.int32)
    _fill(rules_of(encoded), state, order, NO_LIMIT if limit is None else limit)


@compiled
def _fill(rules: Rules, state: State, order: Ints, limit: int) -> None:
    counts = all_breaks(rules, state)
    for r in order:
        if state.slot_of[r] >= 0:
            continue
        a, b = rules.a[r], rules.b[r]
        for s in range(len(rules.day)):
            if not fits(rules, state, r, s):
                continue
            before_a, before_b = counts[a], counts[b]
            put(rules, state, r, s)
            counts[a], counts[b] = breaks_of(rules, state, a), breaks_of(rules, state, b)
            if max(counts[a], counts[b]) <= counts.min() + limit:
                break
            take(rules, state, r)
            counts[a], counts[b] = before_a, before_b
