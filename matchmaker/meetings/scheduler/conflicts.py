"""Why meetings that must be held cannot all be: simple clashes first, then a minimal set by CP-SAT."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

import numpy as np

from .encoding import Encoded, encode
from .forced import place_forced
from .values import Conflict, Primitive, Problem


def conflict(problem: Problem, *, seconds: float = 10.0) -> Conflict | None:
    """The smallest clash found among locked and `must` requests, or None if they can all be held.

    The limit on the spread of breaks is not looked at here. None is also the answer where `seconds`
    do not suffice to decide.
    """
    encoded = encode(problem)
    return simple_conflict(encoded) or deep_conflict(encoded, seconds=seconds)


def simple_conflict(encoded: Encoded) -> Conflict | None:
    """The smallest of the clashes that counting alone shows."""
    found = [
        *_closed(encoded),
        *_person_clashes(encoded),
        *_resource_clashes(encoded),
        *_group_clashes(encoded),
        *_order_clashes(encoded),
        *_table_clashes(encoded),
    ]
    return min(found, key=lambda one: len(one.requests), default=None)


def deep_conflict(encoded: Encoded, *, seconds: float) -> Conflict | None:
    """A set of forced requests that cannot all be held while all but any one can, as time allows."""
    forced = [int(r) for r in np.flatnonzero(encoded.forced)]
    answer = place_forced(encoded, forced, work=seconds)
    if answer.feasible is not False:
        return None
    core, work = list(answer.core or forced), seconds
    for r in list(core):
        without = [other for other in core if other != r]
        answer = place_forced(encoded, without, work=min(work, 1.0))
        work -= answer.work
        if answer.feasible is False:
            core = [other for other in (answer.core or without) if other in without]
        if work <= 0:
            break
    return Conflict("together", _ids(encoded, core))


def _ids(encoded: Encoded, requests: list[int]) -> tuple[str, ...]:
    return tuple(encoded.problem.requests[r].id for r in sorted(requests))


def _closed(encoded: Encoded) -> Iterator[Conflict]:
    for r in np.flatnonzero(encoded.forced & ~encoded.open.any(axis=1)):
        request = encoded.problem.requests[r]
        yield Conflict("no-common-slot", (request.id,), {"a": request.a, "b": request.b})


def _person_clashes(encoded: Encoded) -> Iterator[Conflict]:
    for p, person in enumerate(encoded.problem.participants):
        mine = [int(r) for r in encoded.of_person.row(p) if encoded.forced[r]]
        if len(mine) > encoded.cap[p]:
            parameters: dict[str, Primitive] = {
                "person": person.id,
                "count": len(mine),
                "limit": int(encoded.cap[p]),
            }
            yield Conflict("person-full", _ids(encoded, mine), parameters)
        by_slot: dict[int, list[int]] = defaultdict(list)
        for r in mine:
            if encoded.locked[r] >= 0:
                by_slot[int(encoded.locked[r])].append(r)
        for s, clashing in by_slot.items():
            if len(clashing) > 1:
                slot = encoded.problem.slots[s].id
                yield Conflict("same-slot", _ids(encoded, clashing[:2]), {"person": person.id, "slot": slot})


def _resource_clashes(encoded: Encoded) -> Iterator[Conflict]:
    by_use: dict[tuple[int, int], list[int]] = defaultdict(list)
    for r in np.flatnonzero(encoded.locked >= 0):
        for k in encoded.uses.row(r):
            by_use[int(k), int(encoded.locked[r])].append(int(r))
    for (k, s), users in by_use.items():
        limit = int(encoded.capacity[k, s])
        if 0 < limit < len(users):
            parameters: dict[str, Primitive] = {
                "resource": encoded.resource_names[k],
                "slot": encoded.problem.slots[s].id,
                "count": limit + 1,
                "limit": limit,
            }
            yield Conflict("resource-full", _ids(encoded, users[: limit + 1]), parameters)


def _group_clashes(encoded: Encoded) -> Iterator[Conflict]:
    for g in range(len(encoded.groups.start) - 1):
        mine = [int(r) for r in encoded.groups.row(g) if encoded.forced[r]]
        if len(mine) > 1:
            yield Conflict("same-companies", _ids(encoded, mine[:2]))


def _order_clashes(encoded: Encoded) -> Iterator[Conflict]:
    for r in np.flatnonzero(encoded.forced):
        for other in encoded.before.row(r):
            if not encoded.forced[other] or not encoded.open[r].any() or not encoded.open[other].any():
                continue
            if np.flatnonzero(encoded.open[other])[0] >= np.flatnonzero(encoded.open[r])[-1]:
                yield Conflict("order", _ids(encoded, [int(other), int(r)]))


def _table_clashes(encoded: Encoded) -> Iterator[Conflict]:
    fixed = [request for request in encoded.problem.requests if request.locked_table is not None]
    for request in fixed:
        parameters = {"table": request.locked_table or "", "slot": request.locked_slot or ""}
        if request.locked_table not in encoded.problem.table_names(request.locked_slot or ""):
            yield Conflict("unknown-table", (request.id,), parameters)
    for first, second in combinations(fixed, 2):
        if (first.locked_table, first.locked_slot) == (second.locked_table, second.locked_slot):
            at = {"table": first.locked_table or "", "slot": first.locked_slot or ""}
            yield Conflict("table-clash", (first.id, second.id), at)
