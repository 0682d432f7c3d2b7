"""For each request that is not held: why not, as a code with parameters and the requests in its way."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .encoding import Encoded, Ints
from .state import Rules, State, fits, in_order, reachable, rules_of
from .values import Primitive, Unplaced

MOST_BLOCKING = 12


def explain(encoded: Encoded, state: State) -> tuple[Unplaced, ...]:
    """Reasons of all requests not held, in the order of the problem."""
    rules = rules_of(encoded)
    users = _Users(encoded, state)
    return tuple(_reason(encoded, rules, state, users, int(r)) for r in np.flatnonzero(state.slot_of < 0))


class _Users:
    """The least wanted meetings that use a resource in a slot, looked up once each."""

    def __init__(self, encoded: Encoded, state: State) -> None:
        self.encoded, self.state = encoded, state
        self.needs = np.zeros((encoded.requests, len(encoded.capacity)), bool)
        user = np.repeat(np.arange(encoded.requests), np.diff(encoded.uses.start))
        self.needs[user, encoded.uses.items] = True
        self.found: dict[tuple[int, int], Ints] = {}

    def of(self, k: int, slots: list[int]) -> Ints:
        """At most MOST_BLOCKING of each slot."""
        return np.concatenate([self._of_slot(k, s) for s in slots])

    def _of_slot(self, k: int, s: int) -> Ints:
        if (k, s) not in self.found:
            users = np.flatnonzero((self.state.slot_of == s) & self.needs[:, k]).astype(np.int32)
            order = np.argsort(self.encoded.weight[users], kind="stable")
            self.found[k, s] = users[order][:MOST_BLOCKING]
        return self.found[k, s]


def _reason(encoded: Encoded, rules: Rules, state: State, users: _Users, r: int) -> Unplaced:
    """The first rule, from the most personal to the most general, that leaves no slot."""
    request = encoded.problem.requests[r]
    pair = {"a": request.a, "b": request.b}
    if not encoded.open[r].any():
        return _closed(encoded, r, pair)
    g = encoded.group[r]
    if g >= 0 and state.chosen[g] >= 0:
        other = encoded.problem.requests[int(state.chosen[g])].id
        return Unplaced(request.id, "companies-met", {"other": other}, (other,))
    for p, person in ((encoded.a[r], request.a), (encoded.b[r], request.b)):
        limit = encoded.problem.participants[p].max_meetings
        if limit is not None and state.degree[p] >= limit:
            return Unplaced(
                request.id,
                "person-full",
                {"person": person, "limit": limit},
                _held(encoded, state, state.at[p]),
            )
    common = np.flatnonzero(encoded.open[r])
    a, b = encoded.a[r], encoded.b[r]
    free = [int(s) for s in common if state.at[a, s] < 0 and state.at[b, s] < 0]
    if not free:
        taken = np.concatenate([state.at[a, common], state.at[b, common]])
        return Unplaced(request.id, "person-busy", pair, _held(encoded, state, taken))
    others = np.concatenate([encoded.before.row(r), encoded.after.row(r)])
    ordered = [s for s in free if in_order(rules, state, r, s)] if len(others) else free
    if not ordered:
        blocking = _held(encoded, state, others)
        return Unplaced(request.id, "order", {"other": blocking}, blocking)
    near = ordered
    if encoded.place[r] >= 0:
        near = [s for s in near if reachable(rules, state, r, s, a) and reachable(rules, state, r, s, b)]
    if not near:
        return Unplaced(request.id, "travel", pair)
    return _short_of(encoded, rules, state, users, r, near)


def _closed(encoded: Encoded, r: int, pair: dict[str, str]) -> Unplaced:
    """No slot at all: nobody free together, or a resource that is nowhere in their common slots."""
    request = encoded.problem.requests[r]
    common = encoded.available[encoded.a[r]] & encoded.available[encoded.b[r]]
    ids = [slot.id for slot in encoded.problem.slots]
    if request.slots is not None:
        common &= np.array([slot in request.slots for slot in ids])
    if request.locked_slot is not None:
        common &= np.array([slot == request.locked_slot for slot in ids])
    for k in encoded.uses.row(r):
        if common.any() and not (encoded.capacity[k][common] > 0).any():
            name = encoded.resource_names[k]
            code = "interpreter-unavailable" if name else "no-capacity"
            return Unplaced(request.id, code, {**pair, "resource": name})
    return Unplaced(request.id, "no-common-slot", dict(pair))


def _short_of(
    encoded: Encoded, rules: Rules, state: State, users: _Users, r: int, slots: list[int]
) -> Unplaced:
    """Both are free in `slots`: a resource is full there, or the breaks would spread, or it was not found."""
    request = encoded.problem.requests[r]
    names = tuple(encoded.problem.slots[s].id for s in slots)
    uses = [int(k) for k in encoded.uses.row(r)]
    if not any(fits(rules, state, r, s) for s in slots):
        full = {int(k): [s for s in slots if state.load[k, s] >= encoded.capacity[k, s]] for k in uses}
        everywhere = [k for k in uses if len(full[k]) == len(slots)]
        # Where no single resource is full in all of the slots, one is in each.
        k = everywhere[0] if everywhere else max(k for k in uses if full[k])
        name = encoded.resource_names[k]
        code = ("interpreter-taken" if name else "tables-full") if everywhere else "resources-full"
        parameters: dict[str, Primitive] = {
            "a": request.a,
            "b": request.b,
            "resource": name,
            "slots": names,
        }
        blocking = np.concatenate([users.of(one, full[one]) for one in (everywhere[:1] or uses) if full[one]])
        return Unplaced(request.id, code, parameters, _held(encoded, state, blocking))
    limit = encoded.problem.max_break_spread
    if limit is not None:
        return Unplaced(request.id, "breaks", {"limit": limit})
    return Unplaced(request.id, "not-found", {"slots": names})


def _held(encoded: Encoded, state: State, requests: NDArray[np.integer]) -> tuple[str, ...]:
    """Ids of those held among some requests, the least wanted first, at most MOST_BLOCKING."""
    named = np.unique(np.asarray(requests, int))
    held = named[(named >= 0) & (state.slot_of[named] >= 0)]
    order = held[np.argsort(encoded.weight[held], kind="stable")]
    return tuple(encoded.problem.requests[r].id for r in order[:MOST_BLOCKING])
