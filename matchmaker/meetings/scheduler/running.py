"""One solve under way: the best state so far, its bound, and who is told of it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .answer import make_schedule, meets, slots_by_id, tighten
from .bounds import DegreeBound, degree_bound
from .budget import Budget
from .encoding import Encoded
from .figures import measure
from .guided import fill_by_weight, standing
from .kempe import Taste
from .polish import polish
from .seating import seat
from .spread import fill_within, keep_spread
from .state import State, copy_state, rules_of, shortfall, value_of
from .values import Conflict, Figures, InfeasibleError, Meeting, Progress, Schedule

Listener = Callable[[Progress], bool]


class Run:
    """Keeps the best of what is offered; reports at most every half second, and at every phase."""

    def __init__(self, encoded: Encoded, budget: Budget, listener: Listener | None) -> None:
        self.encoded = encoded
        self.budget = budget
        self.listener = listener
        self.bounds: list[Callable[[int], float]] = [DegreeBound(encoded).bound, self._without_floor]
        self.loose: float | None = None
        self.best: State | None = None
        self.phase = ""
        self.told = -1.0

    @property
    def state(self) -> State:
        """The best state so far."""
        assert self.best is not None
        return self.best

    @property
    def bound(self) -> float:
        """The certified bound for schedules that lack no more than the best one."""
        missing = int(shortfall(rules_of(self.encoded), self.state))
        return tighten(self.encoded, min(bound(missing) for bound in self.bounds))

    def _without_floor(self, missing: int) -> float:
        """The flow bound for any shortfall; never the lower one where nobody lacks a meeting."""
        if missing and self.loose is None:
            self.loose = degree_bound(self.encoded)
        return self.loose if self.loose is not None else np.inf

    @property
    def proven(self) -> bool:
        """Whether no better value is possible, and nobody lacks a meeting to the floor."""
        lacking, value = standing(self.encoded, self.state)
        return lacking == 0 and meets(self.encoded, value, self.bound)

    def offer(self, state: State, phase: str, *, fill: bool = True) -> None:
        """Keep a copy of a state, filled up if asked, where it is better."""
        filled = copy_state(state)
        if fill:
            fill_by_weight(self.encoded, filled)
        if self.best is None or standing(self.encoded, filled) > standing(self.encoded, self.best):
            self.best = filled
        self.tell(phase)

    def tell(self, phase: str) -> None:
        """Report; a listener that answers False stops the budget."""
        if self.listener is None or (phase == self.phase and self.budget.seconds - self.told < 0.5):
            return
        self.phase, self.told = phase, self.budget.seconds
        value = value_of(self.encoded, self.state)
        placed = int((self.state.slot_of >= 0).sum())
        if not self.listener(Progress(value, max(value, self.bound), phase, placed)):
            self.budget.stop()

    def polish(self, seed: int, part: float = 1.0, *, taste: Taste | None = None) -> None:
        """Better agendas at the same value, or a larger one, in a part of the time left."""
        end, grow = self.budget.share(part), not self.proven

        def report(state: State) -> None:
            self.best = state
            self.tell("polish")

        self.best = polish(
            self.encoded, self.state, self.budget, end, seed, taste=taste, tell=report, grow=grow
        )

    def keep_spread(self) -> None:
        """Hold the limit of the spread of breaks, at a cost of value where nothing else is left."""
        if not keep_spread(self.encoded, self.state):
            forced = np.flatnonzero(self.encoded.forced)
            ids = tuple(self.encoded.problem.requests[r].id for r in forced)
            raise InfeasibleError(Conflict("not-found", ids))

    def finish(self, *, previous: dict[str, Meeting] | None = None, rough: Figures | None = None) -> Schedule:
        """Report a last time and make the schedule; rough: the figures before the polish."""
        fill_within(self.encoded, self.state)
        self.told = -1.0
        self.tell("done")
        seconds = self.budget.seconds
        return make_schedule(
            self.encoded, self.state, self.bound, seconds, previous=previous, before_polish=rough
        )

    def figures(self) -> Figures:
        """The figures of the best state."""
        problem = self.encoded.problem
        return measure(problem, seat(problem, slots_by_id(self.encoded, self.state)))
