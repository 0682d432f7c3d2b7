"""Real rows for tests, with sensible values; every function adds, flushes and returns."""

from __future__ import annotations

import itertools
import secrets
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.enums import Role
from matchmaker.accounts.models import Office, User
from matchmaker.catalogue.models import Need, Offer
from matchmaker.companies.models import Company, Membership
from matchmaker.companies.queries import find_actor
from matchmaker.db import fold
from matchmaker.events.badges import make_badge_code
from matchmaker.events.models import Event, EventDay, EventTable, Participation, Slot
from matchmaker.matching.models import Proposal
from matchmaker.meetings.models import Meeting, MeetingRequest, ScheduleVersion
from matchmaker.meetings.operations.schedules import seat

NOW = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)
_numbers = itertools.count(1)


def _add(session: Session, row: Any) -> Any:
    session.add(row)
    session.flush()
    return row


def _loaded(row: Any) -> Any:
    """Named because reading an attribute loads it: after the test's commit, a later load would open a transaction
    that holds back the application's."""
    return row


def make_office(session: Session, **values: Any) -> Office:
    """An office of the province."""
    number = next(_numbers)
    defaults = {"name": f"Trung tâm Xúc tiến {number}", "name_en": f"Promotion Centre {number}", "kind": "province",
                "created_at": NOW}  # fmt: skip
    return _add(session, Office(**defaults | values))


def make_user(session: Session, **values: Any) -> User:
    """A verified member; no password unless given."""
    number = next(_numbers)
    defaults = {"email": f"user{number}@example.com", "email_verified_at": NOW, "name": f"Người dùng {number}",
                "role": Role.MEMBER, "locale": "en", "session_stamp": secrets.token_hex(8),
                "created_at": NOW}  # fmt: skip
    return _add(session, User(**defaults | values))


def make_officer(session: Session, office: Office | None = None, **values: Any) -> User:
    """An officer, of a new office unless one is given."""
    office = office or make_office(session)
    return make_user(session, role=Role.OFFICER, office_id=office.id, **values)


def make_company(session: Session, *, owner: bool = True, **values: Any) -> Company:
    """A cooperative of Kon Tum, with an owner (``company.memberships[0].user``) unless told otherwise."""
    number = next(_numbers)
    defaults = {"slug": f"company-{number}", "legal_name": f"Hợp tác xã Măng Đen {number}", "side": "exporter",
                "kind": "cooperative", "country": "VN", "languages": ["vi", "en"], "description": {},
                "partnership_kinds": ["trade"], "excluded_companies": [], "excluded_countries": [],
                "created_at": NOW, "updated_at": NOW}  # fmt: skip
    company = Company(**defaults | values)
    company.search_text = company.search_text or fold(f"{company.legal_name} {company.trading_name or ''}")
    _add(session, company)
    if owner:
        user = make_user(session, locale="vi" if company.country == "VN" else "en")
        _add(session, Membership(company=company, user_id=user.id, role="owner", created_at=NOW))
        session.refresh(company, ["memberships"])
        _loaded(company.memberships[0].user)
    return company


def make_buyer(session: Session, **values: Any) -> Company:
    """An Indian importer."""
    defaults = {"legal_name": f"Malabar Imports {next(_numbers)}", "side": "buyer", "kind": "importer",
                "country": "IN", "languages": ["en", "hi"]}  # fmt: skip
    return make_company(session, **defaults | values)


def make_offer(session: Session, company: Company | None = None, **values: Any) -> Offer:
    """Dried ginger powder."""
    company = company or make_company(session)
    defaults = {"slug": f"offer-{next(_numbers)}", "company_id": company.id, "name": {"vi": "Bột gừng sấy khô"},
                "description": {}, "group": "spices", "hs_code": "091012", "form": "powder", "unit": "t",
                "capacity": Decimal(50), "moq": Decimal(1), "months": [], "papers": [], "markets_now": [],
                "markets_wanted": ["IN"], "search_text": "bot gung say kho", "created_at": NOW,
                "updated_at": NOW}  # fmt: skip
    offer = _add(session, Offer(**defaults | values))
    _loaded((offer.company, offer.certificates, offer.photos))
    return offer


def make_need(session: Session, company: Company | None = None, **values: Any) -> Need:
    """A buyer's need of ginger powder."""
    company = company or make_buyer(session)
    defaults = {"slug": f"need-{next(_numbers)}", "company_id": company.id, "name": {"en": "Dried ginger powder"},
                "description": {}, "group": "spices", "hs_code": "091012", "form": "powder", "unit": "t",
                "volume": Decimal(20), "payment_terms": [], "certificates_must": [], "certificates_nice": [],
                "origins": [], "market": "IN", "search_text": "dried ginger powder", "created_at": NOW,
                "updated_at": NOW}  # fmt: skip
    need = _add(session, Need(**defaults | values))
    _loaded(need.company)
    return need


