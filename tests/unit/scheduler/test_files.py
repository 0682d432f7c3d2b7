"""The open file format and the command: what is read, what is refused, what is written."""

from __future__ import annotations

import json

import pytest

from matchmaker.meetings.scheduler import (
    ProblemError,
    check,
    read_problem,
    read_schedule,
    run,
    solve,
    write_schedule,
)


def small(**changed):
    """A problem of the open format."""
    return {
        "format": "matchmaker-schedule/1",
        "name": "small",
        "slots": [
            {"id": "s1", "day": "d1", "start": "09:00", "end": "09:30"},
            {"id": "s2", "day": "d1", "start": "09:40", "end": "10:10"},
        ],
        "shared_tables": {"s1": 1, "s2": ["East", "West"]},
        "interpreters": {"ko-vi": {"s1": 1, "s2": 1}},
        "participants": [
            {"id": "p1", "side": "buyer"},
            {"id": "p2", "side": None},
            {"id": "p3", "max_meetings": 2},
        ],
        "requests": [
            {"id": "r1", "a": "p1", "b": "p2", "weight": 3, "interpreter": "ko-vi"},
            {"id": "r2", "a": "p1", "b": "p3", "weight": 5, "locked_slot": "s2", "locked_table": "West"},
            {"id": "r3", "a": "p2", "b": "p3", "at_booth": True, "after": ["r1"]},
        ],
        "min_meetings": 1,
        **changed,
    }


def test_a_schedule_goes_through_its_file_unchanged():
    problem = read_problem(small())
    schedule = solve(problem, work=0.5)
    assert check(problem, schedule) == []
    data = json.loads(json.dumps(write_schedule(schedule, problem)))
    again = read_schedule(data)
    assert again.meetings == schedule.meetings
    assert (again.value, again.bound, again.proven) == (schedule.value, schedule.bound, schedule.proven)
    assert {"request": "r2", "slot": "s2", "table": "West"} in data["meetings"]


def changed_request(**fields):
    requests = small()["requests"]
    return {"requests": [{**requests[0], **fields}, *requests[1:]]}


BAD = {
    "unknown participant p9": changed_request(b="p9"),
    "themselves p1": changed_request(b="p1"),
    "twice r2": changed_request(id="r2"),
    "same two people r1": {"requests": [*small()["requests"], {"id": "r4", "a": "p2", "b": "p1"}]},
    "weight r1": changed_request(weight=-1),
    "weight number r1": changed_request(weight="3"),
    "weight number 1000": changed_request(weight=10**400),
    "text ud800": changed_request(id="\ud800"),
    "table East twice": {"shared_tables": {"s1": 1, "s2": ["East", "East"]}},
    "interpreter i1 pairs": {"interpreters": [{"id": "i1"}]},
    "unknown slot s9": changed_request(slots=["s9"]),
    "unknown request r9": changed_request(after=["r9"]),
    "listed xx": changed_request(interpreter="xx"),
    "empty s1": {"slots": [{"id": "s1", "day": "d1", "start": "10:00", "end": "10:00"}]},
    "overlap s1 s2": {
        "slots": [
            {"id": "s1", "day": "d1", "start": "09:00", "end": "09:30"},
            {"id": "s2", "day": "d1", "start": "09:20", "end": "10:10"},
        ]
    },
    "no shared table r1": {"shared_tables": 0},
    "no slot": {"slots": []},
    "10000 participants": {"participants": [{"id": f"p{i}"} for i in range(10_000)]},
    "matchmaker-schedule/1": {"format": "other"},
    "min_meetings": {"min_meetings": -1},
    "must be a list": {"requests": None},
    "object": {"participants": [3]},
    "shared_tables": {"shared_tables": -4},
    "travel needs start": {
        "slots": [{"id": "s1", "day": "d1"}, {"id": "s2", "day": "d1"}],
        "travel": {"A": {"B": 5}},
    },
}


