"""Brute force for tiny problems, and random problems with every kind of rule, for the tests only."""

from __future__ import annotations

from itertools import combinations, pairwise

from hypothesis import strategies as st

from matchmaker.meetings.scheduler import Interpreter, Participant, Problem, Request, Slot


def best_standing(problem: Problem) -> tuple[int, float] | None:
    """(smallest shortfall, largest value at it) of all schedules, by trying everything; None if impossible."""
    found = [(shortfall(problem, held), value) for held, value in schedules(problem)]
    return min(found, key=lambda one: (one[0], -one[1]), default=None)


def schedules(problem: Problem):
    """Every valid set of (request position, slot position), with its value."""
    yield from _extend(problem, 0, {})


def _extend(problem, i, held):
    if i == len(problem.requests):
        if _complete(problem, held):
            yield dict(held), sum(problem.requests[r].weight for r in held)
        return
    request = problem.requests[i]
    if not (request.must or request.locked_slot):
        yield from _extend(problem, i + 1, held)
    for s in range(len(problem.slots)):
        held[i] = s
        if _possible(problem, held, i):
            yield from _extend(problem, i + 1, held)
        del held[i]


def _possible(problem, held, i):
    """Rules that more meetings can only break further."""
    request, slot = problem.requests[i], problem.slots[held[i]]
    people = {person.id: person for person in problem.participants}
    if request.locked_slot not in (None, slot.id) or slot.id not in (request.slots or {slot.id}):
        return False
    for name in (request.a, request.b):
        person = people[name]
        mine = [r for r in held if name in (problem.requests[r].a, problem.requests[r].b)]
        if slot.id not in (person.available if person.available is not None else {slot.id}):
            return False
        if len({held[r] for r in mine}) < len(mine):
            return False
        if person.max_meetings is not None and len(mine) > person.max_meetings:
            return False
        if any(not walkable(problem, held, r, i) for r in mine if r != i):
            return False
    return _resources(problem, held, held[i]) and _companies(problem, held, people)


def walkable(problem, held, r, q):
    """Whether one person can do both meetings."""
    hall = {person.id: person.hall for person in problem.participants}
    first, second = sorted((r, q), key=lambda one: held[one])
    here, there = (hall[problem.requests[one].b] or hall[problem.requests[one].a] for one in (first, second))
    early, late = problem.slots[held[first]], problem.slots[held[second]]
    if not problem.travel or None in (here, there) or here == there or early.day != late.day:
        return True
    return late.start - early.end >= problem.travel[here][there]


def _resources(problem, held, s):
    slot = problem.slots[s].id
    here = [problem.requests[r] for r, t in held.items() if t == s]
    if sum(not request.at_booth for request in here) > len(problem.table_names(slot)):
        return False
    asked = [request.interpreter for request in here if request.interpreter]
    if not isinstance(problem.interpreters, tuple):
        return all(asked.count(pair) <= count for pair, count in problem.interpreters.items())
    free = [one for one in problem.interpreters if one.available is None or slot in one.available]
    return _staffed(asked, free)


def _staffed(asked, free):
    if not asked:
        return True
    return any(
        asked[0] in one.pairs and _staffed(asked[1:], [other for other in free if other is not one])
        for one in free
    )


def _companies(problem, held, people):
    pairs = [
        frozenset(people[name].company or name for name in (problem.requests[r].a, problem.requests[r].b))
        for r in held
    ]
    return len(set(pairs)) == len(pairs)


def _complete(problem, held):
    if not _in_order(problem, held):
        return False
    if problem.max_break_spread is None:
        return True
    breaks = [breaks_of(problem, held, person.id) for person in problem.participants]
    return max(breaks) - min(breaks) <= problem.max_break_spread


def breaks_of(problem, held, name):
    """Gaps between consecutive meetings of a day."""
    mine = sorted(s for r, s in held.items() if name in (problem.requests[r].a, problem.requests[r].b))
    days = [slot.day for slot in problem.slots]
    return sum(later > early + 1 and days[later] == days[early] for early, later in pairwise(mine))


