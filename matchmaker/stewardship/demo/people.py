"""What the demonstration shows of people: entries that are one company, further representatives, a waiting list."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.operations import create_user
from matchmaker.companies.enums import CompanyKind, Side
from matchmaker.companies.models import Company
from matchmaker.companies.operations import found_company
from matchmaker.events.models import Delegation, Event, Participation
from matchmaker.events.operations import (
    NewParticipant,
    add_participant,
    add_representative,
    answer_for,
    note_call,
    set_places,
    set_public_link,
)
from matchmaker.stewardship.operations import store_pairs
from matchmaker.stewardship.pairs import find_pairs
from matchmaker.stewardship.queries import known_companies

TWINS = (
    ("HTX Gừng Sẻ Đăk Hà", "Hợp tác xã gừng sẻ Dak Ha", "Đăk Hà", "vi"),
    ("Malabar Spice House (demo)", "MALABAR SPICE HOUSE PVT. LTD. (demo)", "Kochi", "en"),
)
"""(a demo company, the name somebody else registered it under, commune, language)"""
DELEGATES = (
    ("Sok Dara (demo)", "Director", "Ratanakiri Cashew Export (demo)"),
    ("Chan Sophea (demo)", "Purchasing", "Ratanakiri Cashew Export (demo)"),
    ("Keo Bopha (demo)", "Owner", "Banlung Market Supply (demo)"),
)
"""(person, title, company)"""


def add_twins(session: Session, *, now: datetime) -> None:
    """Two companies that an exhibition's sheet has brought in a second time."""
    for name, again, commune, language in TWINS:
        known = session.scalars(
            select(Company).where(Company.legal_name == name, Company.demo.is_(True))
        ).one()
        phone = "0260 000 777" if language == "vi" else "+91 484 000 777"
        known.phone = phone
        user = create_user(
            session, now=now, name=known.memberships[0].user.name, phone=phone, locale=language, demo=True
        )
        made = found_company(
            session, now=now - timedelta(days=3), actor_id=None, owner_id=user.id, legal_name=again,
            side=Side(known.side), kind=CompanyKind(known.kind), country=known.country, province=known.province,
            former_province=known.former_province, commune=commune, phone=phone, office_id=known.office_id,
            languages=[language], demo=True,
        )  # fmt: skip
        made.verified_at = None
    session.flush()
    store_pairs(session, find_pairs(known_companies(session)), now=now)


def add_guests(session: Session, *, officer: Actor, event: Event, now: datetime) -> None:
    """A second person of the demo's cooperative, two who wait for a place, a call that an officer has noted."""
    firm = session.scalars(
        select(Company).where(Company.legal_name == TWINS[0][0], Company.demo.is_(True))
    ).one()
    add_representative(
        session, actor=officer, now=now, event_id=event.id, company_id=firm.id, person="Y Nhung (demo)"
    )
    set_public_link(session, actor=officer, now=now, event_id=event.id, on=True)
    places = session.scalars(
        select(Participation.company_id)
        .distinct()
        .where(Participation.event_id == event.id, Participation.state == "accepted")
    )
    set_places(session, actor=officer, now=now, event_id=event.id, capacity=len(places.all()), moves_up=True)
    silent = session.scalars(
        select(Participation).where(Participation.event_id == event.id, Participation.state == "invited")
    ).all()
    answer_for(
        session, actor=officer, now=now, event_id=event.id, participation_ids=[row.id for row in silent[:2]], accept=True
    )  # fmt: skip
    for row in silent[2:3]:
        note_call(session, actor=officer, now=now, participation_id=row.id, note="Sẽ trả lời trước thứ Sáu")


def add_delegation(session: Session, *, officer: Actor, event: Event, now: datetime) -> None:
    """Three people of two companies who travel together."""
    delegation = Delegation(
        event_id=event.id, name="Đoàn doanh nghiệp Ratanakiri (demo)", country="KH", origin="Banlung", destination="Kon Tum",
        arrives_on=event.days[0].on, leaves_on=event.days[-1].on, leader="Sok Dara (demo)", created_at=now,
    )  # fmt: skip
    session.add(delegation)
    session.flush()
    known: dict[str, int] = {}
    for person, job_title, company in DELEGATES:
        new = NewParticipant(
            person=person, job_title=job_title, legal_name=company, company_id=known.get(company), side=Side.BUYER,
            country="KH", languages=("km", "en"), phone="+855 75 000 777",
        )  # fmt: skip
        row = add_participant(session, actor=officer, now=now, event_id=event.id, new=new)
        row.delegation_id, known[company] = delegation.id, row.company_id
        row.company.demo = True
        if row.user is not None:
            row.user.demo = True
    session.flush()
