"""Which single change of the settings would place the most: tried out, not guessed.

Every candidate is a changed problem in which the schedule is kept as it is and filled up, so the
meetings announced are meetings that fit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from .encoding import encode
from .keeping import kept_state
from .spread import fill_within
from .values import Advice, Interpreter, Participant, Primitive, Problem, Schedule

EXTRA_TABLES = 2
MOST_TRIED = 12  # of each kind, those that most requests wait for


def advice(problem: Problem, schedule: Schedule, *, most: int = 5) -> tuple[Advice, ...]:
    """The changes that place the most value more, best first; none that would place nothing."""
    found = []
    for code, parameters, changed in _candidates(problem, schedule):
        meetings, value = _added(changed, schedule)
        if meetings:
            found.append(Advice(code, parameters, meetings, value))
    return tuple(sorted(found, key=lambda one: (-one.value, -one.meetings))[:most])


Candidate = tuple[str, dict[str, Primitive], Problem]


def _added(problem: Problem, schedule: Schedule) -> tuple[int, float]:
    """Meetings and value that fit beside the schedule in a changed problem."""
    encoded = encode(problem)
    state = kept_state(encoded, schedule)
    before = state.slot_of >= 0
    fill_within(encoded, state)
    added = (state.slot_of >= 0) & ~before
    return int(added.sum()), float(np.where(added, encoded.weight, 0).sum())


def _candidates(problem: Problem, schedule: Schedule) -> Iterator[Candidate]:
    tables: Counter[str] = Counter()
    interpreters: Counter[tuple[str, str]] = Counter()
    people: Counter[str] = Counter()
    limits: Counter[str] = Counter()
    requests = {request.id: request for request in problem.requests}
    for one in schedule.unplaced:
        request = requests[one.request]
        slots = one.parameters.get("slots", ())
        if one.code in ("tables-full", "resources-full") and isinstance(slots, tuple):
            tables.update(slots)
        if one.code in ("interpreter-taken", "resources-full") and isinstance(slots, tuple):
            interpreters.update((request.interpreter or "", slot) for slot in slots)
        if one.code in ("person-busy", "no-common-slot"):
            people.update((request.a, request.b))
        if one.code == "person-full":
            limits[str(one.parameters["person"])] += 1
    for slot, _ in tables.most_common(MOST_TRIED):
        yield "more-tables", {"slot": slot, "count": EXTRA_TABLES}, _more_tables(problem, slot)
    for (pair, slot), _ in interpreters.most_common(MOST_TRIED):
        more = _one_interpreter(problem, pair, slot)
        yield "more-interpreters", {"resource": pair, "slot": slot, "count": 1}, more
    by_id = {person.id: person for person in problem.participants}
    for identifier, _ in people.most_common(MOST_TRIED):
        yield from _ask(problem, by_id[identifier])
    for identifier, _ in limits.most_common(MOST_TRIED):
        person = by_id[identifier]
        raised = replace(person, max_meetings=(person.max_meetings or 0) + 1)
        yield "raise-limit", {"person": identifier, "count": 1}, _with_person(problem, raised)


def _more_tables(problem: Problem, slot: str) -> Problem:
    """Some tables more in one slot, under new names."""
    names = {one.id: problem.table_names(one.id) for one in problem.slots}
    extra = tuple(f"+{number + 1}" for number in range(EXTRA_TABLES))
    return replace(problem, shared_tables={**names, slot: names[slot] + extra})


def _one_interpreter(problem: Problem, pair: str, slot: str) -> Problem:
    entries = problem.interpreters
    if isinstance(entries, tuple):
        extra = Interpreter("+1", frozenset((pair,)), frozenset((slot,)))
        return replace(problem, interpreters=(*entries, extra))
    found = entries[pair]
    counts = {one.id: found if isinstance(found, int) else found.get(one.id, 0) for one in problem.slots}
    counts[slot] += 1
    return replace(problem, interpreters={**entries, pair: counts})


def _ask(problem: Problem, person: Participant) -> Iterator[Candidate]:
    """One candidate for each slot in which the person is away, next to one in which they are there."""
    if person.available is None:
        return
    ids = [slot.id for slot in problem.slots]
    for i, slot in enumerate(ids):
        beside = set(ids[max(0, i - 1) : i + 2]) & person.available
        if slot not in person.available and beside:
            more = replace(person, available=person.available | {slot})
            yield "ask-person", {"person": person.id, "slot": slot}, _with_person(problem, more)


def _with_person(problem: Problem, changed: Participant) -> Problem:
    people = tuple(changed if person.id == changed.id else person for person in problem.participants)
    return replace(problem, participants=people)