@pytest.mark.parametrize("words", BAD)
def test_bad_input_is_named_with_its_ids(words, tmp_path):
    data = small(**BAD[words])
    with pytest.raises(ProblemError) as caught:
        read_problem(data)
    assert any(all(word in message for word in words.split()) for message in caught.value.messages)
    (tmp_path / "in.json").write_text(json.dumps(data))
    said = []
    assert run(tmp_path / "in.json", tmp_path / "out.json", work=0.1, echo=said.append) == 2
    assert said == caught.value.messages
    assert [path.name for path in tmp_path.iterdir()] == ["in.json"]


@pytest.mark.parametrize("data", [None, [], 3, "x", {}])
def test_what_is_no_problem_at_all_is_refused(data):
    with pytest.raises(ProblemError):
        read_problem(data)


def test_the_command_solves_and_repairs(tmp_path):
    (tmp_path / "in.json").write_text(json.dumps(small()))
    said = []
    assert run(tmp_path / "in.json", tmp_path / "out.json", work=0.5, echo=said.append) == 0
    assert "proven" in said[-1]
    people = [{"id": "p1"}, {"id": "p2", "available": ["s2"]}, {"id": "p3"}]
    (tmp_path / "late.json").write_text(json.dumps(small(participants=people)))
    answer = run(
        tmp_path / "late.json",
        tmp_path / "new.json",
        work=0.5,
        previous_path=tmp_path / "out.json",
        repair_mode="nothing-moves",
        echo=said.append,
    )
    assert answer == 0
    assert (
        check(
            read_problem(small(participants=people)),
            read_schedule(json.loads((tmp_path / "new.json").read_text())),
        )
        == []
    )


@pytest.mark.parametrize("text", [None, "{", '{"a": NaN}', "[" * 100_000])
def test_a_file_that_cannot_be_read_is_a_message(tmp_path, text):
    if text is not None:
        (tmp_path / "in.json").write_text(text)
    said = []
    assert run(tmp_path / "in.json", tmp_path / "out.json", work=0.1, echo=said.append) == 2
    assert said
    assert not (tmp_path / "out.json").exists()


@pytest.mark.parametrize(
    "limits",
    [{"seconds": -1}, {"seconds": float("nan")}, {"work": float("inf")}, {"work": 1, "seed": -1}],
)
def test_limits_that_make_no_sense_are_a_message(tmp_path, limits):
    (tmp_path / "in.json").write_text(json.dumps(small()))
    said = []
    assert run(tmp_path / "in.json", tmp_path / "out.json", echo=said.append, **limits) == 2
    assert "must be a" in said[0]
    assert not (tmp_path / "out.json").exists()


def test_an_unwritable_target_is_a_message(tmp_path):
    (tmp_path / "in.json").write_text(json.dumps(small()))
    said = []
    assert run(tmp_path / "in.json", tmp_path / "no" / "out.json", work=0.1, echo=said.append) == 2
    assert "cannot be written" in said[-1]


def test_forced_meetings_that_clash_end_with_the_conflict(tmp_path):
    (tmp_path / "in.json").write_text(json.dumps(small(**changed_request(locked_slot="s2"))))
    said = []
    assert run(tmp_path / "in.json", tmp_path / "out.json", work=0.5, echo=said.append) == 3
    assert "r1, r2" in said[-1]
    assert not (tmp_path / "out.json").exists()


def test_a_misspelt_key_is_said_and_nothing_that_the_format_knows(tmp_path):
    said = []
    (tmp_path / "in.json").write_text(json.dumps(small()))
    run(tmp_path / "in.json", tmp_path / "out.json", work=0.1, echo=said.append)
    assert not [line for line in said if "not known" in line]
    wrong = [{**request, "wieght": 3} for request in small()["requests"]]
    (tmp_path / "in.json").write_text(json.dumps(small(requests=wrong, note="of the office")))
    assert run(tmp_path / "in.json", tmp_path / "out.json", work=0.1, echo=said.append) == 0
    assert "request: 'wieght' is not known and was ignored (3×)" in said
    assert "problem: 'note' is not known and was ignored (1×)" in said
