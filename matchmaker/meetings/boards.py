"""The board of a version as plain values for the page: 4,500 cells must be there at once, so no rows are made objects."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, aliased

from matchmaker.accounts.models import User
from matchmaker.companies.models import Company
from matchmaker.events.models import Busy, Event, Participation
from matchmaker.i18n import formatting
from matchmaker.meetings import queries
from matchmaker.meetings.interpreters import Staff, staff_of
from matchmaker.meetings.languages import Pair, pair_of, words_of
from matchmaker.meetings.models import Meeting, MeetingRequest, ScheduleVersion

WAITING = 60  # requests listed beside the board at a time


@dataclass
class Needs:
    """The pairs of languages that occur, each once: in words, and who can interpret."""

    staff: Staff
    locale: str
    places: dict[str, int] = field(default_factory=dict)
    known: dict[tuple[str | None, tuple[str, ...], tuple[str, ...]], int] = field(default_factory=dict)
    listed: list[dict[str, Any]] = field(default_factory=list)

    def place(self, said: str | None, one: Sequence[str], other: Sequence[str]) -> int:
        """The place in ``listed`` of what two companies need, -1 for nothing."""
        asked = (said, tuple(one), tuple(other))
        if asked not in self.known:
            pair = pair_of(said, one, other, self.staff.spoken) if self.staff.people else None
            self.known[asked] = -1 if pair is None else self._place(pair)
        return self.known[asked]

    def _place(self, pair: Pair) -> int:
        if pair.key not in self.places:
            self.places[pair.key] = len(self.listed)
            self.listed.append(self._entry(pair))
        return self.places[pair.key]

    def _entry(self, pair: Pair) -> dict[str, Any]:
        return {"pair": words_of(pair.key, self.locale), "able": [one.id for one in self.staff.able(pair)]}


def board_of(
    session: Session, event: Event, version: ScheduleVersion, *, now: datetime, locale: str
) -> dict[str, Any]:
    """Everything the board shows and reckons with: slots, tables, people with their absences, interpreters, meetings."""
    blocked = queries.blocked(session, event)
    needs = Needs(staff_of(session, event.id), locale)
    people, officers = _people(session, event.id)
    away = session.execute(
        select(Busy.participation_id, Busy.slot_id)
        .join(Participation, Participation.id == Busy.participation_id)
        .where(Participation.event_id == event.id)
    )
    return {
        "draft": version.state == "draft",
        "days": [[day.id, formatting.weekday(day.on, locale)] for day in event.days],
        "slots": [
            {"id": slot.id, "day": slot.day_id, "time": _time(event, slot.starts_at, locale),
             "online": slot.online, "past": slot.starts_at <= now}
            for slot in event.slots
        ],
        "tables": [
            {"id": table.id, "label": table.label, "hall": table.hall or "", "booth": table.booth_of_id or 0}
            for table in event.tables
        ],
        "closed": sorted(blocked.tables),
        "people": people,
        "officers": officers,
        "away": sorted({*blocked.people, *((person, slot) for person, slot in away)}),
        "interpreters": [
            {"id": one.id, "name": one.name, "away": [row.slot_id for row in one.busy]}
            for one in needs.staff.people
        ],
        "meetings": meetings_of(session, version.id, needs),
        "needs": needs.listed,
    }  # fmt: skip


def _time(event: Event, at: datetime, locale: str) -> str:
    """The time of day; with the day where there are several."""
    time = formatting.clock(at, event.time_zone, locale)
    return f"{time} · {at.astimezone(ZoneInfo(event.time_zone)):%d/%m}" if len(event.days) > 1 else time


def _people(session: Session, event_id: int) -> tuple[dict[int, list[Any]], dict[int, str]]:
    """Participation -> name, country, languages, the officer who verified the company; and those officers' names."""
    query: Select[*tuple[Any, ...]] = (
        select(
            Participation.id, Company.trading_name, Company.legal_name, Company.country, Company.languages,
            Company.verified_by_id, User.name,
        )
        .join(Company, Company.id == Participation.company_id)
        .outerjoin(User, User.id == Company.verified_by_id)
        .where(Participation.event_id == event_id, Participation.state == "accepted")
    )  # fmt: skip
    people: dict[int, list[Any]] = {}
    officers: dict[int, str] = {}
    for identity, trading, legal, country, languages, officer_id, officer in session.execute(query):
        people[identity] = [trading or legal, country, languages, officer_id or 0]
        if officer_id is not None:
            officers[officer_id] = officer
    return people, officers


