"""Better agendas at the same value: idle time, breaks, lunch and wishes, by annealed Kempe chains."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .budget import Budget
from .encoding import NO_LIMIT, Encoded
from .guided import standing
from .kempe import Scratch, Taste, agenda_cost, anneal
from .spread import fill_within
from .state import Rules, State, copy_state, rules_of

STEPS_PER_UNIT = 400_000
LONGEST = 60


def taste_of(encoded: Encoded, *, idle: int = 10, gap: int = 1) -> Taste:
    """What agendas cost: a broken limit of breaks far above a lost lunch, an early start, an idle slot."""
    problem = encoded.problem
    position = {slot.id: i for i, slot in enumerate(problem.slots)}
    first = [position.get(person.first_slot or "", -1) for person in problem.participants]
    lunches = [[slot.id in group for slot in problem.slots] for group in problem.lunch]
    most = problem.max_break_spread
    return Taste(
        idle=idle,
        gap=gap,
        early=20,
        lunch=40,
        spread=1_000,
        most_breaks=NO_LIMIT if most is None else most,
        first_slot=np.array(first, np.int32),
        lunches=np.array(lunches, bool).reshape(len(lunches), encoded.slots),
    )


def total_cost(rules: Rules, state: State, taste: Taste) -> int:
    """Cost of all agendas."""
    return sum(int(agenda_cost(rules, state, taste, p)) for p in range(len(rules.cap)))


def polish(
    encoded: Encoded,
    state: State,
    budget: Budget,
    end: float,
    seed: int,
    *,
    taste: Taste | None = None,
    tell: Callable[[State], None] = lambda state: None,
    grow: bool = False,
) -> State:
    """The state with the same requests held in better slots; never worse than the one given.

    Rounds of annealing, each cooler than the last and ended by a descent, until `budget.used` is
    `end` or nothing costs anything. grow: between the rounds other requests are held where they fit.
    """
    rules, chosen = rules_of(encoded), taste_of(encoded) if taste is None else taste
    scratch = _scratch(encoded)
    strict = bool(encoded.far.any()) or len(encoded.before.items) > 0
    best, current = copy_state(state), copy_state(state)
    cost = total_cost(rules, state, chosen)
    highest = (*standing(encoded, state), -cost)
    began, length = budget.used, max(1e-9, end - budget.used)
    steps, turn = 20_000, 0
    while budget.used < end and (cost > 0 or grow) and not budget.stopped:
        before = budget.used
        done = min(1.0, (before - began) / length)
        hot = 0.8 * max(chosen.idle, chosen.gap) * (1 - done) ** 2 + 0.02
        anneal(rules, current, chosen, scratch, steps, hot, hot * 0.9, LONGEST, strict, seed + turn)
        budget.spend(steps / STEPS_PER_UNIT)
        if grow:
            fill_within(encoded, current)
        cost = total_cost(rules, current, chosen)
        found = (*standing(encoded, current), -cost)
        if found > highest:
            highest, best = found, copy_state(current)
            tell(best)
        turn += 1
        if not budget.repeatable:
            steps = int(np.clip(steps * 0.1 / max(1e-3, budget.used - before), 5_000, 400_000))
    return best


def _scratch(encoded: Encoded) -> Scratch:
    return Scratch(
        np.zeros(encoded.requests + 1, np.int32),
        np.zeros(encoded.requests + 1, np.int32),
        np.zeros(encoded.people + 1, np.int32),
        np.zeros(encoded.people + 1, np.int32),
        np.zeros(max(1, len(encoded.capacity)), np.int32),
        np.zeros(encoded.people + 1, np.int32),
    )
