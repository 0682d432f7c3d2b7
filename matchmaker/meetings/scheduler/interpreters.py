"""Interpreters as counted resources, and their assignment to the meetings of a slot.

Where an interpreter serves several language pairs, meetings can be staffed if and only if for every
set of pairs the meetings of these pairs are no more than the interpreters who serve one of them
(P. Hall, "On representatives of subsets", 1935). So each such set becomes one counted resource.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from scipy.optimize import linear_sum_assignment

from .values import Problem

MOST_PAIRS = 8


def interpreter_rows(problem: Problem) -> list[tuple[frozenset[str], list[int]]]:
    """Counted resources: the language pairs that draw on each, and its size per slot."""
    entries = problem.interpreters
    if not isinstance(entries, tuple):
        return [
            (frozenset((pair,)), [_count(counts, slot.id) for slot in problem.slots])
            for pair, counts in entries.items()
        ]
    rows = []
    for pairs in _sets(
        sorted({request.interpreter for request in problem.requests if request.interpreter}), problem
    ):
        serving = [one for one in entries if one.pairs & pairs]
        rows.append(
            (
                pairs,
                [
                    sum(one.available is None or slot.id in one.available for one in serving)
                    for slot in problem.slots
                ],
            )
        )
    return rows


def _count(counts: object, slot: str) -> int:
    if isinstance(counts, int):
        return counts
    return int(counts.get(slot, 0)) if isinstance(counts, dict) else 0


def _sets(pairs: Sequence[str], problem: Problem) -> list[frozenset[str]]:
    """Sets of pairs that can bind: one pair each, and sets held together by shared interpreters.

    Above MOST_PAIRS only small sets and all together: a relaxation, the rest is seen to at staffing.
    """
    found = [frozenset((pair,)) for pair in pairs]
    shared = [one.pairs for one in problem.interpreters if not isinstance(one, str) and len(one.pairs) > 1]
    linked = sorted({pair for one in shared for pair in one if pair in set(pairs)})
    largest = len(linked) if len(linked) <= MOST_PAIRS else 2
    for size in range(2, largest + 1):
        for some in combinations(linked, size):
            if _connected(frozenset(some), shared):
                found.append(frozenset(some))
    if largest < len(linked):
        found.append(frozenset(linked))
    return found


def _connected(some: frozenset[str], shared: Sequence[frozenset[str]]) -> bool:
    reached = {min(some)}
    grown = True
    while grown:
        wider = reached.union(*(one & some for one in shared if one & reached))
        grown, reached = len(wider) > len(reached), wider
    return reached == some


def staff(problem: Problem, slot: str, pairs: Sequence[str], kept: Sequence[str | None]) -> list[str | None]:
    """Names of interpreters for the meetings of a slot, one per pair asked; None where none is left.

    `kept` are the interpreters of an earlier schedule: kept where that costs no meeting.
    Where interpreters are only counted, names are made of the pair and a number.
    """
    entries = problem.interpreters
    if not isinstance(entries, tuple):
        return _numbered(pairs, kept, {pair: _count(counts, slot) for pair, counts in entries.items()})
    free = [one for one in entries if one.available is None or slot in one.available]
    if not free or not pairs:
        return [None] * len(pairs)
    cost = np.full((len(pairs), len(free)), 1e6)
    for i, pair in enumerate(pairs):
        for j, one in enumerate(free):
            if pair in one.pairs:
                cost[i, j] = len(one.pairs) - (100 if kept[i] == one.id else 0)
    names: list[str | None] = [None] * len(pairs)
    for i, j in zip(*linear_sum_assignment(cost), strict=True):
        if cost[i, j] < 1e6:
            names[i] = free[j].id
    return names


def _numbered(pairs: Sequence[str], kept: Sequence[str | None], counts: dict[str, int]) -> list[str | None]:
    free = {pair: [f"{pair} {number + 1}" for number in range(count)] for pair, count in counts.items()}
    names: list[str | None] = [None] * len(pairs)
    for i, pair in enumerate(pairs):
        if kept[i] in free.get(pair, []):
            names[i] = kept[i]
            free[pair].remove(str(kept[i]))
    for i, pair in enumerate(pairs):
        if names[i] is None and free.get(pair):
            names[i] = free[pair].pop(0)
    return names