def meetings_of(
    session: Session, schedule_id: int, needs: Needs, *, only: Collection[int] | None = None
) -> list[list[Any]]:
    """Rows of id, version, the two people, slot, table, interpreter, locked, place of the need, request."""
    one, other = aliased(Company), aliased(Company)
    query: Select[*tuple[Any, ...]] = (
        select(
            Meeting.id, Meeting.version, Meeting.a_id, Meeting.b_id, Meeting.slot_id, Meeting.table_id,
            Meeting.interpreter_id, Meeting.locked, MeetingRequest.interpreting, one.languages, other.languages,
            Meeting.request_id,
        )
        .outerjoin(MeetingRequest, MeetingRequest.id == Meeting.request_id)
        .where(Meeting.schedule_id == schedule_id)
        .order_by(Meeting.id)
    )  # fmt: skip
    query = _joined(query, Meeting.a_id, one, Meeting.b_id, other)
    if only is not None:
        query = query.where(Meeting.id.in_(only))
    return [
        [*plain, table or 0, interpreter or 0, int(locked), needs.place(said, first, second), request or 0]
        for *plain, table, interpreter, locked, said, first, second, request in session.execute(query)
    ]


def _joined(query: Select[*tuple[Any, ...]], first: Any, one: Any, second: Any, other: Any) -> Select[Any]:
    """With the companies of two columns that hold participations."""
    for participation_id, company in ((first, one), (second, other)):
        person = aliased(Participation)
        query = query.join(person, person.id == participation_id).join(
            company, company.id == person.company_id
        )
    return query


def waiting_of(
    session: Session, event: Event, version: ScheduleVersion, *, words: Iterable[str], locale: str
) -> dict[str, Any]:
    """Accepted requests that a version does not hold, the most wanted first: those whose two names have all ``words``; with
    the code of the reason."""
    needs = Needs(staff_of(session, event.id), locale)
    one, other = aliased(Company), aliased(Company)
    placed = select(Meeting.request_id).where(
        Meeting.schedule_id == version.id, Meeting.request_id.is_not(None)
    )
    query: Select[*tuple[Any, ...]] = select(
        MeetingRequest.id, MeetingRequest.asker_id, MeetingRequest.asked_id, MeetingRequest.weight,
        MeetingRequest.must, MeetingRequest.interpreting, one.languages, other.languages,
    ).where(MeetingRequest.id.in_(queries.schedulable_ids(event.id)), MeetingRequest.id.not_in(placed))  # fmt: skip
    query = _joined(query, MeetingRequest.asker_id, one, MeetingRequest.asked_id, other)
    for word in words:
        query = query.where(or_(*(side.search_text.contains(word, autoescape=True) for side in (one, other))))
    query = query.order_by(MeetingRequest.must.desc(), MeetingRequest.weight.desc(), MeetingRequest.id)
    why = {entry["request"]: entry["code"] for entry in version.unplaced}
    rows: Sequence[Any] = session.execute(query.limit(WAITING + 1)).all()
    listed = [
        {"id": identity, "a": asker, "b": asked, "weight": weight, "must": must,
         "need": needs.place(said, first, second), "why": why.get(f"r{identity}", "")}
        for identity, asker, asked, weight, must, said, first, second in rows[:WAITING]
    ]  # fmt: skip
    return {"requests": listed, "needs": needs.listed, "more": len(rows) > WAITING}
