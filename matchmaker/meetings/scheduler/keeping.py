"""An earlier schedule as a state of a changed problem: whatever of it is still possible."""

from __future__ import annotations

from .encoding import Encoded
from .state import State, empty_state, fits, put, rules_of
from .values import Schedule


def kept_state(encoded: Encoded, previous: Schedule, *, forced: State | None = None) -> State:
    """The earlier meetings that are still possible: forced ones first, then the most wanted.

    forced: a state to keep as it is and to add to.
    """
    rules = rules_of(encoded)
    state = empty_state(encoded) if forced is None else forced
    slots = {slot.id: i for i, slot in enumerate(encoded.problem.slots)}
    earlier = {meeting.request: slots.get(meeting.slot, -1) for meeting in previous.meetings}
    order = sorted(range(encoded.requests), key=lambda r: (not encoded.forced[r], -encoded.weight[r], r))
    for r in order:
        s = earlier.get(encoded.problem.requests[r].id, -1)
        if s >= 0 and state.slot_of[r] < 0 and fits(rules, state, r, s):
            put(rules, state, r, s)
    return state
