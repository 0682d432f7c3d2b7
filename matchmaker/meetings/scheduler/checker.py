"""An independent check of a schedule against its problem: plain dictionaries, nothing of the solver."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations

from .figures import breaks_per_person, measure
from .interpreters import interpreter_rows
from .values import Interpreter, Meeting, Problem, Request, Schedule, Slot


def check(problem: Problem, schedule: Schedule) -> list[str]:
    """Every rule that the schedule breaks, in English with ids; an empty list for a valid one."""
    requests = {request.id: request for request in problem.requests}
    slots = {slot.id: (i, slot) for i, slot in enumerate(problem.slots)}
    faults = [
        f"meeting {m.request}: unknown request or slot {m.slot}"
        for m in schedule.meetings
        if m.request not in requests or m.slot not in slots
    ]
    if faults:
        return faults
    held = {meeting.request: meeting for meeting in schedule.meetings}
    if len(held) < len(schedule.meetings):
        faults.append("a request is held twice")
    return [
        *faults,
        *_request_faults(problem, held, slots),
        *_person_faults(problem, requests, held, slots),
        *_resource_faults(problem, requests, held),
        *_company_faults(problem, requests, held),
        *_figure_faults(problem, requests, schedule),
    ]


def _request_faults(
    problem: Problem, held: dict[str, Meeting], slots: dict[str, tuple[int, Slot]]
) -> Iterator[str]:
    people = {person.id: person for person in problem.participants}
    for request in problem.requests:
        meeting = held.get(request.id)
        if meeting is None:
            if request.must or request.locked_slot is not None:
                yield f"request {request.id}: must be held and is not"
            continue
        if request.locked_slot not in (None, meeting.slot):
            yield f"request {request.id}: locked in {request.locked_slot}, held in {meeting.slot}"
        if request.locked_table not in (None, meeting.table):
            yield f"request {request.id}: locked at {request.locked_table}, held at {meeting.table}"
        if request.slots is not None and meeting.slot not in request.slots:
            yield f"request {request.id}: held in {meeting.slot}, outside its slots"
        for person in (request.a, request.b):
            available = people[person].available
            if available is not None and meeting.slot not in available:
                yield f"request {request.id}: {person} is not available in {meeting.slot}"
        for other in request.after:
            if other in held and slots[held[other].slot][0] >= slots[meeting.slot][0]:
                yield f"request {request.id}: not after {other}"


def _person_faults(
    problem: Problem,
    requests: dict[str, Request],
    held: dict[str, Meeting],
    slots: dict[str, tuple[int, Slot]],
) -> Iterator[str]:
    agenda: dict[str, list[Meeting]] = defaultdict(list)
    for meeting in held.values():
        agenda[requests[meeting.request].a].append(meeting)
        agenda[requests[meeting.request].b].append(meeting)
    hall = {person.id: person.hall for person in problem.participants}
    for person in problem.participants:
        mine = sorted(agenda[person.id], key=lambda meeting: slots[meeting.slot][0])
        if person.max_meetings is not None and len(mine) > person.max_meetings:
            yield f"participant {person.id}: {len(mine)} meetings, at most {person.max_meetings}"
        for first, second in combinations(mine, 2):
            if first.slot == second.slot:
                yield f"participant {person.id}: {first.request} and {second.request} both in {first.slot}"
            elif problem.travel and not _can_walk(problem, requests, hall, slots, first, second):
                yield f"participant {person.id}: no time to go from {first.request} to {second.request}"


def _can_walk(
    problem: Problem,
    requests: dict[str, Request],
    hall: dict[str, str | None],
    slots: dict[str, tuple[int, Slot]],
    first: Meeting,
    second: Meeting,
) -> bool:
    here, there = (hall[requests[m.request].b] or hall[requests[m.request].a] for m in (first, second))
    before, after = slots[first.slot][1], slots[second.slot][1]
    if here is None or there is None or here == there or before.day != after.day:
        return True
    minutes = problem.travel.get(here, {}).get(there, problem.travel.get(there, {}).get(here, 0))
    return (after.start or 0) - (before.end or 0) >= minutes


def _resource_faults(
    problem: Problem, requests: dict[str, Request], held: dict[str, Meeting]
) -> Iterator[str]:
    tables: Counter[tuple[str, str | None]] = Counter()
    staffed: Counter[tuple[str, str]] = Counter()
    asked: Counter[tuple[str, str]] = Counter()
    known = {one.id: one for one in problem.interpreters} if isinstance(problem.interpreters, tuple) else {}
    for meeting in held.values():
        request = requests[meeting.request]
        if request.at_booth != (meeting.table is None):
            yield f"request {request.id}: table {meeting.table} does not suit at_booth={request.at_booth}"
        if meeting.table is not None:
            tables[meeting.slot, meeting.table] += 1
            if meeting.table not in problem.table_names(meeting.slot):
                yield f"request {request.id}: slot {meeting.slot} has no table {meeting.table}"
        if request.interpreter is not None:
            asked[request.interpreter, meeting.slot] += 1
            yield from _staff_faults(request, meeting, known)
            if meeting.interpreter is not None:
                staffed[meeting.interpreter, meeting.slot] += 1
    yield from (f"table {table} in {slot}: {n} meetings" for (slot, table), n in tables.items() if n > 1)
    yield from (f"interpreter {one} in {slot}: {n} meetings" for (one, slot), n in staffed.items() if n > 1)
    order = [slot.id for slot in problem.slots]
    for pairs, counts in interpreter_rows(problem):
        for slot, count in zip(order, counts, strict=True):
            if sum(asked[pair, slot] for pair in pairs) > count:
                yield f"interpreters for {', '.join(sorted(pairs))} in {slot}: more than {count} meetings"


def _staff_faults(request: Request, meeting: Meeting, known: dict[str, Interpreter]) -> Iterator[str]:
    if meeting.interpreter is None:
        yield f"request {request.id}: no interpreter"
    elif known:
        one = known.get(meeting.interpreter)
        if one is None or request.interpreter not in one.pairs:
            yield f"request {request.id}: {meeting.interpreter} does not interpret {request.interpreter}"
        elif one.available is not None and meeting.slot not in one.available:
            yield f"request {request.id}: interpreter {one.id} is not there in {meeting.slot}"


def _company_faults(
    problem: Problem, requests: dict[str, Request], held: dict[str, Meeting]
) -> Iterator[str]:
    company = {person.id: person.company or f"\0{person.id}" for person in problem.participants}
    seen: dict[frozenset[str], str] = {}
    for identifier in held:
        pair = frozenset((company[requests[identifier].a], company[requests[identifier].b]))
        if pair in seen:
            yield f"requests {seen[pair]} and {identifier}: the same two companies meet twice"
        seen[pair] = identifier


def _figure_faults(problem: Problem, requests: dict[str, Request], schedule: Schedule) -> Iterator[str]:
    value = sum(requests[meeting.request].weight for meeting in schedule.meetings)
    if abs(value - schedule.value) > 1e-6 * max(1, value):
        yield f"value is {value}, not {schedule.value}"
    if value > schedule.bound * (1 + 1e-9) + 1e-6:
        yield f"bound {schedule.bound} is below the value {value}"
    if problem.max_break_spread is not None:
        breaks = breaks_per_person(problem, schedule.meetings)
        spread = max(breaks.values(), default=0) - min(breaks.values(), default=0)
        if spread > problem.max_break_spread:
            yield f"breaks differ by {spread} between people, at most {problem.max_break_spread}"
    figures = measure(problem, schedule.meetings)
    if (figures.breaks, figures.idle_slots) != (schedule.breaks, schedule.idle_slots):
        yield f"breaks and idle slots are {figures.breaks} and {figures.idle_slots}"
