"""What tables and slots can hold, and curves of what more or fewer of them would give. Pure: values in, values out."""

from __future__ import annotations

from dataclasses import dataclass, replace

from matchmaker.events.models import Event
from matchmaker.meetings.charts import Curve, curve
from matchmaker.meetings.scheduler import Participant, Problem, Slot, what_if

POINTS = 12
MORE_SLOTS = 4  # slots tried beyond those there are


@dataclass(frozen=True)
class Capacity:
    """Slots in the hall and online, tables anyone uses, booths; ``places`` for meetings in the hall in all, ``at_once``:
    how many meetings those who take part could hold in one slot at most."""

    slots: int
    online: int
    tables: int
    booths: int
    places: int
    at_once: int


def capacity(event: Event, *, exporters: int, buyers: int) -> Capacity:
    """What the event could hold with these participants, before anybody has asked."""
    online = sum(slot.online for slot in event.slots)
    slots, booths = len(event.slots) - online, len(event.booths)
    tables = len(event.tables) - booths
    same = any(one == other for one, other in event.asking)
    at_once = (exporters + buyers) // 2 if same else min(exporters, buyers)
    return Capacity(slots, online, tables, booths, slots * (tables + booths), at_once)


def curves_of(problem: Problem) -> dict[str, Curve]:
    """The most meetings possible by tables in every slot and by slots; nothing where nothing can be held."""
    if not problem.slots or not problem.requests:
        return {}
    tables = max((len(problem.table_names(slot.id)) for slot in problem.slots), default=0)
    slots, wanted = len(problem.slots), len(problem.requests)
    by_tables = what_if(problem, tables=around(tables, max(2 * tables, tables + 6)))
    by_slots = what_if(longer(problem, MORE_SLOTS), slots=around(slots, slots + MORE_SLOTS))
    return {
        "tables": curve([(one.tables, one.meetings) for one in by_tables], now=tables, wanted=wanted),
        "slots": curve([(one.slots, one.meetings) for one in by_slots], now=slots, wanted=wanted),
    }


def around(now: int, most: int) -> list[int]:
    """At most POINTS + 1 whole numbers from 1 to ``most``, ``now`` among them."""
    step = max(1, -(-most // POINTS))
    return sorted({now, *range(step, most + 1, step)})


def longer(problem: Problem, count: int) -> Problem:
    """The problem with slots added at its end: free for whoever is free in the last one, with its tables."""
    last = problem.slots[-1]
    length = (last.end or 0) - (last.start or 0)
    added = tuple(
        Slot(f"+{place + 1}", last.day, last.start + (place + 1) * length, last.end + (place + 1) * length)
        if last.start is not None and last.end is not None
        else Slot(f"+{place + 1}", last.day)
        for place in range(count)
    )
    names = {slot.id: problem.table_names(slot.id) for slot in problem.slots}
    return replace(
        problem,
        slots=problem.slots + added,
        shared_tables=names | {slot.id: names[last.id] for slot in added},
        participants=tuple(_staying(person, last, added) for person in problem.participants),
    )


def _staying(person: Participant, last: Slot, added: tuple[Slot, ...]) -> Participant:
    if person.available is None or last.id not in person.available:
        return person
    return replace(person, available=person.available | {slot.id for slot in added})
