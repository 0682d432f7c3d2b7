"""Personal agendas, and the rosters of interpreters."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, time
from itertools import groupby
from zoneinfo import ZoneInfo

from matchmaker.events.models import EventDay, Interpreter, Participation, Slot
from matchmaker.matching.models import Proposal
from matchmaker.meetings.enums import Publication
from matchmaker.meetings.export import partner_of
from matchmaker.meetings.models import Meeting
from matchmaker.papers.contents.frame import Frame, clock_differs, side, table_of
from matchmaker.papers.contents.values import Agenda, Day, Row
from matchmaker.papers.words import words

Timed = tuple[datetime, datetime, Row]


def agenda(
    frame: Frame, participation: Participation, meetings: Sequence[Meeting], topics: Mapping[int, Proposal]
) -> Agenda:
    """One participant's agenda: meetings, breaks, and the free time between them."""
    language = frame.language_for(participation)
    by_slot = {meeting.slot_id: meeting for meeting in meetings}
    busy = {row.slot_id for row in participation.busy}
    zone = participation.user.time_zone if participation.user is not None else frame.event.time_zone

    def row(slot: Slot) -> Row:
        meeting = by_slot.get(slot.id)
        if meeting is None:
            return _idle(frame, slot, language, away=slot.id in busy)
        partner = partner_of(meeting, participation.id)
        return _meeting(frame, meeting, language, partners=(partner,), topics=topics, zone=zone)

    return Agenda(
        id=f"agenda-{participation.id}", language=language, event=frame.title(language), place=frame.place(language),
        name=participation.company.name, person=participation.person_name or "",
        note=frame.note(language, f"/events/{frame.event.slug}/agenda"), notice=_notice(meetings, language),
        days=_days(frame, language, row) if meetings else (), code=participation.badge_code, qr=frame.qr(participation),
    )  # fmt: skip


def roster(
    frame: Frame,
    interpreter: Interpreter,
    meetings: Sequence[Meeting],
    topics: Mapping[int, Proposal],
    language: str,
) -> Agenda:
    """One interpreter's day."""
    by_slot = {meeting.slot_id: meeting for meeting in meetings}
    busy = {row.slot_id for row in interpreter.busy}

    def row(slot: Slot) -> Row:
        meeting = by_slot.get(slot.id)
        if meeting is None:
            return _idle(frame, slot, language, away=slot.id in busy)
        return _meeting(frame, meeting, language, partners=(meeting.a, meeting.b), topics=topics)

    return Agenda(
        id=f"roster-{interpreter.id}", language=language, event=frame.title(language), place=frame.place(language),
        name=interpreter.name, person=", ".join(frame.languages(interpreter.languages, language)),
        note=frame.note(language), notice=_notice(meetings, language),
        days=_days(frame, language, row) if meetings else (),
    )  # fmt: skip


def _notice(meetings: Sequence[Meeting], language: str) -> str:
    """What to say above the days."""
    if not meetings:
        return words(language)["no_meetings"]
    provisional = meetings[0].schedule.publication == Publication.PROVISIONAL
    return words(language)["provisional"] if provisional else ""


def _idle(frame: Frame, slot: Slot, language: str, *, away: bool) -> Row:
    kind = "away" if away else "free"
    return Row(kind, frame.between(slot.starts_at, slot.ends_at, language), words(language)[kind])


def _meeting(
    frame: Frame, meeting: Meeting, language: str, *, partners: tuple[Participation, ...],
    topics: Mapping[int, Proposal], zone: str | None = None,
) -> Row:  # fmt: skip
    slot = meeting.slot
    label, booth = table_of(meeting.table)
    proposal = topics.get(meeting.request_id or 0)
    own = zone is not None and slot.online and clock_differs(slot, frame.event.time_zone, zone)
    return Row(
        "meeting", frame.between(slot.starts_at, slot.ends_at, language), table=label, booth=booth, online=slot.online,
        own_time=frame.between(slot.starts_at, slot.ends_at, language, zone) if own else "",
        sides=tuple(side(partner, language) for partner in partners),
        about=proposal.offer.title(language) if proposal is not None else "",
        interpreter=meeting.interpreter.name if meeting.interpreter is not None else "", link=meeting.link or "",
    )  # fmt: skip


def _days(frame: Frame, language: str, row: Callable[[Slot], Row]) -> tuple[Day, ...]:
    made = []
    for day in frame.event.days:
        slots = [
            (slot.starts_at, slot.ends_at, row(slot)) for slot in frame.event.slots if slot.day_id == day.id
        ]
        others = [*_breaks(frame, day, language), *_programme(frame, day, language)]
        timed = sorted([*slots, *others], key=lambda one: one[0])
        made.append(Day(frame.day(day.on, language), tuple(_joined(frame, timed, language))))
    return tuple(made)


def _breaks(frame: Frame, day: EventDay, language: str) -> Iterator[Timed]:
    zone = ZoneInfo(frame.event.time_zone)
    for begin, end in day.breaks:
        start, stop = (datetime.combine(day.on, time.fromisoformat(at), zone) for at in (begin, end))
        yield start, stop, Row("break", frame.between(start, stop, language), words(language)["break"])


def _programme(frame: Frame, day: EventDay, language: str) -> Iterator[Timed]:
    """What is for everybody on this day."""
    zone = ZoneInfo(frame.event.time_zone)
    for part in frame.event.programme:
        if part.starts_at.astimezone(zone).date() == day.on:
            text = " · ".join(said for said in (frame.text(part.title, language), part.place) if said)
            yield (
                part.starts_at,
                part.ends_at,
                Row("programme", frame.between(part.starts_at, part.ends_at, language), text),
            )


def _joined(frame: Frame, timed: Sequence[Timed], language: str) -> Iterator[Row]:
    """Neighbouring stretches in which nothing happens become one line."""
    for kind, run in groupby(timed, key=lambda one: one[2].kind):
        rows = list(run)
        if kind in {"free", "away"}:
            yield Row(kind, frame.between(rows[0][0], rows[-1][1], language), rows[0][2].text)
        else:
            yield from (row for _start, _end, row in rows)
