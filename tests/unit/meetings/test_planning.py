"""Curves: never falling, the present marked, and no slot invented for who has left by then."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.meetings.charts import curve
from matchmaker.meetings.planning import around, curves_of, longer
from matchmaker.meetings.scheduler import Participant, Problem, Request, Slot


def problem(people: int, slots: int, tables: int, leaving: frozenset[int] = frozenset()) -> Problem:
    """Firms who all want all buyers; those in ``leaving`` are not there in the last slot."""
    grid = tuple(Slot(f"s{n}", "d1", 480 + 30 * n, 505 + 30 * n) for n in range(slots))
    early = frozenset(slot.id for slot in grid[:-1])
    return Problem(
        slots=grid,
        participants=tuple(
            Participant(f"p{n}", available=early if n in leaving else None) for n in range(2 * people)
        ),
        requests=tuple(
            Request(f"r{a}-{b}", f"p{a}", f"p{people + b}") for a in range(people) for b in range(people)
        ),
        shared_tables=tables,
    )


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 4), st.integers(1, 4), st.integers(1, 3))
def test_more_of_anything_never_gives_less(people, slots, tables):
    for drawn in curves_of(problem(people, slots, tables)).values():
        meetings = [point.meetings for point in drawn.points]
        assert meetings == sorted(meetings)
        assert [point.now for point in drawn.points].count(True) == 1
        assert meetings[-1] <= people * people == drawn.wanted
        assert all(0 <= point.x <= drawn.width and 0 <= point.y <= drawn.height for point in drawn.points)


def test_the_curve_reaches_what_tables_and_slots_allow():
    drawn = curves_of(problem(3, 2, 2))
    assert {point.setting: point.meetings for point in drawn["tables"].points if point.setting < 4} == {
        1: 2, 2: 4, 3: 6,
    }  # fmt: skip
    assert drawn["tables"].enough == 3
    slots = {point.setting: point.meetings for point in drawn["slots"].points}
    assert (slots[1], slots[2], slots[4], slots[6]) == (2, 4, 8, 9)


def test_added_slots_are_for_those_who_are_still_there():
    longest = longer(problem(2, 2, 1, leaving=frozenset({0})), 2)
    assert [slot.id for slot in longest.slots] == ["s0", "s1", "+1", "+2"]
    assert longest.participants[0].available == frozenset({"s0"})
    assert longest.participants[1].available is None
    assert len(longest.table_names("+2")) == 1


def test_nothing_to_draw_without_slots_or_requests():
    assert curves_of(Problem((), (), ())) == {}
    assert curves_of(Problem((Slot("s", "d"),), (), ())) == {}


@given(st.integers(1, 500), st.integers(0, 100))
def test_settings_tried_are_few_and_hold_the_present(now, more):
    tried = around(now, now + more)
    assert now in tried
    assert len(tried) <= 13
    assert tried[0] >= 1


def test_lines_to_read_by_hold_the_whole_height():
    drawn = curve([(1, 0), (2, 7)], now=1, wanted=7)
    assert drawn.lines[0] == (0, drawn.height - 46)
    assert drawn.points[1].y == drawn.lines[-1][1] or drawn.lines[-1][0] < 7
