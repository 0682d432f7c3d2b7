"""An earlier schedule as a state of a changed problem: whatever of it is still possible."""

from __future__ import annotations

import numpy as np

from .encoding import Encoded
from .state import State, empty_state, hold_cells, rules_of
from .values import Schedule


def earlier_slots(encoded: Encoded, previous: Schedule) -> dict[int, int]:
    """Request to the slot it had, for requests and slots that still exist."""
    slots = {slot.id: i for i, slot in enumerate(encoded.problem.slots)}
    numbers = {request.id: i for i, request in enumerate(encoded.problem.requests)}
    return {
        numbers[meeting.request]: slots[meeting.slot]
        for meeting in previous.meetings
        if meeting.request in numbers and meeting.slot in slots
    }


def kept_state(
    encoded: Encoded, previous: Schedule, *, state: State | None = None, forced: bool = False
) -> State:
    """The earlier meetings that are still possible, forced ones first, then the most wanted.

    state: to add to, in place. forced: only what must be held, each lock in its slot.
    """
    rules = rules_of(encoded)
    found = empty_state(encoded) if state is None else state
    earlier = earlier_slots(encoded, previous)
    slots = np.full(encoded.requests, -1, np.int32)
    slots[list(earlier)] = list(earlier.values())
    slots = np.where(encoded.locked >= 0, encoded.locked, slots).astype(np.int32)
    order = np.lexsort((-encoded.weight, ~encoded.forced))
    wanted = (slots[order] >= 0) & (encoded.forced[order] | (not forced))
    every = np.arange(encoded.requests, dtype=np.int32)
    hold_cells(rules, found, order[wanted].astype(np.int32), every, slots)
    return found
