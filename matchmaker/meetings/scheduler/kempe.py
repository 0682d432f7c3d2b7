"""Compiled loops of the polish: Kempe chains between two slots, accepted by simulated annealing.

A chain is a connected part of the graph whose vertices are people and whose edges are the meetings
of two slots (A. Kempe 1879; for timetables: Even, Itai and Shamir 1976). Swapping the two slots of
all its meetings keeps everybody in one meeting at a time, and the value as it is.
"""

from __future__ import annotations

from math import exp
from typing import NamedTuple

import numpy as np

from .compiled import compiled
from .encoding import Flags, Ints
from .state import Rules, State, in_order, reachable

MOST_PARTNERS = 3  # chains swapped the other way with one that finds no table


class Taste(NamedTuple):
    """What an agenda costs its owner: weights of the counts, and the wishes."""

    idle: int
    gap: int
    early: int
    lunch: int
    spread: int
    most_breaks: int  # more breaks than this cost `spread` each
    first_slot: Ints  # (P,) or -1
    lunches: Flags  # (L, S)


class Scratch(NamedTuple):
    """Working space of `anneal`: chains and marks, so that no step allocates."""

    chain: Ints  # (R,)
    marked: Ints  # (R,) stamp
    people: Ints  # (P,)
    met: Ints  # (P,) stamp
    change: Ints  # (K,)
    cost: Ints  # (P,)


@compiled
def agenda_cost(rules: Rules, state: State, taste: Taste, p: int) -> int:
    """Cost of the agenda of person p."""
    total, breaks = 0, 0
    previous = -1
    for s in range(len(rules.day)):
        if state.at[p, s] < 0:
            continue
        if previous < 0:
            if s < taste.first_slot[p]:
                total += taste.early
        elif s > previous + 1 and rules.day[s] == rules.day[previous]:
            total += taste.idle * (s - previous - 1)
            breaks += 1
        previous = s
    total += taste.gap * breaks
    if breaks > taste.most_breaks:
        total += taste.spread * (breaks - taste.most_breaks)
    for i in range(len(taste.lunches)):
        free, asked = False, False
        for s in range(len(rules.day)):
            if taste.lunches[i, s]:
                asked = True
                free = free or state.at[p, s] < 0
        if asked and not free:
            total += taste.lunch
    return total


@compiled
def _grow(
    rules: Rules,
    state: State,
    scratch: Scratch,
    r: int,
    s: int,
    t: int,
    length: int,
    stamp: int,
    longest: int,
) -> int:
    """Append the chain of request r between slots s and t to scratch.chain; the new length, 0 if it cannot be swapped."""
    scratch.chain[length] = r
    scratch.marked[r] = stamp
    done = length
    length += 1
    while done < length:
        m = scratch.chain[done]
        done += 1
        there = t if state.slot_of[m] == s else s
        if not rules.open[m, there]:
            return 0
        for i in range(rules.uses_start[m], rules.uses_start[m + 1]):
            scratch.change[rules.uses[i]] += 1 if there == t else -1
        for p in (rules.a[m], rules.b[m]):
            other = state.at[p, there]
            if other >= 0 and scratch.marked[other] != stamp:
                if length >= longest:
                    return 0
                scratch.marked[other] = stamp
                scratch.chain[length] = other
                length += 1
    return length


@compiled
def _overfull(rules: Rules, state: State, scratch: Scratch, s: int, t: int) -> int:
    """The slot in which a swap of scratch.chain would need more of something than there is, or -1."""
    for k in range(len(scratch.change)):
        moved = scratch.change[k]
        if moved > 0 and state.load[k, t] + moved > rules.capacity[k, t]:
            return t
        if moved < 0 and state.load[k, s] - moved > rules.capacity[k, s]:
            return s
    return -1


