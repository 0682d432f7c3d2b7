"""What marks add up to does not depend on the order in which they came."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from matchmaker.attendance.enums import Mark
from matchmaker.attendance.settling import OLDEST, event_day, moment, settle

NINE = datetime(2027, 3, 15, 2, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Said:
    key: str
    kind: str
    happened_at: datetime


def said(kind, minute=0, key="k"):
    return Said(key, kind, NINE + timedelta(minutes=minute))


marks = st.lists(
    st.builds(said, st.sampled_from(list(Mark)), st.integers(0, 9), st.uuids().map(str)),
    unique_by=lambda mark: mark.key,
)


@given(marks, st.randoms(use_true_random=False))
def test_the_order_of_receipt_does_not_matter(marks, random):
    shuffled = list(marks)
    random.shuffle(shuffled)
    assert settle(marks) == settle(shuffled)


@given(marks)
def test_whoever_arrived_last_without_being_taken_back_is_here_since_the_first_time(marks):
    ordered = sorted(marks, key=lambda mark: (mark.happened_at, mark.key))
    last_undone = max((place for place, mark in enumerate(ordered) if mark.kind == Mark.UNDONE), default=-1)
    arrivals = [mark for mark in ordered[last_undone + 1 :] if mark.kind == Mark.ARRIVED]
    counts = settle(marks)
    if arrivals:
        assert counts == arrivals[0]
    else:
        assert counts == (ordered[-1] if ordered else None)


def test_a_late_word_does_not_send_away_who_is_here():
    assert settle([said(Mark.LATE, 5), said(Mark.ARRIVED, 1), said(Mark.NO_SHOW, 6)]).kind == Mark.ARRIVED


def test_who_was_late_or_absent_can_still_arrive():
    assert settle([said(Mark.NO_SHOW, 1), said(Mark.LATE, 2), said(Mark.ARRIVED, 3)]).kind == Mark.ARRIVED


def test_a_wrong_clock_does_no_harm():
    assert moment(now=NINE, age=timedelta(minutes=7)) == NINE - timedelta(minutes=7)
    assert moment(now=NINE, age=timedelta(minutes=-30)) == NINE
    assert moment(now=NINE, age=timedelta(days=20000)) == NINE - OLDEST


def test_the_day_a_mark_is_about():
    days = [date(2027, 3, 15), date(2027, 3, 17)]
    for today, about in ((13, None), (14, 15), (15, 15), (16, 17), (17, 17), (18, 17)):
        expected = date(2027, 3, about) if about else None
        assert event_day(days, date(2027, 3, today)) == expected
    assert event_day([], date(2027, 3, 15)) is None
