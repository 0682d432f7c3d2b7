"""A big event: 500 firms and 500 buyers, 150 tables × 30 slots, a full draft."""

from __future__ import annotations

import random
import secrets
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert
from sqlalchemy.orm import Session

from matchmaker.accounts.models import User
from matchmaker.companies.models import Company, Membership
from matchmaker.events.badges import make_badge_code
from matchmaker.events.models import Event, EventDay, EventTable, Interpreter, Participation, Slot
from matchmaker.meetings.models import Meeting, MeetingRequest, ScheduleVersion, Seat
from tests import factories

SIDES, TABLES, SLOTS, DAYS = 500, 150, 30, 2
REQUESTS = 24  # of each firm
OFFICER, PASSWORD = "officer@example.com", "ba con voi xanh"


@dataclass(frozen=True)
class Hall:
    """What is measured on."""

    event_id: int
    slug: str
    officer_id: int
    versions: int


def build(session: Session, *, password_hash: str, versions: int) -> Hall:
    """Fill an empty database; drafts numbered from 1, each with its own full schedule."""
    draw = random.Random(1)
    office = factories.make_office(session)
    officer = factories.make_officer(session, office, email=OFFICER, password_hash=password_hash)
    event = _event(session, office.id)
    people = _people(session, event, draw)
    requests = _requests(session, event, people, draw)
    session.add_all(
        Interpreter(event_id=event.id, name=f"Interpreter {number}", languages=["vi", "en", "ko"])
        for number in range(12)
    )
    session.flush()
    for number in range(1, versions + 1):
        _draft(session, event, requests, number, draw)
    return Hall(event.id, event.slug, officer.id, versions)


def _event(session: Session, office_id: int) -> Event:
    event = Event(slug="big", office_id=office_id, name={"en": "Big", "vi": "Lớn"}, description={}, place="Hall",
                  city="Kon Tum", state="open", created_at=factories.NOW)  # fmt: skip
    session.add(event)
    session.flush()
    zone = ZoneInfo(event.time_zone)
    for offset in range(DAYS):
        opens = datetime.combine(date(2027, 3, 15) + timedelta(days=offset), time(8), zone)
        day = EventDay(event_id=event.id, on=opens.date(), opens=time(8), closes=time(17), breaks=[])
        session.add(day)
        session.flush()
        for place in range(SLOTS // DAYS):
            starts = opens + timedelta(minutes=30 * place)
            ends = starts + timedelta(minutes=25)
            session.add(Slot(event_id=event.id, day_id=day.id, starts_at=starts, ends_at=ends))
    session.add_all(
        EventTable(event_id=event.id, label=str(number), position=number, hall=f"Hall {number % 3 + 1}")
        for number in range(1, TABLES + 1)
    )
    session.flush()
    session.refresh(event)
    return event


def _people(session: Session, event: Event, draw: random.Random) -> list[int]:
    """Participations: firms first, then buyers; each with one member."""
    companies = [
        {"slug": f"c{number}", "legal_name": f"{'Công ty TNHH Nông sản' if number < SIDES else 'Imports Ltd'} {number}",
         "side": "exporter" if number < SIDES else "buyer", "kind": "trader", "country": "VN" if number < SIDES else "IN",
         "languages": ["vi"] if draw.random() < 0.2 else ["vi", "en"], "search_text": f"c{number}",
         "created_at": factories.NOW, "updated_at": factories.NOW}
        for number in range(2 * SIDES)
    ]  # fmt: skip
    made = _inserted(session, Company, companies)
    users = _inserted(session, User, [
        {"email": f"p{number}@example.com", "name": f"Person {number}", "role": "member", "locale": "vi",
         "session_stamp": "x", "created_at": factories.NOW}
        for number in range(2 * SIDES)
    ])  # fmt: skip
    session.execute(insert(Membership), [
        {"company_id": company, "user_id": user, "role": "owner", "created_at": factories.NOW}
        for company, user in zip(made, users, strict=True)
    ])  # fmt: skip
    return _inserted(session, Participation, [
        {"event_id": event.id, "company_id": company, "user_id": user, "side": "exporter" if place < SIDES else "buyer",
         "state": "accepted", "badge_code": make_badge_code(), "calendar_token": secrets.token_urlsafe(12),
         "invited_at": factories.NOW}
        for place, (company, user) in enumerate(zip(made, users, strict=True))
    ])  # fmt: skip


def _requests(
    session: Session, event: Event, people: list[int], draw: random.Random
) -> list[tuple[int, int, int]]:
    """(request, firm, buyer)."""
    pairs = [(firm, buyer) for firm in people[:SIDES] for buyer in draw.sample(people[SIDES:], REQUESTS)]
    made = _inserted(session, MeetingRequest, [
        {"event_id": event.id, "asker_id": firm, "asked_id": buyer, "pair_low": min(firm, buyer),
         "pair_high": max(firm, buyer), "weight": draw.randint(1, 15), "state": "accepted",
         "created_at": factories.NOW, "expires_at": factories.NOW + timedelta(days=7)}
        for firm, buyer in pairs
    ])  # fmt: skip
    return [(request, *pair) for request, pair in zip(made, pairs, strict=True)]


def _draft(
    session: Session, event: Event, requests: list[tuple[int, int, int]], number: int, draw: random.Random
) -> None:
    """Requests in any order, each in the first slot where both and a table are free."""
    version = ScheduleVersion(event_id=event.id, number=number, state="draft", value=1, bound=2, unplaced=[],
                              created_at=factories.NOW)  # fmt: skip
    session.add(version)
    session.flush()
    tables = {slot.id: [table.id for table in event.tables] for slot in event.slots}
    taken: set[tuple[int, int]] = set()
    rows: list[dict[str, Any]] = []
    for request, firm, buyer in draw.sample(requests, len(requests)):
        slot = next(
            (one for one in tables if len(tables[one]) > 6 and not {(firm, one), (buyer, one)} & taken), None
        )
        if slot is not None:
            taken |= {(firm, slot), (buyer, slot)}
            rows.append({"schedule_id": version.id, "request_id": request, "a_id": firm, "b_id": buyer, "slot_id": slot,
                         "table_id": tables[slot].pop(), "key": f"{request}", "version": 1, "locked": False})  # fmt: skip
    meetings = _inserted(session, Meeting, rows)
    session.execute(insert(Seat), [
        {"schedule_id": version.id, "meeting_id": meeting, "slot_id": row["slot_id"], "kind": kind, "resource_id": row[name]}
        for meeting, row in zip(meetings, rows, strict=True)
        for kind, name in (("participation", "a_id"), ("participation", "b_id"), ("table", "table_id"))
    ])  # fmt: skip


def _inserted(session: Session, model: Any, rows: list[dict[str, Any]]) -> list[int]:
    return list(session.scalars(insert(model).returning(model.id, sort_by_parameter_order=True), rows))
