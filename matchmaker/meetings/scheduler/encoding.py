"""Encode a problem once, ids to indexes: every solver below sees only these arrays.

R requests, P people, S slots (time order), D days, K counted resources (the shared tables and the
interpreters). Every array is contiguous; lists per row are stored as (start, items) pairs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import SupportsIndex

import numpy as np
from numpy.typing import NDArray

from .interpreters import interpreter_rows
from .values import Problem, Request

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

NO_LIMIT = 10**6


@dataclass(frozen=True)
class Lists:
    """Rows of varying length: row i holds items[start[i]:start[i + 1]]."""

    start: Ints
    items: Ints

    @staticmethod
    def of(rows: Sequence[Iterable[int]]) -> Lists:
        """Pack an iterable of rows."""
        packed = [list(row) for row in rows]
        start = np.zeros(len(packed) + 1, np.int32)
        start[1:] = np.cumsum([len(row) for row in packed]) if packed else []
        items = np.array([item for row in packed for item in row], np.int32)
        return Lists(start, items)

    def row(self, i: SupportsIndex) -> Ints:
        """The items of row i."""
        i = int(i)
        return self.items[self.start[i] : self.start[i + 1]]


@dataclass(frozen=True)
class Encoded:
    """A problem as arrays. `open` says in which slots a request could be held if it were alone."""

    problem: Problem
    a: Ints  # (R,) person
    b: Ints  # (R,) person
    weight: Floats  # (R,)
    open: Flags  # (R, S)
    forced: Flags  # (R,) locked or must
    locked: Ints  # (R,) slot, or -1
    shared: Flags  # (R,) needs a shared table
    group: Ints  # (R,) requests of one group exclude each other; -1 for none
    groups: Lists
    place: Ints  # (R,) hall, or -1
    available: Flags  # (P, S)
    cap: Ints  # (P,)
    floor: Ints  # (P,)
    of_person: Lists  # requests of a person
    uses: Lists  # resources of a request
    capacity: Ints  # (K, S)
    resource_names: tuple[str, ...]  # (K,) "" for the shared tables
    before: Lists  # requests that must come strictly before
    after: Lists  # requests that must come strictly after
    day: Ints  # (S,)
    far: NDArray[np.bool_]  # (H, H, S, S) one person cannot do both, first at the earlier slot

    @property
    def requests(self) -> int:
        """R, the number of requests."""
        return len(self.a)

    @property
    def people(self) -> int:
        """P, the number of people."""
        return len(self.cap)

    @property
    def slots(self) -> int:
        """S, the number of slots."""
        return len(self.day)

    def without_floor(self) -> Encoded:
        """The same problem with no least number of meetings."""
        return replace(self, floor=np.zeros_like(self.floor))

    @property
    def whole_weights(self) -> bool:
        """Whether every weight is a whole number, so that a bound may be rounded down."""
        return bool(np.all(self.weight == np.round(self.weight)))


def encode(problem: Problem) -> Encoded:
    """Turn a problem that `find_faults` let pass into arrays; the problem is not changed."""
    slots = {slot.id: i for i, slot in enumerate(problem.slots)}
    people = {person.id: i for i, person in enumerate(problem.participants)}
    numbers = {request.id: i for i, request in enumerate(problem.requests)}
    requests, every = problem.requests, problem.participants
    days = list(dict.fromkeys(slot.day for slot in problem.slots))
    a = np.array([people[request.a] for request in requests], np.int32)
    b = np.array([people[request.b] for request in requests], np.int32)
    available = np.array([_mask(person.available, slots) for person in every], bool).reshape(-1, len(slots))
    names, capacity, users = _resources(problem, slots)
    opened = _open(requests, available, slots, a, b)
    uses = [[k for k, members in enumerate(users) if i in members] for i in range(len(requests))]
    for i, row in enumerate(uses):
        for k in row:
            opened[i] &= capacity[k] > 0
    before = [[numbers[other] for other in request.after] for request in requests]
    after: list[list[int]] = [[] for _ in requests]
    for i, row in enumerate(before):
        for other in row:
            after[other].append(i)
    group, groups = _groups(problem)
    halls, place = _halls(problem)
    of_person: list[list[int]] = [[] for _ in every]
    for i, request in enumerate(requests):
        of_person[people[request.a]].append(i)
        of_person[people[request.b]].append(i)
    wanted = np.array([opened[row].any(axis=1).sum() if row else 0 for row in of_person], np.int32)
    cap = np.array([NO_LIMIT if p.max_meetings is None else p.max_meetings for p in every], np.int32)
    floor = np.array(
        [problem.min_meetings if p.min_meetings is None else p.min_meetings for p in every], np.int32
    )
    return Encoded(
        problem=problem,
        a=a,
        b=b,
        weight=np.array([request.weight for request in requests], float),
        open=opened,
        forced=np.array([request.must or request.locked_slot is not None for request in requests], bool),
        locked=np.array([slots.get(request.locked_slot or "", -1) for request in requests], np.int32),
        shared=np.array([not request.at_booth for request in requests], bool),
        group=group,
        groups=groups,
        place=place,
        available=available,
        cap=np.minimum(cap, available.sum(axis=1)).astype(np.int32),
        floor=np.minimum(floor, np.minimum(cap, np.minimum(wanted, available.sum(axis=1)))).astype(np.int32),
        of_person=Lists.of(of_person),
        uses=Lists.of(uses),
        capacity=capacity,
        resource_names=names,
        before=Lists.of(before),
        after=Lists.of(after),
        day=np.array([days.index(slot.day) for slot in problem.slots], np.int32),
        far=_far(problem, halls),
    )


def _mask(ids: frozenset[str] | None, slots: dict[str, int]) -> list[bool]:
    return [ids is None or slot in ids for slot in slots]


def _open(requests: Sequence[Request], available: Flags, slots: dict[str, int], a: Ints, b: Ints) -> Flags:
    opened = available[a] & available[b] if len(requests) else np.zeros((0, len(slots)), bool)
    for i, request in enumerate(requests):
        if request.slots is not None:
            opened[i] &= _mask(request.slots, slots)
        if request.locked_slot is not None:
            opened[i] &= _mask(frozenset((request.locked_slot,)), slots)
    return opened


def _resources(problem: Problem, slots: dict[str, int]) -> tuple[tuple[str, ...], Ints, list[set[int]]]:
    names, rows, users = (
        [""],
        [[len(problem.table_names(slot)) for slot in slots]],
        [{i for i, request in enumerate(problem.requests) if not request.at_booth}],
    )
    for pairs, row in interpreter_rows(problem):
        names.append("+".join(sorted(pairs)))
        rows.append(row)
        users.append({i for i, request in enumerate(problem.requests) if request.interpreter in pairs})
    return tuple(names), np.array(rows, np.int32), users


def _groups(problem: Problem) -> tuple[Ints, Lists]:
    company = {person.id: person.company or f"\0{person.id}" for person in problem.participants}
    members: dict[frozenset[str], list[int]] = {}
    for i, request in enumerate(problem.requests):
        members.setdefault(frozenset((company[request.a], company[request.b])), []).append(i)
    rows = [row for row in members.values() if len(row) > 1]
    group = np.full(len(problem.requests), -1, np.int32)
    for number, row in enumerate(rows):
        group[row] = number
    return group, Lists.of(rows)


def _halls(problem: Problem) -> tuple[list[str], Ints]:
    hall = {person.id: person.hall for person in problem.participants}
    where = [hall[request.b] or hall[request.a] for request in problem.requests]
    names = sorted({name for name in where if name is not None}) if problem.travel else []
    place = [names.index(name) if name is not None and names else -1 for name in where]
    return names, np.array(place, np.int32)


def _far(problem: Problem, halls: list[str]) -> Flags:
    """far[g, h, s, t]: after a meeting in hall g in slot s one cannot reach hall h for slot t > s."""
    far = np.zeros((len(halls), len(halls), len(problem.slots), len(problem.slots)), bool)
    for i, first in enumerate(problem.slots):
        for j, second in enumerate(problem.slots[i + 1 :], i + 1):
            if first.day != second.day or first.end is None or second.start is None:
                continue
            for g, left in enumerate(halls):
                for h, right in enumerate(halls):
                    far[g, h, i, j] = second.start - first.end < minutes_between(problem, left, right)
    return far


def minutes_between(problem: Problem, left: str, right: str) -> int:
    """Minutes from one hall to another; the way back counts where only that is given, else 0."""
    if left == right:
        return 0
    there = problem.travel.get(left, {}).get(right)
    return there if there is not None else problem.travel.get(right, {}).get(left, 0)
