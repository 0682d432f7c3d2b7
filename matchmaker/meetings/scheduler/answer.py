"""From arrays to a `Schedule`: seats, figures, reasons, the proof where there is one."""

from __future__ import annotations

from math import floor

import numpy as np

from .encoding import Encoded
from .explain import explain
from .figures import measure
from .seating import seat
from .state import State, rules_of, shortfall, take, value_of
from .values import Figures, Meeting, Schedule


def make_schedule(
    encoded: Encoded,
    state: State,
    bound: float,
    seconds: float,
    *,
    previous: dict[str, Meeting] | None = None,
    before_polish: Figures | None = None,
) -> Schedule:
    """The schedule of a state.

    bound: certified for schedules of at most this state's shortfall. `previous` meetings keep their
    tables and interpreters where they can.
    """
    problem = encoded.problem
    meetings = _staffed(encoded, state, previous)
    value = value_of(encoded, state)
    figures = measure(problem, meetings)
    closed = tighten(encoded, bound)
    without = np.flatnonzero((encoded.floor > 0) & (state.degree == 0))
    return Schedule(
        meetings=tuple(meetings),
        value=value,
        bound=max(closed, value),
        proven=meets(encoded, value, closed),
        unplaced=explain(encoded, state),
        breaks=figures.breaks,
        idle_slots=figures.idle_slots,
        seconds=seconds,
        shortfall=shortfall(rules_of(encoded), state),
        without=tuple(problem.participants[p].id for p in without),
        figures=figures,
        before_polish=before_polish,
        name=problem.name,
    )


def _staffed(encoded: Encoded, state: State, previous: dict[str, Meeting] | None) -> list[Meeting]:
    """Seats of a state; a meeting left without an interpreter is taken out of it, unless it is forced.

    That can happen only where more languages hang together than `interpreter_rows` counts out.
    """
    problem, rules = encoded.problem, rules_of(encoded)
    meetings = seat(problem, slots_by_id(encoded, state), previous)
    number = {request.id: i for i, request in enumerate(problem.requests)}
    for meeting in meetings:
        r = number[meeting.request]
        if problem.requests[r].interpreter and meeting.interpreter is None and not encoded.forced[r]:
            take(rules, state, r)
    return [meeting for meeting in meetings if state.slot_of[number[meeting.request]] >= 0]


def meets(encoded: Encoded, value: float, bound: float) -> bool:
    """Whether a value is as large as its tightened bound, but for the rounding of sums."""
    return value >= bound - (0.5 if encoded.whole_weights else 3e-7 * max(1.0, bound))


def tighten(encoded: Encoded, bound: float) -> float:
    """A bound rounded down to a value that a schedule can have, with room for the rounding of sums."""
    slack = 1e-7 * max(1.0, abs(bound))
    return float(floor(bound + slack)) if encoded.whole_weights else bound + slack


def slots_by_id(encoded: Encoded, state: State) -> dict[str, str]:
    """Request id to slot id of all that is held."""
    problem = encoded.problem
    return {
        problem.requests[r].id: problem.slots[state.slot_of[r]].id for r in np.flatnonzero(state.slot_of >= 0)
    }
