"""Loading the demonstration, through the same operations that people use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.enums import Purpose, Role
from matchmaker.accounts.models import Consent, Office, User
from matchmaker.accounts.operations import create_user
from matchmaker.catalogue.models import Need, Offer
from matchmaker.catalogue.operations import add_certificate, save_item
from matchmaker.catalogue.tree import group_of
from matchmaker.companies.enums import CompanyKind, Side
from matchmaker.companies.models import Company
from matchmaker.companies.operations import found_company, set_verified
from matchmaker.companies.places import read_place
from matchmaker.stewardship.demo.files import DemoRow, read

PASSWORD = "matchmaker-demo"
SEED = 20261101
LOGINS = {"exporter@demo.example": "HTX Gừng Sẻ Đăk Hà", "buyer@demo.example": "Malabar Spice House (demo)"}
SERVICE_KINDS = {"institution": "tourism", "investor": "investment"}
FAMILY = ("Y", "A", "Nguyễn", "Trần", "Lê", "Phạm", "Đinh", "Rơ Châm", "Siu", "Võ")
GIVEN = ("Hạnh", "Bình", "Lan", "Thu", "Dũng", "Hòa", "Mai", "Sơn", "Ngọc", "Phước", "Xuân", "Yến")


def is_empty(session: Session) -> bool:
    """True while nobody has an account."""
    return session.scalar(select(User.id).limit(1)) is None


def load(session: Session, *, now: datetime, hash_password: Callable[[str], str]) -> dict[str, int]:
    """Add offices, people, companies, offers and needs, marked as demo. Returns counts."""
    random = Random(SEED)
    hashed = hash_password(PASSWORD)
    office, officer = _office(session, now=now, hashed=hashed)
    firms, buyers = read("firms.tsv"), read("buyers.tsv")
    companies: dict[str, Company] = {}
    counted = {"companies": 0, "offers": 0, "needs": 0}
    for row in (*firms, *buyers):
        name = row["name"]
        if name not in companies:
            began = now - timedelta(days=random.randint(20, 200))
            companies[name] = _company(session, row, office=office, hashed=hashed, now=began, random=random)
            counted["companies"] += 1
            if random.random() < 0.85:
                set_verified(session, actor=officer, now=began, company_id=companies[name].id, verified=True)
        actor = Actor(user_id=officer.user_id, name=officer.name, role=Role.ADMINISTRATOR, locale="vi")
        if row["name_own"]:
            _need(session, row, company=companies[name], actor=actor, now=now)
            counted["needs"] += 1
        else:
            _offer(session, row, company=companies[name], actor=actor, now=now, random=random)
            counted["offers"] += 1
    session.flush()
    return counted


def demo_officer(session: Session) -> Actor:
    """The demo officer as an actor."""
    user = session.scalars(select(User).where(User.email == "officer@demo.example")).one()
    return Actor(
        user_id=user.id, name=user.name, role=Role(user.role), locale=user.locale, office_id=user.office_id
    )


def _office(session: Session, *, now: datetime, hashed: str) -> tuple[Office, Actor]:
    office = Office(
        name="Trung tâm Xúc tiến Thương mại (trình diễn)", name_en="Trade Promotion Centre (demo)", kind="province",
        province="quang-ngai", created_at=now, demo=True,
    )  # fmt: skip
    session.add(office)
    session.flush()
    people = (
        ("officer@demo.example", "Lê Thị Hạnh (demo)", Role.OFFICER),
        ("admin@demo.example", "Quản trị viên (demo)", Role.ADMINISTRATOR),
        ("interpreter@demo.example", "Kim Min-ji (demo)", Role.INTERPRETER),
        ("helper@demo.example", "Y Lan, bàn đón tiếp (demo)", Role.HELPER),
    )
    made = [
        create_user(session, now=now, name=name, role=role, email=email, password_hash=hashed, office_id=office.id,
                    verified=True, demo=True)
        for email, name, role in people
    ]  # fmt: skip
    return office, Actor(
        user_id=made[0].id, name=made[0].name, role=Role.OFFICER, locale="vi", office_id=office.id
    )


def _company(
    session: Session, row: DemoRow, *, office: Office, hashed: str, now: datetime, random: Random
) -> Company:
    buyer = bool(row["country"])
    country = row["country"] or "VN"
    province, former = read_place(row["place"])
    email = next((address for address, name in LOGINS.items() if name == row["name"]), None)
    locale = "vi" if country == "VN" else "en"
    person = (
        f"{random.choice(FAMILY)} {random.choice(GIVEN)} (demo)"
        if country == "VN"
        else f"{row['name'].split(' (')[0]} – sales desk"
    )
    user = create_user(
        session, now=now, name=person, email=email, password_hash=hashed if email else None, locale=locale,
        phone=f"0260 000 {random.randint(100, 999)}", verified=True, demo=True,
    )  # fmt: skip
    own = {"VN": "vi"}.get(country, row["language"] or "en")
    languages = sorted({own, "en"} if random.random() < 0.7 else {own})
    company = found_company(
        session, now=now, actor_id=user.id, owner_id=user.id, legal_name=row["name"], country=country, province=province,
        former_province=former, side=Side.BUYER if buyer else Side.EXPORTER, kind=CompanyKind(row["kind"]),
        languages=languages, commune=row["commune"] or None, office_id=office.id, demo=True,
        description=_descriptions(row), founded=random.randint(1996, 2023),
        employees=random.choice(["1-9", "10-49", "50-199", "200-499"]),
        export_share=None if buyer else random.choice([0, 5, 20, 45, 80]),
        tax_code=None if buyer else f"61{random.randint(10**7, 10**8 - 1)}",
    )  # fmt: skip
    session.add(
        Consent(user_id=user.id, purpose=Purpose.DIRECTORY, wording="demo", locale=locale, granted_at=now)
    )
    return company


def _descriptions(row: DemoRow) -> dict[str, str]:
    if row["country"]:
        return {"en": f"Demo buyer looking for: {row['name_en'] or row['name_own']}."}
    text = f"Doanh nghiệp trình diễn tại {row['commune']}, chuyên {row['name_vi'].lower()}."
    return {"vi": text} | (
        {"en": f"Demo company from {row['commune']}: {row['name_en']}."} if row["name_en"] else {}
    )


def _texts(pairs: dict[str, str]) -> dict[str, str]:
    return {language: text for language, text in pairs.items() if text}


def _offer(
    session: Session, row: DemoRow, *, company: Company, actor: Actor, now: datetime, random: Random
) -> Offer:
    values: dict[str, Any] = {
        "name": _texts({"vi": row["name_vi"], "en": row["name_en"]}),
        "description": _texts({"vi": row["description_vi"], "en": row["description_en"]}),
        "hs_code": row["hs"] or None,
        "form": row["form"] or None,
        "unit": row["unit"] or None,
        "capacity": row.number("capacity"),
        "moq": row.number("moq"),
        "markets_wanted": row.listed("markets"),
        "group": _group(row),
        "partnership_kind": SERVICE_KINDS.get(row["kind"], "trade"),
        "incoterm": "FOB" if row["hs"] else None,
        "incoterm_place": "Quy Nhơn" if row["hs"] else None,
        "packaging": random.choice(["25 kg", "20 kg", "10 kg carton", None]),
        "papers": ["origin", "phytosanitary"] if row["hs"][:2] in {"07", "08", "09", "12"} else ["origin"],
        "months": random.choice([[], [11, 12, 1, 2, 3], [4, 5, 6, 7, 8]]),
    }  # fmt: skip
    offer = save_item(
        session, Offer, actor=actor, now=now, company_id=company.id, values=values, matched=False
    )
    assert isinstance(offer, Offer)
    for kind in row.listed("certificates"):
        add_certificate(
            session, actor=actor, now=now, company_id=company.id, kind=kind, number=f"DEMO-{random.randint(1000, 9999)}",
            issuer=None, expires_on=date(now.year + 1, random.randint(1, 12), 28), offers=[offer.id],
        )  # fmt: skip
    return offer


def _group(row: DemoRow) -> str:
    return "services" if not row["hs"] else str(group_of(row["hs"]))


def _need(session: Session, row: DemoRow, *, company: Company, actor: Actor, now: datetime) -> Need:
    values: dict[str, Any] = {
        "name": _texts(
            {
                row["language"]: row["name_own"],
                "en": row["name_en"] or (row["name_own"] if row["language"] == "en" else ""),
            }
        ),
        "description": _texts({row["language"]: row["description_own"]}),
        "hs_code": row["hs"] or None,
        "form": row["form"] or None,
        "unit": row["unit"] or None,
        "volume": row.number("volume"),
        "certificates_must": row.listed("must"),
        "certificates_nice": row.listed("nice"),
        "origins": row.listed("origins"),
        "market": row["country"],
        "group": _group(row),
        "partnership_kind": SERVICE_KINDS.get(row["kind"], "trade") if not row["hs"] else "trade",
        "payment_terms": ["tt", "lc"],
    }
    need = save_item(session, Need, actor=actor, now=now, company_id=company.id, values=values, matched=False)
    assert isinstance(need, Need)
    return need
