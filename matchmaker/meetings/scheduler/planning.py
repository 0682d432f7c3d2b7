"""Questions of an officer about the settings: what would more tables, slots or interpreters give?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from .bounds import degree_bound
from .encoding import encode
from .values import Interpreter, Problem, WhatIf


def what_if(
    problem: Problem,
    *,
    tables: Sequence[int] = (),
    slots: Sequence[int] = (),
    interpreters: Sequence[int] = (),
) -> tuple[WhatIf, ...]:
    """Upper bounds of value and of meetings for other settings: the points of a curve.

    tables: shared tables in every slot; slots: only the first so many; interpreters: so many more
    (or fewer) of each language pair in every slot. Each list is varied alone.
    """
    points = [
        *((replace(problem, shared_tables=n), n, None, None) for n in tables),
        *((_first_slots(problem, n), None, n, None) for n in slots),
        *((_more_interpreters(problem, n), None, None, n) for n in interpreters),
    ]
    return tuple(WhatIf(t, s, i, *_bounds(changed)) for changed, t, s, i in points)


def _bounds(problem: Problem) -> tuple[float, int]:
    even = replace(problem, requests=tuple(replace(request, weight=1) for request in problem.requests))
    return degree_bound(encode(problem)), int(degree_bound(encode(even)) + 1e-6)


def _first_slots(problem: Problem, count: int) -> Problem:
    kept = problem.slots[:count]
    ids = frozenset(slot.id for slot in kept)
    return replace(
        problem,
        slots=kept,
        participants=tuple(
            replace(person, available=None if person.available is None else person.available & ids)
            for person in problem.participants
        ),
        requests=tuple(
            replace(request, slots=None if request.slots is None else request.slots & ids)
            for request in problem.requests
            if request.locked_slot is None or request.locked_slot in ids
        ),
    )


def _more_interpreters(problem: Problem, count: int) -> Problem:
    entries = problem.interpreters
    if isinstance(entries, tuple):
        pairs = sorted({pair for one in entries for pair in one.pairs})
        extra = tuple(
            Interpreter(f"+{n + 1} {pair}", frozenset((pair,)))
            for pair in pairs
            for n in range(max(0, count))
        )
        return replace(problem, interpreters=(*entries, *extra))
    counts: dict[str, int | Mapping[str, int]] = {
        pair: max(0, found + count)
        if isinstance(found, int)
        else {s: max(0, n + count) for s, n in found.items()}
        for pair, found in entries.items()
    }
    return replace(problem, interpreters=counts)
