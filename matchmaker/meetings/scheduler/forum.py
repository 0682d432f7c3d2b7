"""Forums: everything must be placed, and what counts is that nobody waits between meetings.

A CP-SAT model over windows: `window[p, t]` says that all k meetings of p on a day are exactly the
slots t … t + k - 1. A person with a window has no break; without one at least one. Stated this
way the solver proves in seconds what it does not find when breaks are only counted.
Source of the problem: Bofill et al., "Scheduling B2B meetings", JAIR 2022.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from .budget import Budget
from .encoding import Encoded
from .forced import Cells, forced_cells
from .polish import polish, taste_of, total_cost
from .running import Run
from .spread import all_breaks
from .state import State, copy_state, empty_state, put, rules_of
from .values import Conflict, InfeasibleError, Schedule

MOST_PEOPLE = 120
MOST_CELLS = 30_000
CYCLE = 1.5


def is_forum(encoded: Encoded) -> bool:
    """Whether every request must be held and the people are few enough for the window model."""
    return bool(
        encoded.requests
        and encoded.forced.all()
        and encoded.people <= MOST_PEOPLE
        and encoded.open.sum() <= MOST_CELLS
    )


@dataclass(frozen=True)
class ForumAnswer:
    """`state` is None where nothing better was found; `proven` where no fewer breaks are possible."""

    state: State | None
    proven: bool
    possible: bool = True


def fewest_breaks(
    encoded: Encoded,
    hint: State,
    budget: Budget,
    end: float,
    seed: int,
    tell: Callable[[State], None],
    *,
    core: bool,
) -> ForumAnswer:
    """All requests held with the fewest breaks, within the limit of their spread, until `end`.

    core: raise the bound from unsatisfiable cores, quick where locks leave little choice; otherwise
    improve from above.
    """
    model = cp_model.CpModel()
    every = list(range(encoded.requests))
    true = model.new_constant(1)
    cells = forced_cells(model, encoded, every, dict.fromkeys(every, true))
    breaks = [_breaks(model, encoded, cells, p) for p in range(encoded.people)]
    spread = encoded.problem.max_break_spread
    if spread is not None:
        fewest = model.new_int_var(0, encoded.slots, "")
        for one in breaks:
            model.add(one >= fewest)
            model.add(one <= fewest + spread)
    model.minimize(sum(breaks))
    for (r, s), cell in cells.items():
        model.add_hint(cell, bool(hint.slot_of[r] == s))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    # The linear relaxation says nothing about breaks and costs most of the time.
    solver.parameters.linearization_level = 0
    solver.parameters.optimize_with_core = core
    solver.parameters.random_seed = seed
    length = max(0.1, end - budget.used)
    if budget.repeatable:
        solver.parameters.max_deterministic_time = length
    else:
        solver.parameters.max_time_in_seconds = length
    status = solver.solve(model, _Watch(encoded, cells, tell, budget))
    budget.spend(solver.response_proto.deterministic_time)
    if status == cp_model.INFEASIBLE:
        return ForumAnswer(None, False, possible=False)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return ForumAnswer(None, False)
    return ForumAnswer(_state(encoded, cells, solver.boolean_value), status == cp_model.OPTIMAL)


class _Watch(cp_model.CpSolverSolutionCallback):
    """Passes each better schedule on; stops the solver when the budget was stopped meanwhile."""

    def __init__(self, encoded: Encoded, cells: Cells, tell: Callable[[State], None], budget: Budget) -> None:
        super().__init__()
        self.encoded, self.cells, self.tell, self.budget = encoded, cells, tell, budget

    def on_solution_callback(self) -> None:
        """Called by the solver."""
        self.tell(_state(self.encoded, self.cells, self.boolean_value))
        if self.budget.stopped:
            self.stop_search()


def _state(encoded: Encoded, cells: Cells, value: Callable[[cp_model.IntVar], bool]) -> State:
    state, rules = empty_state(encoded), rules_of(encoded)
    for (r, s), cell in cells.items():
        if value(cell):
            put(rules, state, r, s)
    return state


def _breaks(model: cp_model.CpModel, encoded: Encoded, cells: Cells, p: int) -> cp_model.LinearExprT:
    """Breaks of person p: blocks of meetings less the days with any."""
    mine = [int(r) for r in encoded.of_person.row(p)]
    if len(mine) < 2:
        return model.new_constant(0)
    used = [_used(model, [cells[r, s] for r in mine if (r, s) in cells]) for s in range(encoded.slots)]
    model.add(sum(used) == len(mine))
    days = [[int(s) for s in np.flatnonzero(encoded.day == d)] for d in range(int(encoded.day.max()) + 1)]
    breaks = model.new_int_var(0, len(mine) - 1, "")
    present = []
    starts = []
    for day in days:
        row = [used[s] for s in day]
        starts += _starts(model, row)
        present.append(model.new_constant(1) if len(days) == 1 else _any(model, row))
    model.add(breaks >= sum(starts) - sum(present))
    if len(days) == 1:
        _add_windows(model, [used[s] for s in days[0]], len(mine), breaks)
    return breaks


def _used(model: cp_model.CpModel, row: Sequence[cp_model.IntVar]) -> cp_model.IntVar:
    """Whether one of a person's cells of a slot is held."""
    if not row:
        return model.new_constant(0)
    used = model.new_bool_var("")
    model.add_exactly_one([*row, used.negated()])
    return used


