"""How others place meetings: each rule takes a problem and seconds, and answers with the ids held.

Every rule keeps all hard constraints of the problem; what differs is what it looks for.
"""

from __future__ import annotations

import random
from collections.abc import Callable

import numpy as np
from ortools.sat.python import cp_model

from matchmaker.meetings.scheduler.answer import make_schedule
from matchmaker.meetings.scheduler.budget import Budget
from matchmaker.meetings.scheduler.encoding import Encoded, encode
from matchmaker.meetings.scheduler.exact import choose
from matchmaker.meetings.scheduler.forced import forced_cells
from matchmaker.meetings.scheduler.solving import first_state, solve
from matchmaker.meetings.scheduler.state import State, empty_state, fill, put, rules_of
from matchmaker.meetings.scheduler.values import Problem, Schedule

Rule = Callable[[Problem, float], Schedule]


def _finish(encoded: Encoded, state: State) -> Schedule:
    return make_schedule(encoded, state, float("inf") if not encoded.whole_weights else 1e15, 0.0)


def _in_order(encoded: Encoded, order: np.ndarray) -> Schedule:
    """Locked meetings first, then each request of `order` in the first slot that is free."""
    state = first_state(encoded, Budget(10.0, None))
    fill(rules_of(encoded), state, order.astype(np.int32), np.zeros((1, encoded.slots)))
    return _finish(encoded, state)


def first_come(problem: Problem, seconds: float) -> Schedule:
    """Self-booking: people book in a random order, each in the first slot free for both."""
    order = list(range(len(problem.requests)))
    random.Random(1).shuffle(order)
    return _in_order(encode(problem), np.array(order))


def one_each_per_turn(problem: Problem, seconds: float) -> Schedule:
    """Turn after turn everybody gets the most wanted of their requests not yet looked at."""
    encoded = encode(problem)
    asked: dict[int, list[int]] = {}
    for r in np.argsort(-encoded.weight, kind="stable"):
        asked.setdefault(int(encoded.a[r]), []).append(int(r))
    most = max(map(len, asked.values()), default=0)
    order = [mine[turn] for turn in range(most) for mine in asked.values() if turn < len(mine)]
    return _in_order(encoded, np.array(order))


def greedy(problem: Problem, seconds: float) -> Schedule:
    """The heaviest request first, in the first slot free for both."""
    encoded = encode(problem)
    return _in_order(encoded, np.argsort(-encoded.weight, kind="stable"))


def flow_then_slots(problem: Problem, seconds: float) -> Schedule:
    """Requests chosen by flow, those with the fewest open slots placed first, the rest by weight."""
    encoded = encode(problem)
    chosen = choose(encoded)
    first = np.zeros(encoded.requests) if chosen is None else np.where(chosen, 0, 1)
    return _in_order(encoded, np.lexsort((-encoded.weight, encoded.open.sum(axis=1), first)))


def one_model(problem: Problem, seconds: float) -> Schedule:
    """One CP-SAT model of everything, one worker."""
    encoded = encode(problem)
    model = cp_model.CpModel()
    every = range(encoded.requests)
    held = {r: model.new_constant(1) if encoded.forced[r] else model.new_bool_var("") for r in every}
    cells = forced_cells(model, encoded, every, held)
    model.maximize(sum(float(encoded.weight[r]) * held[r] for r in every))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = seconds
    status = solver.solve(model)
    state, rules = empty_state(encoded), rules_of(encoded)
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        for (r, s), cell in cells.items():
            if solver.boolean_value(cell):
                put(rules, state, r, s)
    return _finish(encoded, state)


def ours(problem: Problem, seconds: float) -> Schedule:
    """Matchmaker's `solve`."""
    return solve(problem, seconds=seconds)


RULES: dict[str, Rule] = {
    "first come": first_come,
    "one each per turn": one_each_per_turn,
    "greedy by weight": greedy,
    "flow, then slots": flow_then_slots,
    "one CP-SAT model": one_model,
    "matchmaker": ours,
}
