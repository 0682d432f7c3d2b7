"""The polynomial way: everybody always free, two sides. Choose by flow, colour by König, balance.

1. Choose requests of largest weight so that nobody has more than min(cap, slots) and the shared
   tables of all slots together suffice. Without slots in it this is a flow problem, and its value
   is a bound of every schedule.
2. A bipartite graph of largest degree S has an edge colouring with S colours (D. König, 1916): each
   colour is a slot. An edge whose two people have no common free slot is put in after a swap along
   the alternating path of one slot free for each.
3. Two slots whose numbers of shared-table meetings differ are balanced along alternating paths.

The value met is the flow's: nothing can be better, whatever the slots.
"""

from __future__ import annotations

import numpy as np

from .bounds import degree_programme
from .compiled import compiled
from .encoding import Encoded, Flags, Ints
from .highs import LinearProgramme, solve_whole
from .state import Rules, State, empty_state, put, rules_of, take


def is_polynomial(encoded: Encoded) -> bool:
    """Whether everybody is free in every slot, sides are two, and nothing but tables is counted."""
    problem = encoded.problem
    plain = (
        encoded.requests > 0
        and not encoded.forced.any()
        and bool(encoded.open.all())
        and not encoded.far.any()
        and len(encoded.before.items) == 0
        and len(encoded.groups.items) == 0
        and len(encoded.capacity) == 1
        and problem.max_break_spread is None
    )
    even = len(np.unique(encoded.capacity[0])) == 1
    return plain and even and _two_sides(encoded)


def _two_sides(encoded: Encoded) -> bool:
    """Whether people can be put on two sides with every request from one to the other."""
    side = np.full(encoded.people, -1)
    for root in range(encoded.people):
        if side[root] >= 0:
            continue
        side[root] = 0
        waiting = [root]
        while waiting:
            p = waiting.pop()
            for r in encoded.of_person.row(p):
                q = int(encoded.b[r] if encoded.a[r] == p else encoded.a[r])
                if side[q] < 0:
                    side[q] = 1 - side[p]
                    waiting.append(q)
                elif side[q] == side[p]:
                    return False
    return True


def solve_exactly(encoded: Encoded) -> State | None:
    """The best schedule; None where tables could not be balanced (booths and tables mixed at one host)."""
    chosen = choose(encoded)
    if chosen is None:
        return None
    rules, state = rules_of(encoded), empty_state(encoded)
    # Room for every table meeting in every slot while colouring: the tables are balanced afterwards.
    loose = rules._replace(capacity=np.full_like(rules.capacity, encoded.requests))
    _colour(loose, state, np.flatnonzero(chosen).astype(np.int32))
    table = encoded.shared.astype(np.int32)
    if (state.slot_of[chosen] < 0).any() or not _balance(rules, state, table):
        return None
    return state


def choose(encoded: Encoded) -> Flags | None:
    """The best requests within everybody's number of slots and all tables together, (R,) flags."""
    flow = degree_programme(encoded)
    low = np.full(len(flow.limit), -np.inf)
    programme = LinearProgramme(flow.gain, flow.matrix, low, flow.limit, flow.high)
    found = solve_whole(programme, None, nodes=200, seconds=60.0, gap=0.5 if encoded.whole_weights else 1e-7)
    if found is None:
        return None
    chosen = np.zeros(encoded.requests, bool)
    chosen[flow.usable] = found[: len(flow.usable)] > 0.5
    return chosen


@compiled
def _free_slot(state: State, p: int, slots: int) -> int:
    for s in range(slots):
        if state.at[p, s] < 0:
            return s
    return -1


@compiled
def _swap_path(rules: Rules, state: State, p: int, s: int, t: int) -> None:
    """Swap slots s and t along the path of meetings that starts at person p with slot s."""
    path = np.empty(len(state.slot_of), np.int32)
    length, here, q = 0, s, p
    while state.at[q, here] >= 0:
        m = state.at[q, here]
        path[length] = m
        length += 1
        q = rules.b[m] if rules.a[m] == q else rules.a[m]
        here = t if here == s else s
    old = np.empty(length, np.int32)
    for i in range(length):
        old[i] = state.slot_of[path[i]]
        take(rules, state, path[i])
    for i in range(length):
        put(rules, state, path[i], t if old[i] == s else s)


@compiled
def _colour(rules: Rules, state: State, chosen: Ints) -> None:
    """Hold all chosen requests, each in a slot free for both, made free by a swap where needed."""
    slots = len(rules.day)
    for r in chosen:
        a, b = rules.a[r], rules.b[r]
        s, t = _free_slot(state, a, slots), _free_slot(state, b, slots)
        if s < 0 or t < 0:
            continue
        if state.at[b, s] >= 0:
            # b is busy in s and free in t: after the swap b is free in s; the path cannot end at a.
            _swap_path(rules, state, b, s, t)
        put(rules, state, r, s)


@compiled
def _balance(rules: Rules, state: State, table: Ints) -> bool:
    """Even out the table meetings of slots by swaps along paths; whether all slots are within capacity."""
    slots, people = len(rules.day), len(rules.cap)
    while True:
        s, t = 0, 0
        for i in range(slots):
            if state.load[0, i] > state.load[0, s]:
                s = i
            if state.load[0, i] < state.load[0, t]:
                t = i
        if state.load[0, s] <= rules.capacity[0, s]:
            return True
        best_person = -1
        for p in range(people):
            # A path that starts with a table meeting in s at somebody free in t.
            if state.at[p, s] < 0 or state.at[p, t] >= 0:
                continue
            surplus, here, q = 0, s, p
            while state.at[q, here] >= 0:
                m = state.at[q, here]
                surplus += table[m] if here == s else -table[m]
                q = rules.b[m] if rules.a[m] == q else rules.a[m]
                here = t if here == s else s
            if 0 < surplus <= state.load[0, s] - state.load[0, t]:
                best_person = p
                break
        if best_person < 0:
            return False
        _swap_path(rules, state, best_person, s, t)