def _any(model: cp_model.CpModel, row: Sequence[cp_model.IntVar]) -> cp_model.IntVar:
    some = model.new_bool_var("")
    model.add_max_equality(some, row)
    return some


def _starts(model: cp_model.CpModel, row: Sequence[cp_model.IntVar]) -> list[cp_model.IntVar]:
    """One variable per slot, true where a block of meetings starts."""
    starts = []
    for i, used in enumerate(row):
        start = model.new_bool_var("")
        if i == 0:
            model.add(start == used)
        else:
            model.add_bool_or([used.negated(), row[i - 1], start])
            model.add_implication(start, used)
            model.add_implication(start, row[i - 1].negated())
        starts.append(start)
    return starts


def _add_windows(
    model: cp_model.CpModel, row: Sequence[cp_model.IntVar], count: int, breaks: cp_model.IntVar
) -> None:
    """Either all meetings in one window of `count` slots, or at least one break."""
    windows = [model.new_bool_var("") for _ in range(len(row) - count + 1)]
    broken = model.new_bool_var("")
    model.add_exactly_one([*windows, broken])
    model.add(breaks >= broken)
    for t, window in enumerate(windows):
        for i, used in enumerate(row):
            model.add_implication(window, used if t <= i < t + count else used.negated())
    for i, used in enumerate(row):
        covering = [window for t, window in enumerate(windows) if t <= i < t + count]
        model.add_bool_or([used.negated(), broken, *covering])


def finish_forum(run: Run, seed: int) -> Schedule:
    """Fewest breaks from a first placement: annealed Kempe chains, then the window model.

    Raises InfeasibleError where the limit of the spread of breaks cannot be kept, or was not.
    """
    encoded, budget = run.encoded, run.budget
    rough = run.figures()

    def tell(state: State) -> None:
        if _standing(encoded, state) < _standing(encoded, run.state):
            run.best = copy_state(state)
        run.tell("polish")

    _cool(run, budget.share(0.2), seed, tell)
    possible = True
    for core, part in ((True, 0.25), (False, 0.75)):
        if not possible or _standing(encoded, run.state)[:2] == (0, 0):
            break
        answer = fewest_breaks(encoded, run.state, budget, budget.share(part), seed, tell, core=core)
        possible = answer.possible
        if answer.state is not None:
            tell(answer.state)
        if answer.proven:
            break
    if not possible or _standing(encoded, run.state)[0] > 0:
        ids = tuple(request.id for request in encoded.problem.requests)
        raise InfeasibleError(Conflict("not-found" if possible else "breaks", ids))
    _cool(run, budget.used + min(2.0, budget.left), seed + 1, tell)
    return run.finish(rough=rough)


def _standing(encoded: Encoded, state: State) -> tuple[int, int, int]:
    """Compared between schedules of a forum: how far the spread is broken, breaks, idle slots."""
    rules = rules_of(encoded)
    counts = all_breaks(rules, state)
    limit = encoded.problem.max_break_spread
    broken = 0 if limit is None else max(0, int(counts.max() - counts.min()) - limit)
    return (
        broken,
        int(counts.sum()),
        total_cost(rules, state, taste_of(encoded, idle=1, gap=0)._replace(spread=0)),
    )


def _cool(run: Run, end: float, seed: int, tell: Callable[[State], None]) -> None:
    """Anneal again and again until nobody waits or `end`: several coolings find more than a long one."""
    budget, encoded, turn = run.budget, run.encoded, 0
    while budget.used < end and not budget.stopped:
        fewest = int(all_breaks(rules_of(encoded), run.state).min())
        taste = taste_of(encoded, idle=1, gap=100)
        taste = taste._replace(most_breaks=taste.most_breaks + fewest)
        length = min(end, budget.used + CYCLE * (1 + turn // 4))
        tell(polish(encoded, run.state, budget, length, seed + 1_000 * turn, taste=taste))
        if _standing(encoded, run.state)[:2] == (0, 0):
            return
        turn += 1
