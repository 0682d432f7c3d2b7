"""Rows become the scheduler's values here, once, at the edge, and its answer becomes rows' ids again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from matchmaker.events import models
from matchmaker.events.models import Event, EventTable, Participation
from matchmaker.events.queries import accepted, participations
from matchmaker.meetings import queries
from matchmaker.meetings.interpreters import staff_of
from matchmaker.meetings.languages import Pair, words_of
from matchmaker.meetings.models import Meeting, MeetingRequest
from matchmaker.meetings.scheduler import Interpreter, Participant, Problem, Request, Schedule, Slot
from matchmaker.meetings.scheduler import Meeting as Placed


def problem_of(session: Session, event: Event, *, now: datetime, base: Iterable[Meeting] = ()) -> Problem:
    """What is still ahead of the event as the scheduler sees it.

    Locked meetings of ``base`` keep their slot and table, unless something has happened that forbids it. Meetings of
    ``base`` that have begun are history: their requests are no longer asked for.
    """
    meetings = list(base)
    begun = [meeting for meeting in meetings if meeting.slot.starts_at <= now]
    held = {meeting.request_id for meeting in begun}
    counts = Counter(person for meeting in begun for person in (meeting.a_id, meeting.b_id))
    blocked = queries.blocked(session, event)
    locked = locked_meetings(meetings, blocked, now=now)
    zone = ZoneInfo(event.time_zone)
    ahead = [slot for slot in event.slots if slot.starts_at > now]
    to_come = {slot.id for slot in ahead}
    gone = Counter(person for person, slot in blocked.people if slot in to_come)
    lost = {person for person, slots in gone.items() if slots == len(ahead)}
    requests = [row for row in queries.schedulable(session, event.id) if row.id not in held]
    booths = event.booths
    staff = staff_of(session, event.id)
    pairs = {row.id: staff.pair_for(row) for row in requests}
    return Problem(
        slots=tuple(_slot(slot, zone) for slot in ahead),
        participants=tuple(
            _participant(event, person, ahead, blocked, counts[person.id])
            for person in accepted(session, event.id)
        ),
        requests=tuple(
            _request(
                row,
                locked.get(row.id),
                pairs[row.id],
                lost=bool({row.asker_id, row.asked_id} & lost),
                ahead=ahead,
                booth=booths.get(row.asked_id) or booths.get(row.asker_id),
                blocked=blocked,
            )
            for row in requests
        ),
        shared_tables={f"s{slot.id}": _tables(event, slot, blocked, len(requests)) for slot in ahead},
        interpreters=tuple(
            _interpreter(one, {pair for pair in pairs.values() if pair}, ahead, locked.values())
            for one in staff.people
        ),
        min_meetings=event.min_meetings,
        name=event.slug,
    )


def locked_meetings(
    meetings: Iterable[Meeting], blocked: queries.Blocked, *, now: datetime
) -> dict[int | None, Meeting]:
    """Request -> its locked meeting ahead: it keeps slot, table and interpreter, unless something forbids it."""
    return {
        meeting.request_id: meeting
        for meeting in meetings
        if meeting.locked and meeting.slot.starts_at > now and not blocked.hits(meeting)
    }


def _tables(event: Event, slot: models.Slot, blocked: queries.Blocked, wanted: int) -> tuple[str, ...]:
    """Labels of the shared tables of a slot; an online one has a place that no table is for every meeting."""
    if slot.online:
        return tuple(f"~{place}" for place in range(wanted))
    return tuple(table.label for table in event.shared_tables if (table.id, slot.id) not in blocked.tables)


def schedule_of(meetings: Iterable[Meeting], booths: Container[int]) -> Schedule:
    """Meetings that stand, as the scheduler's value; ``booths`` are the participations that have one."""
    placed = tuple(
        Placed(
            f"r{meeting.request_id}",
            f"s{meeting.slot_id}",
            _table_of(meeting, place, booths),
            f"i{meeting.interpreter_id}" if meeting.interpreter_id else None,
        )
        for place, meeting in enumerate(meetings)
        if meeting.request_id is not None
    )
    return Schedule(placed, value=0, bound=0)


