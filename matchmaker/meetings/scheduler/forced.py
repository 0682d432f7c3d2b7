"""Place the meetings that must be held, all of them, whatever their weight: a CP-SAT feasibility model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from ortools.sat.python import cp_model

from .encoding import Encoded


@dataclass(frozen=True)
class ForcedAnswer:
    """feasible is None where the work did not suffice; `core` are requests that clash together."""

    feasible: bool | None
    slot_of: dict[int, int]
    core: tuple[int, ...]
    work: float


def place_forced(
    encoded: Encoded,
    forced: Sequence[int],
    *,
    work: float,
    seed: int = 0,
    core: bool = True,
    keep: Mapping[int, int] | None = None,
) -> ForcedAnswer:
    """Give each request of `forced` a slot, or a set of them that cannot all be held.

    work: CP-SAT's deterministic time, about seconds. core: whether a clash is to be named, which
    makes the model slower. keep: slots that as many requests as possible should
    have. Repeatable: one worker, fixed seed.
    """
    if not len(forced):
        return ForcedAnswer(True, {}, (), 0.0)
    model = cp_model.CpModel()
    held = {r: model.new_bool_var("") if core else model.new_constant(1) for r in forced}
    cells = forced_cells(model, encoded, forced, held)
    if core:
        model.add_assumptions(list(held.values()))
    if keep:
        model.maximize(sum(cells[r, s] for r, s in keep.items() if (r, s) in cells))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.max_deterministic_time = max(0.05, work)
    status = solver.solve(model)
    spent = solver.response_proto.deterministic_time
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        slot_of = {r: s for (r, s), cell in cells.items() if solver.value(cell)}
        return ForcedAnswer(True, slot_of, (), spent)
    if status == cp_model.INFEASIBLE:
        owner = {held[r].index: r for r in forced}
        named = solver.sufficient_assumptions_for_infeasibility() if core else ()
        return ForcedAnswer(False, {}, tuple(owner[i] for i in named if i in owner), spent)
    return ForcedAnswer(None, {}, (), spent)


Cells = dict[tuple[int, int], cp_model.IntVar]


def forced_cells(
    model: cp_model.CpModel, encoded: Encoded, forced: Sequence[int], held: dict[int, cp_model.IntVar]
) -> Cells:
    """Variables x[r, s] of a model in which request r is held in one slot exactly when held[r] is true."""
    cells = {(r, int(s)): model.new_bool_var("") for r in forced for s in np.flatnonzero(encoded.open[r])}
    for r in forced:
        row = [cells[r, int(s)] for s in np.flatnonzero(encoded.open[r])]
        model.add_exactly_one([*row, held[r].negated()])
    chosen = set(forced)
    for p in range(encoded.people):
        mine = [int(r) for r in encoded.of_person.row(p) if int(r) in chosen]
        for s in range(encoded.slots):
            row = [cells[r, s] for r in mine if (r, s) in cells]
            if len(row) > 1:
                model.add_at_most_one(row)
        if len(mine) > encoded.cap[p]:
            model.add(sum(held[r] for r in mine) <= int(encoded.cap[p]))
        _add_travel(model, encoded, cells, mine)
    for k in range(len(encoded.capacity)):
        users = [r for r in forced if k in encoded.uses.row(r)]
        for s in range(encoded.slots):
            row = [cells[r, s] for r in users if (r, s) in cells]
            if len(row) > encoded.capacity[k, s]:
                model.add(sum(row) <= int(encoded.capacity[k, s]))
    for g in range(len(encoded.groups.start) - 1):
        model.add_at_most_one([held[int(r)] for r in encoded.groups.row(g) if int(r) in chosen])
    _add_orders(model, encoded, cells, forced)
    return cells


def _add_travel(model: cp_model.CpModel, encoded: Encoded, cells: Cells, mine: Sequence[int]) -> None:
    """No two meetings of one person between which the walk takes too long."""
    if not encoded.far.size:
        return
    for first, second in combinations([r for r in mine if encoded.place[r] >= 0], 2):
        for q, r in ((first, second), (second, first)):
            for s, t in zip(*np.nonzero(encoded.far[encoded.place[q], encoded.place[r]]), strict=True):
                if (q, int(s)) in cells and (r, int(t)) in cells:
                    model.add_at_most_one([cells[q, int(s)], cells[r, int(t)]])


def _add_orders(model: cp_model.CpModel, encoded: Encoded, cells: Cells, forced: Sequence[int]) -> None:
    """r in slot s excludes every earlier request of its order from slots s, s + 1, …"""
    chosen = set(forced)
    for r in forced:
        for other in (int(q) for q in encoded.before.row(r)):
            if other not in chosen:
                continue
            for s in range(encoded.slots):
                late = [cells[other, t] for t in range(s, encoded.slots) if (other, t) in cells]
                soon = [cells[r, t] for t in range(s + 1) if (r, t) in cells]
                if late and soon:
                    model.add_at_most_one([*late, *soon])
