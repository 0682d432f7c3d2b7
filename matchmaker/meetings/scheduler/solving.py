"""`solve`: choose a way by the shape of the problem, keep the best schedule and a certified bound."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from .budget import Budget
from .conflicts import deep_conflict, simple_conflict
from .encoding import Encoded, encode
from .exact import is_polynomial, solve_exactly
from .forced import place_forced
from .forum import finish_forum, is_forum
from .guided import Relaxer, round_relaxed
from .keeping import kept_state
from .polish import taste_of
from .running import Listener, Run
from .search import improve
from .sense import find_faults
from .state import State, copy_state, empty_state, fill, fits, put, rules_of
from .values import Conflict, InfeasibleError, Problem, ProblemError, Schedule

MOST_CELLS = 700_000  # above this the relaxation would need too much memory: greedy, bound and polish only
FINISH_PER_REQUEST = 2e-4  # seconds for seats, figures and reasons


def solve(
    problem: Problem,
    *,
    seconds: float | None = None,
    work: float | None = None,
    seed: int = 0,
    start: Schedule | None = None,
    progress: Listener | None = None,
) -> Schedule:
    """The best schedule found within `seconds` of the clock (30 where neither is given) or `work` units.

    start: a schedule never to end below. progress: called now and then; False ends the search with
    the best so far. Under `work` the same input and seed give the same schedule.
    Raises ProblemError for a senseless problem, InfeasibleError where forced meetings clash.
    """
    faults = find_faults(problem)
    if faults:
        raise ProblemError(faults)
    budget = Budget(seconds, work)
    encoded = encode(problem)
    budget.reserve(FINISH_PER_REQUEST * encoded.requests)
    run = Run(encoded, budget, progress)
    run.offer(first_state(encoded, budget), "start")
    if start is not None:
        run.offer(kept_state(encoded, start), "start")
    if is_forum(encoded):
        return finish_forum(run, seed)
    if not run.proven and is_polynomial(encoded):
        best = solve_exactly(encoded)
        if best is not None:
            run.offer(best, "bound")
    if not run.proven and encoded.open.sum() <= MOST_CELLS:
        search(run, seed)
    rough = run.figures()
    if problem.max_break_spread is not None:
        run.polish(seed, 0.5, taste=taste_of(encoded, idle=1, gap=10))
        run.keep_spread()
    run.polish(seed)
    return run.finish(rough=rough)


def search(run: Run, seed: int) -> None:
    """The general way: relaxation, rounding, neighbourhoods; most of the time left."""
    encoded, budget = run.encoded, run.budget
    relaxer = Relaxer(encoded, budget)
    run.bounds.append(relaxer.bound)
    run.offer(round_relaxed(relaxer, run.state), "bound")
    state = copy_state(run.state)

    def report(found: State) -> None:
        run.offer(found, "search", fill=False)

    # Keeping a limit of breaks takes longer than a polish.
    part = 0.85 if encoded.problem.max_break_spread is None else 0.5
    improve(relaxer.guide, state, run.bound, budget, budget.share(part), seed, report)
    run.offer(state, "search")


def first_state(encoded: Encoded, budget: Budget, keep: Mapping[int, int] | None = None) -> State:
    """A state with every forced meeting held; InfeasibleError where that cannot be.

    keep: slots that requests should have where possible.
    """
    clash = simple_conflict(encoded)
    if clash is not None:
        raise InfeasibleError(clash)
    state, rules = empty_state(encoded), rules_of(encoded)
    forced = np.flatnonzero(encoded.forced)
    order = forced[np.argsort(encoded.open[forced].sum(axis=1), kind="stable")].astype(np.int32)
    if keep is None and fill(rules, state, order, np.zeros((1, encoded.slots))) == len(forced):
        return state
    answer = place_forced(encoded, [int(r) for r in forced], work=budget.left / 2, core=False, keep=keep)
    budget.spend(answer.work)
    if answer.feasible is False:
        raise InfeasibleError(deep_conflict(encoded, seconds=5.0) or _unplaceable(encoded, "no-schedule"))
    if answer.feasible is None:
        raise InfeasibleError(_unplaceable(encoded, "not-found"))
    state = empty_state(encoded)
    for r, s in answer.slot_of.items():
        assert fits(rules, state, r, s)
        put(rules, state, r, s)
    return state


def _unplaceable(encoded: Encoded, code: str) -> Conflict:
    ids = tuple(encoded.problem.requests[r].id for r in np.flatnonzero(encoded.forced))
    return Conflict(code, ids)