def shortfall(problem, held):
    """Meetings missing to the floor of everyone, as far as each could have them alone."""
    missing = 0
    for person in problem.participants:
        mine = [i for i, r in enumerate(problem.requests) if person.id in (r.a, r.b)]
        floor = problem.min_meetings if person.min_meetings is None else person.min_meetings
        wanted = sum(any(_possible(problem, {i: s}, i) for s in range(len(problem.slots))) for i in mine)
        there = len(problem.slots) if person.available is None else len(person.available)
        cap = there if person.max_meetings is None else min(there, person.max_meetings)
        missing += max(0, min(floor, wanted, cap) - sum(i in held for i in mine))
    return missing


def untrue_reasons(problem, schedule):
    """The reasons given for requests not held that are not literally so, and requests that would fit."""
    number = {request.id: i for i, request in enumerate(problem.requests)}
    slots = [slot.id for slot in problem.slots]
    held = {number[one.request]: slots.index(one.slot) for one in schedule.meetings}
    false = [one for one in schedule.unplaced if not _is_so(problem, held, number, slots, one)]
    for one in schedule.unplaced:
        i = number[one.request]
        for s in range(len(slots)):
            more = {**held, i: s}
            if _possible(problem, more, i) and _complete(problem, more):
                false.append((one, slots[s]))
    return false


def _is_so(problem, held, number, slots, one):
    """Whether what one reason says holds of the meetings held."""
    request, given = problem.requests[number[one.request]], one.parameters
    people = {person.id: person for person in problem.participants}
    both = [people[request.a], people[request.b]]
    there = [
        s
        for s, slot in enumerate(slots)
        if all(person.available is None or slot in person.available for person in both)
        and slot in (request.slots or {slot})
    ]
    mine = {
        person.id: [r for r in held if person.id in (problem.requests[r].a, problem.requests[r].b)]
        for person in both
    }
    free = [s for s in there if all(held[r] != s for rows in mine.values() for r in rows)]
    named = [slots.index(slot) for slot in given.get("slots", ())]
    no_table = [s for s in free if not request.at_booth and _tables_left(problem, held, s) < 1]
    unstaffed = [s for s in free if request.interpreter and not _could_staff(problem, held, s, request)]
    tests = {
        "no-common-slot": lambda: not there,
        "no-capacity": lambda: bool(there) and all(not problem.table_names(slots[s]) for s in there),
        "interpreter-unavailable": lambda: all(not _could_staff(problem, {}, s, request) for s in there),
        "person-full": lambda: len(mine[given["person"]]) >= people[given["person"]].max_meetings,
        "person-busy": lambda: bool(there) and not free,
        "companies-met": lambda: number[given["other"]] in held,
        "order": lambda: all(not _in_order(problem, {**held, number[one.request]: s}) for s in free),
        "travel": lambda: bool(problem.travel) and bool(free),
        "tables-full": lambda: set(named) <= set(no_table),
        "interpreter-taken": lambda: set(named) <= set(unstaffed),
        "resources-full": lambda: set(named) <= {*no_table, *unstaffed},
        "breaks": lambda: problem.max_break_spread is not None,
    }
    return one.code in tests and tests[one.code]() and {number[r] for r in one.blocking} <= set(held)


def _tables_left(problem, held, s):
    used = sum(t == s and not problem.requests[r].at_booth for r, t in held.items())
    return len(problem.table_names(problem.slots[s].id)) - used


def _could_staff(problem, held, s, request):
    asked = [problem.requests[r].interpreter for r, t in held.items() if t == s]
    asked = [pair for pair in asked if pair] + [request.interpreter]
    if not isinstance(problem.interpreters, tuple):
        return asked.count(request.interpreter) <= problem.interpreters[request.interpreter]
    slot = problem.slots[s].id
    return _staffed(asked, [i for i in problem.interpreters if i.available is None or slot in i.available])


