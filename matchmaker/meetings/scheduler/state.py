"""A partial schedule as arrays, and the compiled rules of what may be added to it.

`Rules` never change during a solve; `State` does, and only through `put` and `take`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .compiled import compiled
from .encoding import Encoded, Flags, Floats, Ints


class Rules(NamedTuple):
    """The arrays of `Encoded` that the compiled loops need; lists are given as start and items."""

    a: Ints
    b: Ints
    weight: Floats
    open: Flags
    locked: Ints
    forced: Flags
    group: Ints
    groups_start: Ints
    groups: Ints
    place: Ints
    far: Flags
    day: Ints
    cap: Ints
    floor: Ints
    of_start: Ints
    of: Ints
    uses_start: Ints
    uses: Ints
    capacity: Ints
    before_start: Ints
    before: Ints
    after_start: Ints
    after: Ints


class State(NamedTuple):
    """slot_of (R,) or -1; at (P, S) request or -1; load (K, S); degree (P,); chosen (G,) request or -1."""

    slot_of: Ints
    at: Ints
    load: Ints
    degree: Ints
    chosen: Ints


def rules_of(encoded: Encoded) -> Rules:
    """The arrays of a problem in the order the compiled loops expect."""
    return Rules(
        encoded.a, encoded.b, encoded.weight, encoded.open, encoded.locked, encoded.forced, encoded.group,
        encoded.groups.start, encoded.groups.items, encoded.place, encoded.far, encoded.day,
        encoded.cap, encoded.floor, encoded.of_person.start, encoded.of_person.items,
        encoded.uses.start, encoded.uses.items, encoded.capacity,
        encoded.before.start, encoded.before.items, encoded.after.start, encoded.after.items,
    )  # fmt: skip


def empty_state(encoded: Encoded) -> State:
    """A schedule with no meeting."""
    return State(
        np.full(encoded.requests, -1, np.int32),
        np.full((encoded.people, encoded.slots), -1, np.int32),
        np.zeros(encoded.capacity.shape, np.int32),
        np.zeros(encoded.people, np.int32),
        np.full(max(1, len(encoded.groups.start) - 1), -1, np.int32),
    )


def copy_state(state: State) -> State:
    """An independent copy."""
    return State(*(part.copy() for part in state))


def state_of(encoded: Encoded, slot_of: Ints) -> State:
    """The state of a slot per request (or -1), each entry trusted to be valid."""
    state = empty_state(encoded)
    rules = rules_of(encoded)
    for r in np.flatnonzero(slot_of >= 0):
        put(rules, state, int(r), int(slot_of[r]))
    return state


@compiled
def put(rules: Rules, state: State, r: int, s: int) -> None:
    """Hold request r in slot s; the caller has asked `fits`."""
    state.slot_of[r] = s
    state.at[rules.a[r], s] = r
    state.at[rules.b[r], s] = r
    state.degree[rules.a[r]] += 1
    state.degree[rules.b[r]] += 1
    for i in range(rules.uses_start[r], rules.uses_start[r + 1]):
        state.load[rules.uses[i], s] += 1
    if rules.group[r] >= 0:
        state.chosen[rules.group[r]] = r


@compiled
def take(rules: Rules, state: State, r: int) -> None:
    """Take request r out of its slot."""
    s = state.slot_of[r]
    state.slot_of[r] = -1
    state.at[rules.a[r], s] = -1
    state.at[rules.b[r], s] = -1
    state.degree[rules.a[r]] -= 1
    state.degree[rules.b[r]] -= 1
    for i in range(rules.uses_start[r], rules.uses_start[r + 1]):
        state.load[rules.uses[i], s] -= 1
    if rules.group[r] >= 0:
        state.chosen[rules.group[r]] = -1


@compiled
def in_order(rules: Rules, state: State, r: int, s: int) -> bool:
    """Whether slot s keeps every order between r and the requests held."""
    for i in range(rules.before_start[r], rules.before_start[r + 1]):
        if state.slot_of[rules.before[i]] >= s:
            return False
    for i in range(rules.after_start[r], rules.after_start[r + 1]):
        t = state.slot_of[rules.after[i]]
        if 0 <= t <= s:
            return False
    return True


@compiled
def reachable(rules: Rules, state: State, r: int, s: int, p: int) -> bool:
    """Whether person p can walk from and to the meetings around slot s if r is held there."""
    h = rules.place[r]
    if h < 0:
        return True
    for t in range(len(rules.day)):
        other = state.at[p, t]
        if t == s or other < 0 or other == r or rules.day[t] != rules.day[s]:
            continue
        g = rules.place[other]
        if g >= 0 and ((t < s and rules.far[g, h, t, s]) or (t > s and rules.far[h, g, s, t])):
            return False
    return True


@compiled
def fits(rules: Rules, state: State, r: int, s: int) -> bool:
    """Whether the request r, not held now, may be held in slot s beside all that is held."""
    a, b = rules.a[r], rules.b[r]
    if not rules.open[r, s] or state.at[a, s] >= 0 or state.at[b, s] >= 0:
        return False
    if state.degree[a] >= rules.cap[a] or state.degree[b] >= rules.cap[b]:
        return False
    for i in range(rules.uses_start[r], rules.uses_start[r + 1]):
        k = rules.uses[i]
        if state.load[k, s] >= rules.capacity[k, s]:
            return False
    if rules.group[r] >= 0 and state.chosen[rules.group[r]] >= 0:
        return False
    if not in_order(rules, state, r, s):
        return False
    return reachable(rules, state, r, s, a) and reachable(rules, state, r, s, b)


@compiled
def fill(rules: Rules, state: State, order: Ints, scores: Floats) -> int:
    """Hold the requests of `order`, one after the other, each in the fitting slot of highest score.

    scores (R, S), or (1, S) for the same scores for all. Returns how many were added.
    """
    added = 0
    for r in order:
        if state.slot_of[r] >= 0:
            continue
        best = -1
        row = r if len(scores) > 1 else 0
        for s in range(len(rules.day)):
            if (best < 0 or scores[row, s] > scores[row, best]) and fits(rules, state, r, s):
                best = s
        if best >= 0:
            put(rules, state, r, best)
            added += 1
    return added


@compiled
def hold_cells(rules: Rules, state: State, order: Ints, request: Ints, slot: Ints) -> None:
    """Hold the cells of `order` one after the other where they fit."""
    for cell in order:
        r, s = request[cell], slot[cell]
        if state.slot_of[r] < 0 and fits(rules, state, r, s):
            put(rules, state, r, s)


@compiled
def shortfall(rules: Rules, state: State) -> int:
    """Meetings missing to the floor, summed over people."""
    missing = 0
    for p in range(len(rules.cap)):
        missing += max(0, rules.floor[p] - state.degree[p])
    return missing


def value_of(encoded: Encoded, state: State) -> float:
    """Total weight of the requests held."""
    return float(encoded.weight[state.slot_of >= 0].sum())