def _table_of(meeting: Meeting, place: int, booths: Container[int]) -> str | None:
    if meeting.a_id in booths or meeting.b_id in booths:
        return None
    return f"~{place}" if meeting.slot.online else meeting.table.label if meeting.table else None


def _slot(slot: models.Slot, zone: ZoneInfo) -> Slot:
    start = slot.starts_at.astimezone(zone)
    minute = start.hour * 60 + start.minute
    length = round((slot.ends_at - slot.starts_at).total_seconds() / 60)
    return Slot(f"s{slot.id}", f"d{slot.day_id}", minute, minute + length)


def _request(
    row: MeetingRequest, held: Meeting | None, pair: Pair | None, *, lost: bool, ahead: list[models.Slot],
    booth: EventTable | None, blocked: queries.Blocked,
) -> Request:  # fmt: skip
    """``lost``: one of the two is gone for good, so that even a must cannot be held. A time agreed on is kept to as long
    as it is ahead; a lock, which an officer sets, goes before it. A locked meeting brings its own interpreter, who is out
    of the others' reach in its slot."""
    brought = held is not None and held.interpreter_id is not None
    agreed = {slot.id for slot in ahead if slot.id == row.slot_id} if held is None else set()
    possible = [slot.id for slot in ahead if not agreed or slot.id in agreed]
    if booth is not None:
        possible = [slot for slot in possible if (booth.id, slot) not in blocked.tables]
    return Request(
        f"r{row.id}", f"p{row.asker_id}", f"p{row.asked_id}", row.weight, must=row.must and not lost,
        at_booth=booth is not None, interpreter=pair.key if pair and not brought else None,
        slots=None if len(possible) == len(ahead) else frozenset(f"s{slot}" for slot in possible),
        locked_slot=f"s{held.slot_id}" if held else None,
        locked_table=held.table.label if held and held.table and booth is None else None,
    )  # fmt: skip


def _interpreter(
    row: models.Interpreter, pairs: set[Pair], ahead: list[models.Slot], locked: Iterable[Meeting]
) -> Interpreter:
    taken = {meeting.slot_id for meeting in locked if meeting.interpreter_id == row.id}
    taken |= {away.slot_id for away in row.busy}
    return Interpreter(
        f"i{row.id}",
        frozenset(pair.key for pair in pairs if pair.served_by(row.languages)),
        frozenset(f"s{slot.id}" for slot in ahead if slot.id not in taken),
    )


def row_id(identifier: str) -> int:
    """The row's id behind a value's: the letter in front says what it is, so that no two kinds share one."""
    return int(identifier[1:])


def names_of(session: Session, event: Event, locale: str, mentioned: Iterable[str] = ()) -> dict[str, str]:
    """Names for the scheduler's identifiers, for reasons in words: people, slots, and what is ``mentioned`` of requests
    and pairs of languages."""
    zone, several = ZoneInfo(event.time_zone), len(event.days) > 1
    names = {
        f"p{person.id}": person.company.name for person in session.scalars(participations(event.id)).unique()
    }
    for slot in event.slots:
        starts = slot.starts_at.astimezone(zone)
        names[f"s{slot.id}"] = f"{starts:%H:%M} ({starts:%d/%m})" if several else f"{starts:%H:%M}"
    mentioned = list(mentioned)
    names |= {key: words_of(key, locale) for key in mentioned if "-" in key}
    ids = [row_id(one) for one in mentioned if one[:1] == "r" and one[1:].isdecimal()]
    for request in queries.load_requests(session, ids).values():
        names[f"r{request.id}"] = f"{request.asker.company.name} – {request.asked.company.name}"
    return names


def _participant(
    event: Event, person: Participation, ahead: list[models.Slot], blocked: queries.Blocked, held: int
) -> Participant:
    away = {row.slot_id for row in person.busy} | {slot for who, slot in blocked.people if who == person.id}
    free = frozenset(f"s{slot.id}" for slot in ahead if slot.id not in away) if away else None
    most = person.max_meetings or event.max_meetings
    return Participant(
        f"p{person.id}", side=None, available=free, max_meetings=None if most is None else max(0, most - held),
        company=f"c{person.company_id}",
    )  # fmt: skip
