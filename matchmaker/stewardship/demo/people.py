"""What the demonstration shows of people: entries that are one company, found as the nightly search finds them."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.operations import create_user
from matchmaker.companies.enums import CompanyKind, Side
from matchmaker.companies.models import Company
from matchmaker.companies.operations import found_company
from matchmaker.stewardship.operations import store_pairs
from matchmaker.stewardship.pairs import find_pairs
from matchmaker.stewardship.queries import known_companies

TWINS = (
    ("HTX Gừng Sẻ Đăk Hà", "Hợp tác xã gừng sẻ Dak Ha", "Đăk Hà", "vi"),
    ("Malabar Spice House (demo)", "MALABAR SPICE HOUSE PVT. LTD. (demo)", "Kochi", "en"),
)
"""(a demo company, the name somebody else registered it under, commune, language)"""


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
