"""Repair a published schedule after a change, moving nobody or as few as possible."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .answer import make_schedule
from .bounds import degree_bound
from .budget import Budget
from .encoding import encode
from .keeping import kept_state
from .sense import find_faults
from .state import fill, rules_of, value_of
from .values import Change, Meeting, Problem, ProblemError, Progress, Schedule

MODES = ("nothing-moves", "few-moves")


def repair(
    problem: Problem,
    previous: Schedule,
    *,
    mode: str = "nothing-moves",
    seconds: float | None = None,
    work: float | None = None,
    seed: int = 0,
    progress: Callable[[Progress], bool] | None = None,
) -> Schedule:
    """A schedule of the changed `problem` close to `previous`.

    nothing-moves: every earlier meeting that is still possible keeps its slot and table, and freed
    slots are filled in order of value; few-moves: some may move where that lets more value be held.
    """
    faults = find_faults(problem)
    if mode not in MODES:
        faults.append(f"repair: mode must be one of {', '.join(MODES)}, not {mode}")
    if faults:
        raise ProblemError(faults)
    budget = Budget(seconds, work)
    encoded = encode(problem)
    state = kept_state(encoded, previous)
    order = np.argsort(-encoded.weight, kind="stable").astype(np.int32)
    fill(rules_of(encoded), state, order, np.zeros((1, encoded.slots)))
    bound = max(degree_bound(encoded), value_of(encoded, state))
    held = {meeting.request: meeting for meeting in previous.meetings}
    return make_schedule(encoded, state, bound, budget.seconds, previous=held)


def changes(previous: Schedule, new: Schedule, problem: Problem | None = None) -> tuple[Change, ...]:
    """What becomes of each meeting, and the people to tell (known where `problem` is given)."""
    people = {r.id: (r.a, r.b) for r in problem.requests} if problem is not None else {}
    before = {meeting.request: meeting for meeting in previous.meetings}
    after = {meeting.request: meeting for meeting in new.meetings}
    found = []
    for request in dict.fromkeys((*before, *after)):
        kind = _kind(before.get(request), after.get(request))
        if kind is not None:
            found.append(
                Change(request, kind, before.get(request), after.get(request), people.get(request, ()))
            )
    return tuple(found)


def _kind(before: Meeting | None, after: Meeting | None) -> str | None:
    if before is None or after is None:
        return "added" if before is None else "removed"
    if before.slot != after.slot:
        return "moved"
    return "table" if before.table != after.table else None
