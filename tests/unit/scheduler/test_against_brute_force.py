"""`solve` against trying everything: value, bound, floor, every rule; and the repairs."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matchmaker.meetings.scheduler import InfeasibleError, check, conflict, repair, solve, standby

from .brute import best_standing, crowded_problems, problems, untrue_reasons

EASY = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


@given(problems())
@EASY
def test_nothing_is_better_than_what_solve_finds_or_bounds(problem):
    best = best_standing(problem)
    try:
        schedule = solve(problem, work=0.3)
    except InfeasibleError:
        assert best is None
        return
    assert check(problem, schedule) == []
    assert best is not None
    shortfall, value = best
    assert schedule.shortfall >= shortfall
    if problem.max_break_spread is None:
        assert schedule.shortfall == shortfall
        assert schedule.value >= value - 1e-9
    if schedule.shortfall == shortfall:
        assert schedule.bound >= value - 1e-9
        assert schedule.value <= value + 1e-9
    if schedule.proven:
        assert schedule.value == pytest.approx(value)


@given(problems(rules=False))
@EASY
def test_plain_problems_are_solved_to_the_optimum(problem):
    schedule = solve(problem, work=0.3)
    assert check(problem, schedule) == []
    assert schedule.value == pytest.approx(best_standing(problem)[1])


@given(problems())
@EASY
def test_a_conflict_is_named_exactly_where_nothing_holds_all_that_is_forced(problem):
    problem = replace(problem, max_break_spread=None)
    found = conflict(problem)
    assert (found is None) == (best_standing(problem) is not None)
    if found is not None:
        forced = {r.id for r in problem.requests if r.must or r.locked_slot}
        assert set(found.requests) <= forced
        loosened = [
            replace(
                r,
                must=r.must and r.id in found.requests,
                locked_slot=r.locked_slot if r.id in found.requests else None,
            )
            for r in problem.requests
        ]
        assert best_standing(replace(problem, requests=tuple(loosened))) is None


@given(problems(), st.integers(0, 5), st.sampled_from(["nothing-moves", "few-moves"]))
@EASY
def test_a_repair_keeps_every_rule_and_what_can_stay(problem, gone, mode):
    try:
        before = solve(problem, work=0.2)
        changed = _without(problem, gone)
        after = repair(changed, before, mode=mode, work=0.2)
    except InfeasibleError:
        return
    assert check(changed, after) == []
    if mode == "nothing-moves" and problem.max_break_spread is None:
        slots = {meeting.request: meeting.slot for meeting in after.meetings}
        person = problem.participants[gone % len(problem.participants)].id
        for meeting in before.meetings:
            request = next(r for r in problem.requests if r.id == meeting.request)
            if person not in (request.a, request.b):
                assert slots[meeting.request] == meeting.slot


def _without(problem, gone):
    """One person stays away; their locks and musts are lifted."""
    away = problem.participants[gone % len(problem.participants)]
    people = tuple(replace(p, available=frozenset()) if p is away else p for p in problem.participants)
    requests = tuple(
        replace(r, must=False, locked_slot=None) if away.id in (r.a, r.b) else r for r in problem.requests
    )
    return replace(problem, participants=people, requests=requests)


@given(problems() | crowded_problems())
@EASY
def test_every_reason_is_literally_true(problem):
    try:
        schedule = solve(problem, work=0.1)
    except InfeasibleError:
        return
    assert untrue_reasons(problem, schedule) == []


@given(problems(), st.integers(0, 5))
@EASY
def test_a_repair_leaves_nothing_waiting_that_would_fit(problem, gone):
    try:
        before = solve(problem, work=0.1)
        changed = _without(problem, gone)
        after = repair(changed, before, work=0.1)
    except InfeasibleError:
        return
    assert untrue_reasons(changed, after) == []
    if problem.max_break_spread is None:
        assert standby(changed, after) == {}
