"""The general way: relaxation, a start rounded from it, large-neighbourhood search."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array, vstack

from .budget import Budget
from .encoding import Encoded, Ints
from .guide import Guide, make_guide
from .highs import LinearProgramme, Relaxed, solve_relaxed
from .relaxation import Relaxation, relax
from .state import State, copy_state, empty_state, fill, hold_cells, rules_of, shortfall, value_of


class Relaxer:
    """The relaxation of a problem, solved once: the guide of the search and the bound."""

    def __init__(self, encoded: Encoded, budget: Budget) -> None:
        self.encoded = encoded
        self.relaxation = relax(encoded)
        self.solved = _solve(self.relaxation, budget)
        self.prices = np.maximum(self.solved.prices[: len(self.relaxation.limit)], 0)
        self.guide: Guide = make_guide(self.relaxation, self.prices)

    def bound(self, missing: int) -> float:
        """The certified bound for schedules lacking at most `missing` to the floor."""
        return self.relaxation.safe_bound(self.prices, missing)


def _solve(relaxation: Relaxation, budget: Budget) -> Relaxed:
    """Values and prices of the relaxation; units of work are counted by its entries."""
    encoded, cells = relaxation.encoded, relaxation.cells
    shape = (encoded.requests, len(relaxation.gain))
    once = csr_array((np.ones(cells), (relaxation.cell_request, np.arange(cells))), shape=shape)
    programme = LinearProgramme(
        gain=relaxation.gain,
        matrix=csr_array(vstack([relaxation.matrix, once])),
        low=np.concatenate([np.full(len(relaxation.limit), -np.inf), encoded.forced.astype(float)]),
        high=np.concatenate([relaxation.limit, np.ones(encoded.requests)]),
        upper=np.concatenate([np.ones(cells), encoded.floor[relaxation.lacking]]),
    )
    units = 4e-9 * max(1, programme.matrix.nnz)
    iterations = int(min(40_000, max(500, 0.4 * budget.left / units))) if budget.repeatable else None
    solved = solve_relaxed(programme, seconds=0.4 * budget.left, iterations=iterations)
    budget.spend(2_000 * units)
    return solved


def round_relaxed(relaxer: Relaxer, forced: State) -> State:
    """A state that follows the relaxation: its largest cells first, then by reduced gain.

    forced: a state that holds everything that must be held. Where rounding loses one of these, or
    the start lacks more, that state is filled instead.
    """
    encoded, relaxation = relaxer.encoded, relaxer.relaxation
    rules = rules_of(encoded)
    values = relaxer.solved.values[: relaxation.cells]
    order = np.argsort(-values, kind="stable")
    likely: Ints = order[values[order] > 0.02].astype(np.int32)
    best: State | None = None
    for state in (empty_state(encoded), copy_state(forced)):
        hold_cells(rules, state, likely, relaxation.cell_request, relaxation.cell_slot)
        fill_by_price(relaxer, state)
        if (state.slot_of[encoded.forced] < 0).any():
            continue
        if best is None or standing(encoded, state) > standing(encoded, best):
            best = state
    assert best is not None
    return best


def standing(encoded: Encoded, state: State) -> tuple[int, float]:
    """What is compared between states: the smaller shortfall first, then the value."""
    return -int(shortfall(rules_of(encoded), state)), value_of(encoded, state)


def fill_by_price(relaxer: Relaxer, state: State) -> None:
    """Hold whatever still fits, the requests worth most first, each in its best slot."""
    relaxation = relaxer.relaxation
    scores = np.full((relaxer.encoded.requests, relaxer.encoded.slots), -np.inf)
    scores[relaxation.cell_request, relaxation.cell_slot] = relaxer.guide.reduced
    worth = relaxer.guide.own_price + 1e-6 * relaxer.encoded.weight
    order = np.argsort(-worth, kind="stable").astype(np.int32)
    fill(rules_of(relaxer.encoded), state, order, scores)


def fill_by_weight(encoded: Encoded, state: State) -> None:
    """Hold whatever still fits: people below their floor first, then by weight."""
    rules = rules_of(encoded)
    scores = np.zeros((1, encoded.slots))
    order = np.argsort(-encoded.weight, kind="stable").astype(np.int32)
    lacking = state.degree < encoded.floor
    fill(rules, state, order[lacking[encoded.a[order]] | lacking[encoded.b[order]]], scores)
    fill(rules, state, order, scores)
