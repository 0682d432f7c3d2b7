"""Repair a published schedule after a change, moving nobody or as few as possible."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from .budget import Budget
from .encoding import Encoded, encode
from .guide import make_guide
from .guided import Relaxer, fill_by_weight
from .keeping import earlier_slots, kept_state
from .refill import refill
from .relaxation import relax
from .running import Listener, Run
from .search import improve
from .sense import find_faults
from .solving import first_state
from .state import State, copy_state, fits, rules_of
from .values import Change, Meeting, Problem, ProblemError, Schedule

MODES = ("nothing-moves", "few-moves")
# A helper at the desk waits for the refill: seconds, and open cells above which the greedy filling has to do.
LONGEST_REFILL = 0.4
MOST_REFILLED = 60_000
WORTH_OF_STAYING = 0.25  # of the heaviest request: what a meeting must bring to move another one


def repair(
    problem: Problem,
    previous: Schedule,
    *,
    mode: str = "nothing-moves",
    seconds: float | None = None,
    work: float | None = None,
    seed: int = 0,
    progress: Listener | None = None,
) -> Schedule:
    """A schedule of the changed `problem` close to `previous`.

    nothing-moves: every earlier meeting that is still possible keeps its slot and table, and freed
    slots are filled in order of value; few-moves (60 s where no limit is given): some may move where
    that lets more value be held. Raises ProblemError and InfeasibleError as `solve` does.
    """
    faults = find_faults(problem)
    if mode not in MODES:
        faults.append(f"repair: mode must be one of {', '.join(MODES)}, not {mode}")
    if faults:
        raise ProblemError(faults)
    budget = Budget(seconds, work, default=60.0)
    encoded = encode(problem)
    run = Run(encoded, budget, progress)
    state = _kept(encoded, previous, budget)
    _refill_freed(encoded, state, budget)
    run.offer(state, "start")
    if mode == "few-moves":
        _move_few(run, previous, seed)
    run.keep_spread()
    return run.finish(previous={meeting.request: meeting for meeting in previous.meetings})


def _kept(encoded: Encoded, previous: Schedule, budget: Budget) -> State:
    """Earlier meetings that are still possible beside all that must be held."""
    state = kept_state(encoded, previous, forced=True)
    if (state.slot_of[encoded.forced] >= 0).all():
        return kept_state(encoded, previous, state=state)
    held = first_state(encoded, budget, keep=earlier_slots(encoded, previous))
    return kept_state(encoded, previous, state=held)


def _refill_freed(encoded: Encoded, state: State, budget: Budget) -> None:
    """Fill what is free with requests not held, exactly, with all that is held fixed."""
    waiting = state.slot_of < 0
    fill_by_weight(encoded, state)
    if encoded.open[waiting].sum() > MOST_REFILLED:
        return
    relaxation = relax(encoded)
    guide = make_guide(relaxation, np.zeros(len(relaxation.limit)))
    free = waiting[relaxation.cell_request]
    seconds = 600.0 if budget.repeatable else min(LONGEST_REFILL, max(0.1, 0.3 * budget.left))
    refilled = refill(guide, state, free, width=np.inf, nodes=100, seconds=seconds)
    budget.spend(0.02 + refilled.columns * 5e-5)


def _move_few(run: Run, previous: Schedule, seed: int) -> None:
    """Search with a bonus for each meeting that stays where it was announced."""
    encoded, budget = run.encoded, run.budget
    relaxer = Relaxer(encoded, budget)
    run.bounds.append(relaxer.bound)
    bonus = np.zeros(relaxer.relaxation.cells)
    announced = np.full(encoded.requests, -1)
    for r, s in earlier_slots(encoded, previous).items():
        announced[r] = s
    stays = announced[relaxer.relaxation.cell_request] == relaxer.relaxation.cell_slot
    bonus[stays] = WORTH_OF_STAYING * float(encoded.weight.max(initial=1.0))
    guide = make_guide(relaxer.relaxation.with_bonus(bonus), relaxer.prices)
    state = copy_state(run.state)

    def report(found: State) -> None:
        run.offer(found, "search", fill=False)

    improve(guide, state, run.bound, budget, budget.share(0.9), seed, report, patience=12)
    run.offer(state, "search")


def changes(previous: Schedule, new: Schedule, problem: Problem | None = None) -> tuple[Change, ...]:
    """What becomes of each meeting, and the people to tell (known where `problem` is given)."""
    people = {r.id: (r.a, r.b) for r in problem.requests} if problem is not None else {}
    before = {meeting.request: meeting for meeting in previous.meetings}
    after = {meeting.request: meeting for meeting in new.meetings}
    found = []
    for request in dict.fromkeys((*before, *after)):
        old, now = before.get(request), after.get(request)
        kind = _kind(old, now)
        if kind is not None:
            found.append(Change(request, kind, old, now, people.get(request, ())))
    return tuple(found)


def _kind(before: Meeting | None, after: Meeting | None) -> str | None:
    if before is None or after is None:
        return "added" if before is None else "removed"
    if before.slot != after.slot:
        return "moved"
    return "table" if before.table != after.table else None


def standby(problem: Problem, schedule: Schedule) -> Mapping[str, tuple[str, ...]]:
    """Requests not held that could be held now without moving anybody, most wanted first, with slots."""
    encoded = encode(problem)
    rules, state = rules_of(encoded), kept_state(encoded, schedule)
    waiting = np.flatnonzero(state.slot_of < 0)
    order = waiting[np.argsort(-encoded.weight[waiting], kind="stable")]
    found = {}
    for r in order:
        slots = tuple(slot.id for s, slot in enumerate(problem.slots) if fits(rules, state, int(r), s))
        if slots:
            found[problem.requests[r].id] = slots
    return found