@compiled
def _balanced(
    rules: Rules, state: State, scratch: Scratch, held: Ints, r: int, t: int, stamp: int, longest: int
) -> int:
    """The chain of request r and slot t, with chains of others the other way where tables are full; its length, 0
    if it cannot be swapped. Without those, a hall with every table taken would be stuck."""
    s = state.slot_of[r]
    scratch.change[:] = 0
    length = _grow(rules, state, scratch, r, s, t, 0, stamp, longest)
    for _ in range(MOST_PARTNERS):
        full = _overfull(rules, state, scratch, s, t) if length > 0 else -1
        if full < 0:
            return length
        start = np.random.randint(len(held))
        partner = -1
        for i in range(len(held)):
            m = held[(start + i) % len(held)]
            if state.slot_of[m] == full and scratch.marked[m] != stamp:
                partner = m
                break
        if partner < 0:
            return 0
        length = _grow(rules, state, scratch, partner, s, t, length, stamp, longest)
    return length if length > 0 and _overfull(rules, state, scratch, s, t) < 0 else 0


@compiled
def _swap(rules: Rules, state: State, scratch: Scratch, length: int, s: int, t: int) -> None:
    """Swap the slots of the chain; swapping again undoes it."""
    for i in range(length):
        m = scratch.chain[i]
        here = state.slot_of[m]
        state.at[rules.a[m], here] = -1
        state.at[rules.b[m], here] = -1
    for i in range(length):
        m = scratch.chain[i]
        here = state.slot_of[m]
        there = t if here == s else s
        state.slot_of[m] = there
        state.at[rules.a[m], there] = m
        state.at[rules.b[m], there] = m
        for j in range(rules.uses_start[m], rules.uses_start[m + 1]):
            state.load[rules.uses[j], here] -= 1
            state.load[rules.uses[j], there] += 1


@compiled
def _allowed(rules: Rules, state: State, scratch: Scratch, length: int) -> bool:
    """Whether orders and walks are kept after a swap."""
    for i in range(length):
        m = scratch.chain[i]
        s = state.slot_of[m]
        if not in_order(rules, state, m, s):
            return False
        if not (reachable(rules, state, m, s, rules.a[m]) and reachable(rules, state, m, s, rules.b[m])):
            return False
    return True


@compiled
def _cost_change(rules: Rules, state: State, taste: Taste, scratch: Scratch, length: int, stamp: int) -> int:
    """Change of cost of all people of a swapped chain; the first scratch.people[0] entries list them."""
    count, change = 0, 0
    for i in range(length):
        m = scratch.chain[i]
        for p in (rules.a[m], rules.b[m]):
            if scratch.met[p] != stamp:
                scratch.met[p] = stamp
                scratch.people[count] = p
                count += 1
                change += agenda_cost(rules, state, taste, p) - scratch.cost[p]
    scratch.change[0] = count
    return change


@compiled
def anneal(
    rules: Rules,
    state: State,
    taste: Taste,
    scratch: Scratch,
    steps: int,
    hot: float,
    cold: float,
    longest: int,
    strict: bool,
    seed: int,
) -> int:
    """Try `steps` chains while the temperature falls from hot to cold; returns the change of cost.

    longest: chains above this are left alone. strict: orders or walks must be checked.
    """
    np.random.seed(seed)
    held = np.flatnonzero(state.slot_of >= 0).astype(np.int32)
    slots = len(rules.day)
    scratch.marked[:] = -1
    scratch.met[:] = -1
    for p in range(len(rules.cap)):
        scratch.cost[p] = agenda_cost(rules, state, taste, p)
    total = 0
    if len(held) == 0 or slots < 2:
        return total
    for step in range(steps):
        temperature = hot * (cold / hot) ** (step / steps)
        r = held[np.random.randint(len(held))]
        s = state.slot_of[r]
        t = np.random.randint(slots)
        if t == s or not rules.open[r, t]:
            continue
        length = _balanced(rules, state, scratch, held, r, t, step, longest)
        if length == 0:
            continue
        _swap(rules, state, scratch, length, s, t)
        if strict and not _allowed(rules, state, scratch, length):
            _swap(rules, state, scratch, length, s, t)
            continue
        change = _cost_change(rules, state, taste, scratch, length, step)
        if change <= 0 or np.random.random() < exp(-change / temperature):
            total += change
            for i in range(scratch.change[0]):
                p = scratch.people[i]
                scratch.cost[p] = agenda_cost(rules, state, taste, p)
        else:
            _swap(rules, state, scratch, length, s, t)
    return total