def make_proposal(
    session: Session, offer: Offer | None = None, need: Need | None = None, **values: Any
) -> Proposal:
    """A proposal between an offer and a need."""
    offer, need = offer or make_offer(session), need or make_need(session)
    defaults = {"offer_id": offer.id, "need_id": need.id, "supplier_id": offer.company_id,
                "buyer_id": need.company_id, "score": 0.8, "reasons": [], "missing": [], "created_at": NOW,
                "updated_at": NOW}  # fmt: skip
    proposal = _add(session, Proposal(**defaults | values))
    _loaded((proposal.offer, proposal.need, proposal.answers))
    return proposal


def make_event(
    session: Session, office: Office | None = None, *, slots: int = 6, tables: int = 4, **values: Any
) -> Event:
    """An open event on 15 March 2027 in Kon Tum: ``slots`` half hours from eight o'clock, shared ``tables``."""
    office = office or make_office(session)
    number = next(_numbers)
    defaults = {"slug": f"event-{number}", "office_id": office.id, "name": {"vi": f"Hội nghị {number}", "en": f"Conference {number}"},
                "description": {}, "place": "Trung tâm hội nghị", "city": "Kon Tum", "state": "open",
                "created_at": NOW}  # fmt: skip
    event = _add(session, Event(**defaults | values))
    opens = datetime.combine(date(2027, 3, 15), time(8), ZoneInfo(event.time_zone))
    day = _add(session, EventDay(event_id=event.id, on=opens.date(), opens=opens.time(),
                                 closes=(opens + timedelta(minutes=30 * slots)).time(), breaks=[]))  # fmt: skip
    for index in range(slots):
        start = opens + timedelta(minutes=30 * index)
        session.add(
            Slot(event_id=event.id, day_id=day.id, starts_at=start, ends_at=start + timedelta(minutes=25))
        )
    for index in range(tables):
        session.add(EventTable(event_id=event.id, label=f"{index + 1}", position=index + 1))
    session.flush()
    return event


def make_participation(
    session: Session, event: Event, company: Company | None = None, **values: Any
) -> Participation:
    """A company that has accepted the invitation, represented by its first member."""
    company = company or make_company(session)
    defaults = {"event_id": event.id, "company_id": company.id, "side": company.side, "state": "accepted",
                "user_id": company.memberships[0].user_id if company.memberships else None,
                "calendar_token": secrets.token_urlsafe(12), "badge_code": make_badge_code(), "invited_at": NOW, "answered_at": NOW}  # fmt: skip
    participation = _add(session, Participation(**defaults | values))
    _loaded((participation.company, participation.user, participation.event))
    return participation


def make_both_sides(session: Session, event: Event) -> tuple[list[Participation], list[Participation]]:
    """Firms A, B and C and buyers X, Y and Z who take part."""
    firms = [make_company(session, trading_name=f"Firm {name}") for name in "ABC"]
    buyers = [make_buyer(session, trading_name=f"Buyer {name}") for name in "XYZ"]
    return ([make_participation(session, event, one) for one in firms],
            [make_participation(session, event, one) for one in buyers])  # fmt: skip


def make_request(
    session: Session, asker: Participation, asked: Participation, **values: Any
) -> MeetingRequest:
    """An accepted meeting request."""
    low, high = sorted((asker.id, asked.id))
    defaults = {"event_id": asker.event_id, "asker_id": asker.id, "asked_id": asked.id, "pair_low": low,
                "pair_high": high, "weight": 5, "state": "accepted", "created_at": NOW,
                "expires_at": NOW + timedelta(days=7)}  # fmt: skip
    return _add(session, MeetingRequest(**defaults | values))


def actor_of(session: Session, user: User) -> Actor:
    """The user as operations see them."""
    actor = find_actor(session, user.id)
    assert actor is not None
    return actor


def owner_of(company: Company) -> User:
    """The company's first member."""
    return company.memberships[0].user


def make_schedule(
    session: Session, event: Event, *places: dict[str, Any], published_at: datetime = NOW
) -> ScheduleVersion:
    """A published schedule in place of the one before. Each place: a, b (participations), slot and table (indexes),
    and what else a meeting has; the same two people keep their meeting's key."""
    earlier = session.scalars(select(ScheduleVersion).where(ScheduleVersion.event_id == event.id)).all()
    for version in earlier:
        version.state = "superseded"
    made = _add(session, ScheduleVersion(event_id=event.id, number=len(earlier) + 1, state="published", unplaced=[],
                                         created_at=published_at, published_at=published_at))  # fmt: skip
    for place in places:
        values = dict(place)
        a, b, slot, table = values.pop("a"), values.pop("b"), values.pop("slot"), values.pop("table", None)
        meeting = Meeting(schedule_id=made.id, a_id=a.id, b_id=b.id, slot_id=event.slots[slot].id,
                          table_id=event.tables[table].id if table is not None else None,
                          **{"key": f"{a.id}-{b.id}"} | values)  # fmt: skip
        seat(session, meeting)
    event.published_schedule_id = made.id
    session.flush()
    return made
