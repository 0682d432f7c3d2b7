"""Questions of an officer about the settings: what would more tables, slots or interpreters give?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from .bounds import degree_bound
from .encoding import encode
from .values import Advice, Interpreter, Problem, Schedule, WhatIf


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


def advice(problem: Problem, schedule: Schedule, *, most: int = 5) -> tuple[Advice, ...]:
    """The single changes of the settings that would place the most, best first."""
    found = sorted(_candidates(problem, schedule), key=lambda one: (-one.meetings, -one.value))
    return tuple(found[:most])


def _candidates(problem: Problem, schedule: Schedule) -> Iterator[Advice]:
    weight = {request.id: request.weight for request in problem.requests}
    full = [one for one in schedule.unplaced if one.code == "tables-full"]
    for slot in problem.slots:
        waiting = [one for one in full if slot.id in str(one.parameters.get("slots", ""))]
        if waiting:
            value = sum(weight[one.request] for one in waiting)
            yield Advice("more-tables", {"slot": slot.id, "count": len(waiting)}, len(waiting), value)
