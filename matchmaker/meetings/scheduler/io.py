"""The open file format `matchmaker-schedule/1`: dictionaries (as from JSON) to values and back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from .fields import Faults, Record, is_whole
from .sense import find_faults
from .values import (
    Interpreter,
    Meeting,
    Participant,
    Problem,
    ProblemError,
    Request,
    Schedule,
    Slot,
    Unplaced,
)
from .wording import render

FORMAT = "matchmaker-schedule/1"
RECORDS = {"slots": Slot, "participants": Participant, "requests": Request, "interpreters": Interpreter}


def read_problem(data: Any) -> Problem:
    """Check a problem of the open format and make values of it.

    Raises ProblemError with one message per fault (unknown ids, duplicates, wrong types, numbers out
    of range, slots that overlap …), each with the ids concerned.
    """
    faults = Faults()
    top = Record(data, "problem", faults)
    if top.entry.get("format") != FORMAT:
        faults.add(f"problem: format must be {FORMAT!r}, not {top.entry.get('format')!r:.40}")
        raise ProblemError(faults.messages)
    problem = Problem(
        slots=tuple(_slot(record) for record in _records(top, "slots")),
        participants=tuple(_participant(record) for record in _records(top, "participants")),
        requests=tuple(_request(record) for record in _records(top, "requests")),
        shared_tables=_tables(top),
        interpreters=_interpreters(top),
        travel=_travel(top),
        min_meetings=top.whole("min_meetings", 1000) or 0,
        max_break_spread=top.whole("max_break_spread", 1000),
        lunch=_lunch(top),
        name=top.text("name") or "",
    )
    if not faults.messages:
        for message in find_faults(problem):
            faults.add(message)
    if faults.messages:
        raise ProblemError(faults.messages)
    return problem


def unknown_keys(data: Mapping[str, Any]) -> list[str]:
    """A line for each key of a problem that the format does not know, with how often it stands there.

    Such keys are ignored, so that files may carry notes of their own; said, since one may be misspelt.
    """
    found = Counter(("problem", key) for key in data if key not in {"format", *_names_of(Problem)})
    for field, kind in RECORDS.items():
        known, entries = _names_of(kind), data.get(field)
        for entry in entries if isinstance(entries, list) else ():
            found.update((field.removesuffix("s"), key) for key in entry if key not in known)
    return [
        f"{where}: {key!r} is not known and was ignored ({count}×)" for (where, key), count in found.items()
    ]


def _names_of(kind: type[Any]) -> set[str]:
    return {one.name for one in fields(kind)}


def _records(top: Record, field: str) -> list[Record]:
    entries = top.entry.get(field)
    if not isinstance(entries, list):
        top.faults.add(f"problem: {field} must be a list")
        return []
    singular = field.removesuffix("s")
    return [Record(entry, _name(singular, entry, i), top.faults) for i, entry in enumerate(entries)]


def _name(singular: str, entry: Any, position: int) -> str:
    identifier = entry.get("id") if isinstance(entry, dict) else None
    named = isinstance(identifier, str) and identifier != ""
    return f"{singular} {identifier}" if named else f"{singular} number {position + 1}"


def _slot(record: Record) -> Slot:
    return Slot(record.identifier(), record.text("day") or "", record.minutes("start"), record.minutes("end"))


def _participant(record: Record) -> Participant:
    available = record.texts("available")
    return Participant(
        id=record.identifier(),
        side=record.text("side"),
        available=None if available is None else frozenset(available),
        max_meetings=record.whole("max_meetings"),
        min_meetings=record.whole("min_meetings", 1000),
        company=record.text("company"),
        hall=record.text("hall"),
        first_slot=record.text("first_slot"),
    )


def _request(record: Record) -> Request:
    slots = record.texts("slots")
    return Request(
        id=record.identifier(),
        a=record.identifier("a"),
        b=record.identifier("b"),
        weight=record.weight("weight"),
        at_booth=record.flag("at_booth"),
        interpreter=record.text("interpreter"),
        slots=None if slots is None else frozenset(slots),
        after=record.texts("after") or (),
        locked_slot=record.text("locked_slot"),
        locked_table=record.text("locked_table"),
        must=record.flag("must"),
    )


def _tables(top: Record) -> int | Mapping[str, int | tuple[str, ...]]:
    entry = top.entry.get("shared_tables", 0)
    if is_whole(entry) and 0 <= entry <= 10_000:
        return entry  # type: ignore[no-any-return]
    if not isinstance(entry, dict):
        top.faults.add(f"problem: shared_tables must be a whole number from 0 to 10000, not {entry!r:.40}")
        return 0
    record = Record(entry, "shared_tables", top.faults)
    return {
        slot: (record.texts(slot) or ()) if isinstance(found, list) else (record.whole(slot, 10_000) or 0)
        for slot, found in entry.items()
    }


def _interpreters(top: Record) -> tuple[Interpreter, ...] | Mapping[str, int | Mapping[str, int]]:
    entry = top.entry.get("interpreters") or {}
    if isinstance(entry, list):
        return tuple(
            _interpreter(Record(one, _name("interpreter", one, i), top.faults)) for i, one in enumerate(entry)
        )
    record = Record(entry, "interpreters", top.faults)
    counts: dict[str, int | Mapping[str, int]] = {}
    for pair, found in record.entry.items():
        if isinstance(found, dict):
            slots = Record(found, f"interpreters {pair}", top.faults)
            counts[pair] = {slot: slots.whole(slot, 10_000) or 0 for slot in found}
        else:
            counts[pair] = record.whole(pair, 10_000) or 0
    return counts


def _interpreter(record: Record) -> Interpreter:
    available, pairs = record.texts("available"), record.texts("pairs")
    if pairs is None:
        record.faults.add(f"{record.name}: pairs is missing")
    return Interpreter(
        record.identifier(),
        frozenset(pairs or ()),
        None if available is None else frozenset(available),
    )


def _travel(top: Record) -> Mapping[str, Mapping[str, int]]:
    record = Record(top.entry.get("travel") or {}, "travel", top.faults)
    halls: dict[str, dict[str, int]] = {}
    for hall, found in record.entry.items():
        row = Record(found, f"travel {hall}", top.faults)
        halls[hall] = {other: row.whole(other, 1440) or 0 for other in row.entry}
    return halls


def _lunch(top: Record) -> tuple[frozenset[str], ...]:
    entry = top.entry.get("lunch") or []
    if not isinstance(entry, list):
        top.faults.add("problem: lunch must be a list of lists of slots")
        return ()
    wrapped = [Record({"slots": group}, f"lunch {i + 1}", top.faults) for i, group in enumerate(entry)]
    return tuple(frozenset(record.texts("slots") or ()) for record in wrapped)


def write_schedule(schedule: Schedule, problem: Problem, *, language: str = "en") -> dict[str, Any]:
    """A schedule as the open format has it, with the reasons in words of `language` (vi or en)."""
    return {
        "format": FORMAT,
        "name": problem.name,
        "meetings": [_meeting(meeting) for meeting in schedule.meetings],
        "value": _number(schedule.value),
        "bound": _number(schedule.bound),
        "proven": schedule.proven,
        "unplaced": [
            {
                "request": one.request,
                "reason": render(one, language),
                "code": one.code,
                "parameters": {k: list(v) if isinstance(v, tuple) else v for k, v in one.parameters.items()},
                "blocking": list(one.blocking),
            }
            for one in schedule.unplaced
        ],
        "breaks": schedule.breaks,
        "idle_slots": schedule.idle_slots,
        "shortfall": schedule.shortfall,
        "without": list(schedule.without),
        "seconds": round(schedule.seconds, 3),
    }


def _number(found: float) -> float:
    return int(found) if float(found).is_integer() else round(float(found), 6)


def _meeting(meeting: Meeting) -> dict[str, str | None]:
    entry: dict[str, str | None] = {"request": meeting.request, "slot": meeting.slot, "table": meeting.table}
    if meeting.interpreter is not None:
        entry["interpreter"] = meeting.interpreter
    return entry


def read_schedule(data: Any) -> Schedule:
    """Check a schedule of the open format and make a value of it; ProblemError lists what is wrong."""
    faults = Faults()
    top = Record(data, "schedule", faults)
    meetings = tuple(_read_meeting(record) for record in _records(top, "meetings"))
    entries = _records(top, "unplaced") if top.entry.get("unplaced") else []
    unplaced = tuple(_read_unplaced(record) for record in entries)
    value, bound = top.weight("value"), top.weight("bound")
    seen: set[str] = set()
    for meeting in meetings:
        if meeting.request in seen:
            faults.add(f"schedule: request {meeting.request} has two meetings")
        seen.add(meeting.request)
    if faults.messages:
        raise ProblemError(faults.messages)
    return Schedule(
        meetings=meetings,
        value=value,
        bound=bound,
        proven=top.entry.get("proven") is True,
        unplaced=unplaced,
        breaks=top.whole("breaks") or 0,
        idle_slots=top.whole("idle_slots", 10**9) or 0,
        seconds=top.weight("seconds") if "seconds" in top.entry else 0.0,
        name=top.text("name") or "",
    )


def _read_meeting(record: Record) -> Meeting:
    return Meeting(
        record.identifier("request"),
        record.identifier("slot"),
        record.text("table"),
        record.text("interpreter"),
    )


def _read_unplaced(record: Record) -> Unplaced:
    found = record.entry.get("parameters")
    parameters = found if isinstance(found, dict) else {}
    return Unplaced(
        record.identifier("request"),
        record.text("code") or "unknown",
        {str(k): tuple(v) if isinstance(v, list) else v for k, v in parameters.items()},
        record.texts("blocking") or (),
    )
