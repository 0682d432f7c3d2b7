"""The shared instances, where their folder is known: value over bound, floor, and forums."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from matchmaker.meetings.scheduler import changes, check, read_problem, repair, solve

SHARED = os.environ.get("MATCHMAKER_SHARED_DATA")
pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(
        not SHARED, reason="MATCHMAKER_SHARED_DATA does not name the folder of the shared data"
    ),
]


def instance(name):
    """A shared problem."""
    return read_problem(
        json.loads((Path(str(SHARED)) / "scheduling" / f"{name}.json").read_text(encoding="utf-8"))
    )


@pytest.mark.parametrize("name", ["g50", "t120", "g200", "g200x"])
def test_within_a_thousandth_of_the_bound_with_nobody_left_out(name):
    problem = instance(name)
    schedule = solve(problem, work=20)
    assert check(problem, schedule) == []
    assert schedule.value >= 0.999 * schedule.bound
    assert schedule.shortfall == 0


@pytest.mark.parametrize(("name", "breaks"), [("tic-12.original", 0), ("forumt-14crafd.original", 4)])
def test_forums_reach_the_published_number_of_breaks(name, breaks):
    problem = instance(f"forums/{name}")
    schedule = solve(problem, work=20)
    assert check(problem, schedule) == []
    assert schedule.breaks == breaks


def test_a_late_change_moves_hardly_anybody():
    problem = instance("g200")
    before = solve(problem, work=10)
    away = {person.id for person in problem.participants[::20]}
    people = tuple(replace(p, available=frozenset()) if p.id in away else p for p in problem.participants)
    changed = replace(problem, participants=people)
    still = repair(changed, before, mode="nothing-moves", work=5)
    assert all(one.kind in ("added", "removed") for one in changes(before, still))
    few = repair(changed, before, mode="few-moves", work=20)
    assert check(changed, few) == []
    moved = sum(one.kind == "moved" for one in changes(before, few))
    assert few.value >= max(still.value, 0.998 * few.bound)
    assert moved <= 0.01 * len(before.meetings)
