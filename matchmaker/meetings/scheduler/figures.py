"""What agendas feel like: idle slots, breaks, table changes; counted from meetings, in plain Python."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

from .values import Figures, Meeting, Problem


def agendas(problem: Problem, meetings: Iterable[Meeting]) -> dict[str, list[tuple[int, Meeting]]]:
    """Per person their meetings in time order, each with the position of its slot."""
    position = {slot.id: i for i, slot in enumerate(problem.slots)}
    requests = {request.id: request for request in problem.requests}
    mine: dict[str, list[tuple[int, Meeting]]] = {person.id: [] for person in problem.participants}
    for meeting in sorted(meetings, key=lambda one: position[one.slot]):
        request = requests[meeting.request]
        mine[request.a].append((position[meeting.slot], meeting))
        mine[request.b].append((position[meeting.slot], meeting))
    return mine


def gaps(problem: Problem, places: Iterable[int]) -> list[int]:
    """Lengths, in slots, of the gaps between consecutive meetings of a day."""
    days = [slot.day for slot in problem.slots]
    return [
        second - first - 1
        for first, second in pairwise(places)
        if days[first] == days[second] and second > first + 1
    ]


def breaks_per_person(problem: Problem, meetings: Iterable[Meeting]) -> dict[str, int]:
    """How many gaps each person has between consecutive meetings of a day."""
    return {
        person: len(gaps(problem, (place for place, _ in mine)))
        for person, mine in agendas(problem, meetings).items()
    }


def measure(problem: Problem, meetings: Iterable[Meeting]) -> Figures:
    """All figures of a set of meetings."""
    mine = agendas(problem, meetings)
    found = {person: gaps(problem, (place for place, _ in one)) for person, one in mine.items()}
    counts = [len(one) for one in found.values()]
    position = {slot.id: i for i, slot in enumerate(problem.slots)}
    early = sum(
        1
        for person in problem.participants
        if person.first_slot is not None
        and any(place < position[person.first_slot] for place, _ in mine[person.id])
    )
    return Figures(
        idle_slots=sum(sum(one) for one in found.values()),
        breaks=sum(counts),
        largest_break_spread=max(counts, default=0) - min(counts, default=0),
        table_changes=sum(_table_changes(problem, one) for one in mine.values()),
        early_starts=early,
        lost_lunches=_lost_lunches(problem, mine),
    )


def _table_changes(problem: Problem, mine: list[tuple[int, Meeting]]) -> int:
    days = [slot.day for slot in problem.slots]
    by_day: dict[str, list[str]] = defaultdict(list)
    for place, meeting in mine:
        if meeting.table is not None:
            by_day[days[place]].append(meeting.table)
    return sum(first != second for tables in by_day.values() for first, second in pairwise(tables))


def _lost_lunches(problem: Problem, mine: dict[str, list[tuple[int, Meeting]]]) -> int:
    used = [{meeting.slot for _, meeting in one} for one in mine.values()]
    return sum(1 for group in problem.lunch for slots in used if group and group <= slots)