def _in_order(problem, held):
    number = {request.id: i for i, request in enumerate(problem.requests)}
    return not any(
        i in held and number[other] in held and held[number[other]] >= held[i]
        for i, request in enumerate(problem.requests)
        for other in request.after
    )


@st.composite
def problems(draw, *, rules=True, most_requests=7):
    """Small problems; rules: with locks, orders, interpreters, companies, halls and floors now and then."""
    slots = tuple(
        Slot(f"s{i}", "d1" if i < 3 else "d2", start=60 * i, end=60 * i + 50)
        for i in range(draw(st.integers(2, 4)))
    )
    ids = [slot.id for slot in slots]
    some = st.none() | st.frozensets(st.sampled_from(ids), min_size=1)
    count = draw(st.integers(2, 6))
    sometimes = (lambda strategy: st.none() | strategy) if rules else (lambda strategy: st.none())
    people = tuple(
        Participant(
            f"p{i}",
            available=draw(some),
            max_meetings=draw(st.none() | st.integers(1, 3)),
            min_meetings=draw(sometimes(st.integers(0, 1))),
            company=draw(sometimes(st.sampled_from("AB"))),
            hall=draw(sometimes(st.sampled_from(["north", "south"]))),
        )
        for i in range(count)
    )
    pairs = draw(
        st.lists(
            st.sampled_from(list(combinations(range(count), 2))),
            unique=True,
            min_size=1,
            max_size=most_requests,
        )
    )
    requests = tuple(
        Request(
            f"r{i}",
            f"p{a}",
            f"p{b}",
            draw(st.integers(0, 9)),
            at_booth=draw(st.booleans()),
            interpreter=draw(sometimes(st.sampled_from(["ko-vi", "lo-vi"]))),
            slots=draw(sometimes(st.frozensets(st.sampled_from(ids), min_size=1))),
            after=(f"r{i - 1}",) if rules and i and draw(st.integers(0, 4)) == 0 else (),
            locked_slot=draw(st.sampled_from(ids)) if rules and draw(st.integers(0, 7)) == 0 else None,
            must=rules and draw(st.integers(0, 7)) == 0,
        )
        for i, (a, b) in enumerate(pairs)
    )
    named = (
        Interpreter("i1", frozenset({"ko-vi", "lo-vi"})),
        Interpreter("i2", frozenset({"lo-vi"}), frozenset(ids[:2])),
    )
    return Problem(
        slots,
        people,
        requests,
        shared_tables=draw(
            st.integers(1, 3) | st.fixed_dictionaries({slot: st.integers(slot == ids[0], 2) for slot in ids})
        ),
        interpreters=draw(st.sampled_from([named, {"ko-vi": 1, "lo-vi": 1}])),
        travel={"north": {"south": 15}, "south": {"north": 5}} if rules and draw(st.booleans()) else {},
        min_meetings=draw(st.integers(0, 2)) if rules else 0,
        max_break_spread=draw(st.none() | st.integers(0, 1)) if rules else None,
    )


@st.composite
def crowded_problems(draw):
    """Pairs of people who are free all the time, short of tables and interpreters."""
    slots = tuple(Slot(f"s{i}", "d1") for i in range(draw(st.integers(1, 2))))
    spoken = st.none() | st.sampled_from(["ko-vi", "lo-vi"])
    requests = tuple(
        Request(
            f"r{i}",
            f"p{2 * i}",
            f"p{2 * i + 1}",
            draw(st.integers(0, 9)),
            at_booth=draw(st.integers(0, 3)) == 0,
            interpreter=draw(spoken),
        )
        for i in range(draw(st.integers(2, 5)))
    )
    people = tuple(Participant(f"p{i}") for i in range(2 * len(requests)))
    tables = {slot.id: draw(st.integers(i == 0, 2)) for i, slot in enumerate(slots)}
    one = Interpreter("i1", frozenset({"ko-vi", "lo-vi"}), draw(st.none() | st.just(frozenset({"s0"}))))
    return Problem(slots, people, requests, tables, draw(st.sampled_from([(one,), {"ko-vi": 1, "lo-vi": 1}])))
