"""What `solve` promises beside the value: repeatable, stoppable, never worse than its start, exact ways."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest

from matchmaker.meetings.scheduler import (
    InfeasibleError,
    Participant,
    Problem,
    Request,
    Slot,
    advice,
    breaks_per_person,
    changes,
    check,
    measure,
    render,
    render_advice,
    render_conflict,
    repair,
    solve,
    standby,
    what_if,
)
from matchmaker.meetings.scheduler.budget import Budget
from matchmaker.meetings.scheduler.encoding import encode
from matchmaker.meetings.scheduler.polish import polish, taste_of, total_cost
from matchmaker.meetings.scheduler.state import rules_of, state_of


def event(buyers=30, exporters=30, slots=8, tables=10, seed=1, *, away=0.2):
    """A random event with two sides; some people are away in some slots."""
    draw = random.Random(seed)
    ids = [f"s{i}" for i in range(slots)]
    people = [
        Participant(
            f"{side[0]}{i}",
            side,
            available=frozenset(s for s in ids if draw.random() > away) if away else None,
            max_meetings=slots - 2,
        )
        for side, count in (("buyer", buyers), ("exporter", exporters))
        for i in range(count)
    ]
    pairs = [(i, j) for i in range(buyers) for j in range(exporters) if draw.random() < 0.3]
    requests = [
        Request(f"r{n}", f"b{i}", f"e{j}", draw.randint(1, 10), at_booth=j % 4 == 0)
        for n, (i, j) in enumerate(pairs)
    ]
    grid = tuple(Slot(s, f"d{1 + i // 4}") for i, s in enumerate(ids))
    return Problem(grid, tuple(people), tuple(requests), tables, min_meetings=1)


def test_the_same_work_and_seed_give_the_same_schedule():
    problem = event()
    first, second = (solve(problem, work=2, seed=3) for _ in range(2))
    assert replace(first, seconds=0) == replace(second, seconds=0)
    assert check(problem, first) == []


def test_a_mid_sized_event_is_nearly_optimal_and_its_floor_is_held():
    schedule = solve(event(), work=3)
    assert schedule.value >= 0.995 * schedule.bound
    assert schedule.shortfall == 0
    assert schedule.without == ()


def test_polish_keeps_the_value_and_shortens_the_waits():
    schedule = solve(event(slots=12), work=4)
    assert schedule.before_polish is not None
    assert schedule.idle_slots < schedule.before_polish.idle_slots


def test_everybody_always_free_is_solved_exactly_and_proven():
    problem = event(60, 50, 10, 18, away=0)
    schedule = solve(problem, work=1)
    assert schedule.proven
    assert check(problem, schedule) == []


def test_a_listener_sees_the_gap_close_and_can_stop():
    seen = []
    schedule = solve(event(), work=3, progress=lambda now: seen.append(now) or False)
    assert check(event(), schedule) == []
    assert [now.phase for now in seen][-1] == "done"
    assert all(now.value <= now.bound and 0 <= now.gap <= 1 for now in seen)


def test_a_start_is_never_made_worse():
    problem = event()
    good = solve(problem, work=3)
    again = solve(problem, work=0.001, start=good)
    assert again.value >= good.value


def test_every_refusal_is_a_reason_in_both_languages():
    problem = event(tables=4)
    schedule = solve(problem, work=1)
    held = {meeting.request for meeting in schedule.meetings}
    assert {one.request for one in schedule.unplaced} == {r.id for r in problem.requests} - held
    for one in schedule.unplaced:
        assert one.code != "not-found"
        assert set(one.blocking) <= held
        for language in ("vi", "en"):
            words = render(one, language, {"b0": "Công ty Gừng"})
            assert "{" not in words
            assert words.endswith(".")


def test_a_request_kept_out_by_a_table_here_and_an_interpreter_there_says_so():
    slots = (Slot("s1", "d1"), Slot("s2", "d1"))
    requests = (
        Request("r1", "p1", "p2", locked_slot="s1"),
        Request("r2", "p3", "p4", interpreter="ko", locked_slot="s2"),
        Request("r3", "p5", "p6", interpreter="ko"),
    )
    people = tuple(Participant(f"p{i}") for i in range(1, 7))
    problem = Problem(slots, people, requests, {"s1": 1, "s2": 2}, {"ko": 1})
    schedule = solve(problem, work=0.2)
    assert [one.code for one in schedule.unplaced] == ["resources-full"]
    assert schedule.unplaced[0].blocking == ("r1", "r2")
    assert {one.code for one in advice(problem, schedule)} == {"more-tables", "more-interpreters"}


def test_a_hall_with_every_table_taken_is_still_polished():
    # Two pairs meet in s1 and s3, two others in s2 and s4: no table is ever free, and everybody waits.
    people = tuple(Participant(f"p{i}", side=None) for i in range(8))
    pairs = [(0, 1), (2, 3), (4, 5), (6, 7), (0, 2), (1, 3), (4, 6), (5, 7)]
    slots = tuple(Slot(f"s{i}", "d1") for i in range(4))
    requests = tuple(Request(f"r{i}", f"p{a}", f"p{b}") for i, (a, b) in enumerate(pairs))
    problem = Problem(slots, people, requests, 2)
    state = state_of(encode(problem), np.array([0, 0, 1, 1, 2, 2, 3, 3], np.int32))
    better = polish(encode(problem), state, Budget(None, 0.2), 0.2, seed=1)
    assert (better.slot_of >= 0).all()
    assert total_cost(rules_of(encode(problem)), better, taste_of(encode(problem))) == 0


def test_a_limit_on_the_spread_of_breaks_costs_hardly_any_value():
    problem = event(slots=12, tables=12)
    limited = replace(problem, max_break_spread=1)
    schedule = solve(limited, work=6)
    assert check(limited, schedule) == []
    assert schedule.shortfall == 0
    assert schedule.value >= 0.98 * schedule.bound


def test_advice_places_what_it_promises():
    problem = event(tables=4)
    schedule = solve(problem, work=1)
    best = advice(problem, schedule)[0]
    assert best.meetings > 0
    assert "{" not in render_advice(best, "vi")
    assert best.code == "more-tables"
    slot = best.parameters["slot"]
    counts = {one.id: 4 + (2 if one.id == slot else 0) for one in problem.slots}
    more = repair(replace(problem, shared_tables=counts), schedule, work=1)
    assert len(more.meetings) >= len(schedule.meetings) + best.meetings


def test_what_if_is_a_curve_of_bounds_that_rises():
    points = what_if(event(tables=4), tables=[2, 4, 8, 16], slots=[2, 4, 8])
    by_tables = [point.bound for point in points if point.tables]
    by_slots = [point.meetings for point in points if point.slots]
    assert by_tables == sorted(by_tables)
    assert by_slots == sorted(by_slots)
    assert by_tables[1] >= solve(event(tables=4), work=0.5).value


def test_locks_that_clash_are_named():
    problem = event(away=0)
    first, second = [r for r in problem.requests if r.a == "b0"][:2]
    locked = tuple(replace(r, locked_slot="s1") if r in (first, second) else r for r in problem.requests)
    with pytest.raises(InfeasibleError) as caught:
        solve(replace(problem, requests=locked), work=1)
    assert caught.value.conflict.requests == (first.id, second.id)
    assert "b0" in render_conflict(caught.value.conflict, "vi")


def test_a_forum_is_placed_without_breaks():
    people = tuple(Participant(f"p{i}") for i in range(8))
    requests = tuple(
        Request(f"r{i}{j}", f"p{i}", f"p{j}", must=True) for i in range(4) for j in range(4, 8) if (i + j) % 4
    )
    slots = tuple(Slot(f"s{i}", "d1") for i in range(5))
    problem = Problem(slots, people, requests, 4, max_break_spread=1)
    schedule = solve(problem, work=2)
    assert check(problem, schedule) == []
    assert len(schedule.meetings) == len(requests)
    assert schedule.breaks == 0 == sum(breaks_per_person(problem, schedule.meetings).values())


def test_lunch_and_first_slots_are_wishes_of_the_polish():
    problem = event(20, 20, 8, 10, away=0)
    late = replace(problem.participants[0], first_slot="s2", max_meetings=4)
    wished = replace(
        problem,
        participants=(late, *problem.participants[1:]),
        lunch=(frozenset(["s1", "s2"]), frozenset(["s5", "s6"])),
    )
    figures = measure(wished, solve(wished, work=4).meetings)
    assert figures.early_starts == 0
    assert figures.lost_lunches < measure(wished, solve(problem, work=0.2).meetings).lost_lunches


def test_freed_slots_go_to_the_standby_list_in_order_of_value():
    problem = event()
    schedule = solve(problem, work=1)
    fewer = replace(schedule, meetings=schedule.meetings[10:])
    waiting = standby(problem, fewer)
    weight = {r.id: r.weight for r in problem.requests}
    assert waiting
    assert [weight[r] for r in waiting] == sorted((weight[r] for r in waiting), reverse=True)


def test_changes_tell_what_moved_and_whom_to_tell():
    problem = event()
    before = solve(problem, work=1)
    gone = before.meetings[0].request
    after = repair(
        replace(problem, requests=tuple(r for r in problem.requests if r.id != gone)), before, work=1
    )
    found = {one.request: one for one in changes(before, after, problem)}
    assert found[gone].kind == "removed"
    assert len(found[gone].people) == 2
    assert all(one.kind in ("removed", "added") for one in found.values())
