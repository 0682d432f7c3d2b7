"""Large-neighbourhood search: free some slots or people, refill them exactly, never lose.

Each neighbourhood is the relaxation with everything else fixed, solved in whole numbers. Where to
look is told by complementary slackness: a priced row that is not full, or a meeting held whose
reduced gain is negative, is where value is lost against the bound.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .budget import Budget
from .encoding import NO_LIMIT, Flags
from .guide import Guide, losses
from .refill import refill
from .state import State, rules_of, shortfall, value_of

Report = Callable[[State], None]


def improve(
    guide: Guide,
    state: State,
    bound: float,
    budget: Budget,
    end: float,
    seed: int,
    report: Report,
    *,
    patience: int = NO_LIMIT,
) -> None:
    """Refill neighbourhoods until the value meets `bound`, `report` says stop, or `budget.used` is `end`.

    patience: neighbourhoods without a gain after which to give up.
    Deterministic for a seed where the budget is counted in work.
    """
    encoded = guide.relaxation.encoded
    rules = rules_of(encoded)
    random = np.random.default_rng(seed)
    size, fruitless = 1_500.0, 0
    large = guide.relaxation.cells > 100_000
    while budget.used < end and not budget.stopped:
        gap = bound - value_of(encoded, state) + guide.relaxation.price * shortfall(rules, state)
        if gap < 1e-9:
            return
        # In large problems mostly cells near the best of their request: more slots fit in a neighbourhood.
        heaviest = float(encoded.weight.max(initial=1.0))
        width = min(gap, heaviest * (0.25 if large and random.random() < 0.7 else 1.0))
        free = _neighbourhood(guide, state, random, size, width)
        longest = 600.0 if budget.repeatable else max(0.2, min(10.0, end - budget.used))
        refilled = refill(guide, state, free, width=width, nodes=40, seconds=longest)
        budget.spend(0.02 + refilled.columns * 5e-5)
        fruitless = 0 if refilled.gain > 1e-9 else fruitless + 1
        size = max(1_500.0, size / 1.5) if refilled.gain > 1e-9 else min(12_000.0, size * 1.08)
        report(state)
        if fruitless > patience or (fruitless > 12 and refilled.whole):
            return


def _neighbourhood(
    guide: Guide, state: State, random: np.random.Generator, size: float, width: float
) -> Flags:
    """Some slots, or some people, with about `size` cells worth a look; where value is lost comes first."""
    relaxation, encoded = guide.relaxation, guide.relaxation.encoded
    by_slot, by_person = losses(guide, state)
    worth = guide.reduced >= -width
    if random.random() < 0.5:
        # Gumbel noise: a draw without replacement with chances in proportion to the losses.
        order = np.argsort(-np.log(by_slot + by_slot.mean() * 0.2 + 1e-9) - random.gumbel(size=encoded.slots))
        counts = np.bincount(relaxation.cell_slot[worth], minlength=encoded.slots)[order]
        some = order[: max(2, int(np.searchsorted(np.cumsum(counts), size)))]
        return np.isin(relaxation.cell_slot, some)
    order = np.argsort(-np.log(by_person + 1e-9) - random.gumbel(size=encoded.people))
    first, second = encoded.a[relaxation.cell_request], encoded.b[relaxation.cell_request]
    counts = (
        np.bincount(first[worth], minlength=encoded.people)
        + np.bincount(second[worth], minlength=encoded.people)
    )[order]
    some = order[: max(2, int(np.searchsorted(np.cumsum(counts), size)))]
    return np.isin(first, some) | np.isin(second, some)
