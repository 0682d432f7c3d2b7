"""Faults of a problem that make no sense to schedule: unknown ids, duplicates, overlaps, empty grids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from .values import Interpreter, Participant, Problem, Request

MOST_SLOTS = 400
MOST_PEOPLE = 5_000
MOST_REQUESTS = 100_000


def find_faults(problem: Problem) -> list[str]:
    """Messages in English, each with ids; an empty list for a problem that can be solved or refuted."""
    sizes = list(_too_large(problem))
    if sizes:
        return sizes
    slots = {slot.id for slot in problem.slots}
    return [
        *_duplicates("slot", (slot.id for slot in problem.slots)),
        *_duplicates("participant", (person.id for person in problem.participants)),
        *_duplicates("request", (request.id for request in problem.requests)),
        *_slot_faults(problem),
        *(fault for person in problem.participants for fault in _person_faults(person, slots)),
        *_request_faults(problem, slots),
        *_resource_faults(problem, slots),
    ]


def _too_large(problem: Problem) -> Iterator[str]:
    counts = (
        ("slots", len(problem.slots), MOST_SLOTS),
        ("participants", len(problem.participants), MOST_PEOPLE),
        ("requests", len(problem.requests), MOST_REQUESTS),
    )
    for name, count, most in counts:
        if count > most:
            yield f"problem: {count} {name}, more than the {most} that one schedule may have"
    if not problem.slots:
        yield "problem: there is no slot"


def _duplicates(name: str, ids: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for one in ids:
        if one in seen:
            yield f"{name} {one}: this id is used twice"
        if not one:
            yield f"{name}: an id is empty"
        seen.add(one)


def _slot_faults(problem: Problem) -> Iterator[str]:
    for slot in problem.slots:
        if not slot.day:
            yield f"slot {slot.id}: day is missing"
        if (slot.start is None) != (slot.end is None):
            yield f"slot {slot.id}: give both start and end, or neither"
        elif slot.start is not None and slot.end is not None and slot.end <= slot.start:
            yield f"slot {slot.id}: it is empty, its end is not after its start"
    for before, after in pairwise(problem.slots):
        if before.day == after.day and before.end is not None and after.start is not None:
            if after.start < (before.start or 0):
                yield f"slots {before.id} and {after.id}: slots must be listed in time order"
            elif after.start < before.end:
                yield f"slots {before.id} and {after.id} overlap"
    days = [slot.day for slot in problem.slots]
    changes = [day for day, following in pairwise([*days, ""]) if day != following]
    for day in sorted({day for day in changes if changes.count(day) > 1}):
        yield f"day {day}: its slots must be listed together, in time order"
    if problem.travel and any(slot.start is None for slot in problem.slots):
        yield "problem: travel between halls needs start and end on every slot"


def _person_faults(person: Participant, slots: set[str]) -> Iterator[str]:
    for slot in sorted((person.available or frozenset()) - slots):
        yield f"participant {person.id}: available names the unknown slot {slot}"
    if person.first_slot is not None and person.first_slot not in slots:
        yield f"participant {person.id}: first_slot names the unknown slot {person.first_slot}"
    least, most = person.min_meetings, person.max_meetings
    if least is not None and most is not None and least > most:
        yield f"participant {person.id}: min_meetings {least} is more than max_meetings {most}"


def _request_faults(problem: Problem, slots: set[str]) -> Iterator[str]:
    people = {person.id for person in problem.participants}
    ids = {request.id for request in problem.requests}
    pairs: dict[frozenset[str], str] = {}
    for request in problem.requests:
        name = f"request {request.id}"
        for person in (request.a, request.b):
            if person not in people:
                yield f"{name}: unknown participant {person}"
        if request.a == request.b:
            yield f"{name}: participant {request.a} asks to meet themselves"
        pair = frozenset((request.a, request.b))
        if pair in pairs:
            yield f"{name}: the same two people, {request.a} and {request.b}, as request {pairs[pair]}"
        pairs.setdefault(pair, request.id)
        yield from _reference_faults(request, name, slots, ids)


def _reference_faults(request: Request, name: str, slots: set[str], ids: set[str]) -> Iterator[str]:
    for slot in sorted((request.slots or frozenset()) - slots):
        yield f"{name}: slots names the unknown slot {slot}"
    if request.locked_slot is not None and request.locked_slot not in slots:
        yield f"{name}: locked_slot names the unknown slot {request.locked_slot}"
    for other in request.after:
        if other not in ids:
            yield f"{name}: after names the unknown request {other}"
        if other == request.id:
            yield f"{name}: it cannot come after itself"
    if request.locked_table is not None and request.locked_slot is None:
        yield f"{name}: locked_table needs locked_slot"
    if request.locked_table is not None and request.at_booth:
        yield f"{name}: a meeting at a booth has no shared table to lock"


def _resource_faults(problem: Problem, slots: set[str]) -> Iterator[str]:
    tables = problem.shared_tables
    if not isinstance(tables, int):
        for slot in sorted(tables.keys() - slots):
            yield f"shared_tables: unknown slot {slot}"
        for slot in sorted(tables.keys() & slots):
            yield from _duplicates(f"shared_tables {slot}: table", problem.table_names(slot))
    needing = [request.id for request in problem.requests if not request.at_booth]
    if needing and not any(problem.table_names(slot.id) for slot in problem.slots):
        named = ", ".join(needing[:5]) + (" …" if len(needing) > 5 else "")
        yield f"problem: there is no shared table, yet {len(needing)} requests need one ({named})"
    yield from _interpreter_faults(problem, slots)
    for group in problem.lunch:
        for slot in sorted(group - slots):
            yield f"lunch: unknown slot {slot}"


def _interpreter_faults(problem: Problem, slots: set[str]) -> Iterator[str]:
    entries = problem.interpreters
    if isinstance(entries, tuple):
        yield from _duplicates("interpreter", (one.id for one in entries))
        known: set[str] | None = None
        named: list[tuple[str, frozenset[str]]] = [
            (f"interpreter {one.id}", one.available or frozenset())
            for one in entries
            if isinstance(one, Interpreter)
        ]
    else:
        known = set(entries)
        named = [
            (f"interpreters {pair}", frozenset(counts))
            for pair, counts in entries.items()
            if not isinstance(counts, int)
        ]
    for name, used in named:
        for slot in sorted(used - slots):
            yield f"{name}: unknown slot {slot}"
    for request in problem.requests:
        # Among named interpreters a language nobody speaks is a reason not to meet, not a fault.
        if known is not None and request.interpreter is not None and request.interpreter not in known:
            yield f"request {request.id}: no interpreter is listed for {request.interpreter}"
