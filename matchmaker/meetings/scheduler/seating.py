"""Tables and interpreters for meetings whose slots are settled: one assignment problem per slot.

Each slot is a linear sum assignment (Hungarian method) with a cost for every person who would have
to change tables since their last meeting of the day, and a larger one for leaving a table that an
earlier schedule announced.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

from .interpreters import staff
from .values import Meeting, Problem, Request

_KEEP = 20.0
_LOCKED = 1e6


def seat(
    problem: Problem, slot_of: Mapping[str, str], previous: Mapping[str, Meeting] | None = None
) -> list[Meeting]:
    """Meetings with tables and interpreters, in time order.

    slot_of: request id to slot id, within all capacities. `previous` meetings keep their table and
    interpreter where they stay in their slot and that is possible.
    """
    earlier = previous or {}
    by_slot: dict[str, list[Request]] = {slot.id: [] for slot in problem.slots}
    for request in problem.requests:
        if request.id in slot_of:
            by_slot[slot_of[request.id]].append(request)
    last: dict[str, str] = {}
    day = None
    meetings: list[Meeting] = []
    for slot in problem.slots:
        if slot.day != day:
            last, day = {}, slot.day
        requests = by_slot[slot.id]
        stays = [
            earlier[r.id] if r.id in earlier and earlier[r.id].slot == slot.id else None for r in requests
        ]
        tables = _tables(problem.table_names(slot.id), requests, stays, last)
        spoken = [i for i, request in enumerate(requests) if request.interpreter is not None]
        names = staff(
            problem,
            slot.id,
            [requests[i].interpreter or "" for i in spoken],
            [one.interpreter if (one := stays[i]) is not None else None for i in spoken],
        )
        interpreter = dict(zip(spoken, names, strict=True))
        for i, request in enumerate(requests):
            meetings.append(Meeting(request.id, slot.id, tables[i], interpreter.get(i)))
            if tables[i] is not None:
                last[request.a] = last[request.b] = str(tables[i])
    return meetings


def _tables(
    names: Sequence[str],
    requests: Sequence[Request],
    stays: Sequence[Meeting | None],
    last: Mapping[str, str],
) -> list[str | None]:
    """One table per request (None at a booth), at the smallest total cost."""
    seated = [i for i, request in enumerate(requests) if not request.at_booth]
    column = {name: j for j, name in enumerate(names)}
    cost = np.zeros((len(seated), len(names)))
    for row, i in enumerate(seated):
        for person in (requests[i].a, requests[i].b):
            if last.get(person) in column:
                cost[row, column[last[person]]] -= 1
        stay = stays[i]
        if stay is not None and stay.table in column:
            cost[row, column[stay.table]] -= _KEEP
        if requests[i].locked_table in column:
            cost[row, column[requests[i].locked_table or ""]] -= _LOCKED
    tables: list[str | None] = [None] * len(requests)
    for row, j in zip(*linear_sum_assignment(cost), strict=True):
        tables[seated[row]] = names[j]
    return tables
