"""Importing a sheet: uploaded, read, decided row by row, then applied whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.operations import create_user
from matchmaker.accounts.queries import find_user_by_email
from matchmaker.audit.operations import record
from matchmaker.catalogue.models import Need, Offer
from matchmaker.catalogue.operations import look_again, save_item
from matchmaker.companies.enums import CompanyKind, MemberRole, Side
from matchmaker.companies.models import Company
from matchmaker.companies.operations import add_member, found_company, refresh_search_text
from matchmaker.companies.places import read_place
from matchmaker.db import fold
from matchmaker.errors import Conflict, Invalid, NotFound
from matchmaker.files.operations import store
from matchmaker.jobs.operations import enqueue
from matchmaker.matching.grouping import likely_group
from matchmaker.stewardship.models import SpreadsheetImport
from matchmaker.stewardship.queries import known_companies
from matchmaker.stewardship.sheets import SheetRow
from matchmaker.stewardship.twins import SURE, Known, TwinFinder

DECISIONS = ("new", "merge", "skip")
FILLED = ("tax_code", "commune", "address", "phone", "email", "website")


def begin_import(
    session: Session, *, actor: Actor, now: datetime, content: bytes, name: str, folder: Path,
    event_id: int | None = None, delegation: Mapping[str, str] | None = None,
) -> SpreadsheetImport:  # fmt: skip
    """Keep the uploaded sheet and ask the worker to read it: companies, or with ``event_id`` the people of an event."""
    kept = store(session, content, folder=folder, name=name, media_type="application/octet-stream", purpose="import",
                 now=now, uploaded_by_id=actor.user_id)  # fmt: skip
    made = SpreadsheetImport(office_id=actor.office_id, user_id=actor.user_id, file_id=kept.id, state="reading",
                             kind="companies" if event_id is None else "people", event_id=event_id, rows=[],
                             result={"name": kept.name, "delegation": dict(delegation or {})}, created_at=now)  # fmt: skip
    session.add(made)
    session.flush()
    enqueue(session, "stewardship.read", now=now, key=str(made.id), import_id=made.id)
    return made


def find_import(session: Session, actor: Actor, import_id: int) -> SpreadsheetImport:
    """The import, locked, if the actor's office made it; raises NotFound."""
    found = session.get(SpreadsheetImport, import_id, with_for_update=True)
    if found is None or not (actor.administrator or (actor.officer and actor.office_id == found.office_id)):
        raise NotFound
    return found


def review_rows(session: Session, rows: list[SheetRow]) -> list[dict[str, Any]]:
    """Each row with its problems, its likely twin, and a first decision: skip what cannot be read, merge sure twins."""
    finder = TwinFinder(known_companies(session))
    reviewed = []
    for row in rows:
        company = _known(-row.line, row.values)
        twin = finder.find(company) if not row.problems else None
        decision = "skip" if row.problems else "merge" if twin and twin.score >= SURE else "new"
        reviewed.append(
            {"line": row.line, "values": row.values, "problems": row.problems, "decision": decision,
             "twin": {"id": twin.id, "score": twin.score, "why": twin.why} if twin else None}
        )  # fmt: skip
        if not row.problems and twin is None:
            finder.add(company)
    return reviewed


def _known(identifier: int, values: Mapping[str, str]) -> Known:
    return Known(
        identifier, values["legal_name"], values.get("country") or "VN", values.get("tax_code", ""),
        values.get("email", ""), values.get("phone", ""), values.get("website", ""),
    )  # fmt: skip


def store_review(session: Session, *, import_id: int, rows: list[dict[str, Any]]) -> None:
    """The sheet is read: it waits for decisions."""
    found = session.get(SpreadsheetImport, import_id, with_for_update=True)
    if found is not None and found.state == "reading":
        found.rows, found.state = rows, "review"


def store_failure(session: Session, *, import_id: int, code: str, parameters: Mapping[str, Any]) -> None:
    """The sheet could not be read or applied: nothing was changed."""
    found = session.get(SpreadsheetImport, import_id, with_for_update=True)
    if found is not None:
        found.state, found.error = "failed", code
        found.result = {**found.result, "parameters": dict(parameters)}


def decide(
    session: Session, *, actor: Actor, import_id: int, decisions: Mapping[int, str]
) -> SpreadsheetImport:
    """Keep the decisions for some lines (line number -> new, merge or skip)."""
    found = find_import(session, actor, import_id)
    if found.state != "review":
        raise Conflict("import_over")
    rows = []
    for row in found.rows:
        wanted = decisions.get(row["line"], row["decision"])
        allowed = (
            wanted in DECISIONS
            and (wanted != "merge" or row["twin"])
            and (wanted == "skip" or not row["problems"])
        )
        rows.append({**row, "decision": wanted if allowed else row["decision"]})
    found.rows = rows
    return found


def request_apply(session: Session, *, actor: Actor, now: datetime, import_id: int) -> SpreadsheetImport:
    """Ask the worker to apply what was decided."""
    found = find_import(session, actor, import_id)
    if found.state != "review":
        raise Conflict("import_over")
    found.state = "applying"
    enqueue(session, "stewardship.apply", now=now, key=str(found.id), import_id=found.id)
    return found


def apply_import(session: Session, *, actor: Actor, now: datetime, import_id: int) -> dict[str, int]:
    """Apply all rows in the caller's one transaction. Merging fills in what the company lacks and changes nothing else;
    a product the company has already is not added again, so that the same sheet twice creates nothing new."""
    found = session.get_one(SpreadsheetImport, import_id, with_for_update=True)
    if found.state != "applying":
        raise Conflict("import_over")
    counted = {"new": 0, "merged": 0, "skipped": 0}
    products: list[Offer | Need] = []
    made: dict[int, int] = {}  # line -> company, for twins within the sheet
    for row in found.rows:
        if row["decision"] == "skip":
            counted["skipped"] += 1
            continue
        if row["decision"] == "merge":
            company = session.get_one(Company, made.get(-row["twin"]["id"], row["twin"]["id"]))
            _fill(company, row["values"], now=now)
            counted["merged"] += 1
        else:
            company = _found(session, actor, row["values"], now=now)
            counted["new"] += 1
        made[row["line"]] = company.id
        products += _product(session, actor, company, row["values"], now=now)
    look_again(session, products, now=now)
    counted["products"] = len(products)
    found.state, found.applied_at, found.result = "done", now, {**found.result, **counted}
    record(
        session,
        actor_id=actor.user_id,
        now=now,
        action="import.applied",
        subject_kind="import",
        subject_id=found.id,
        **counted,
    )
    return counted


def _found(session: Session, actor: Actor, values: Mapping[str, str], *, now: datetime) -> Company:
    country = values.get("country") or "VN"
    province, former = read_place(values.get("place", ""))
    side = Side(values.get("side") or (Side.EXPORTER if country == "VN" else Side.BUYER))
    kind = CompanyKind(
        values.get("kind") or (CompanyKind.PRODUCER if side == Side.EXPORTER else CompanyKind.IMPORTER)
    )
    details: dict[str, Any] = {name: values.get(name) or None for name in FILLED}
    company = found_company(
        session, now=now, actor_id=actor.user_id, legal_name=values["legal_name"], side=side, kind=kind, country=country,
        province=province, former_province=former, office_id=actor.office_id, languages=["vi"] if country == "VN" else ["en"],
        **details,
    )  # fmt: skip
    if values.get("person"):
        email = values.get("email") or None
        free = email is not None and find_user_by_email(session, email) is None
        user = create_user(session, now=now, name=values["person"], phone=values.get("phone") or None,
                           email=email if free else None, locale="vi" if country == "VN" else "en")  # fmt: skip
        add_member(session, company_id=company.id, user_id=user.id, role=MemberRole.OWNER, now=now)
    return company


def _fill(company: Company, values: Mapping[str, str], *, now: datetime) -> None:
    lacking = [name for name in FILLED if values.get(name) and not getattr(company, name)]
    for name in lacking:
        setattr(company, name, values[name])
    if values.get("place") and not company.province:
        company.province, company.former_province = read_place(values["place"])
        lacking.append("place")
    if lacking:
        company.updated_at = now
        refresh_search_text(company)


def _product(
    session: Session, actor: Actor, company: Company, values: Mapping[str, str], *, now: datetime
) -> list[Offer | Need]:
    """The offer or need that the row adds, if it does."""
    if not values.get("product"):
        return []
    model: type[Offer] | type[Need] = Offer if company.side == Side.EXPORTER else Need
    there = cast(
        "list[Offer | Need]", session.scalars(select(model).where(model.company_id == company.id)).all()
    )
    title = fold(values["product"])
    if any(title in {fold(str(text)) for text in item.name.values()} for item in there):
        return []
    language = "vi" if company.country == "VN" else "en"
    amount = "capacity" if model is Offer else "volume"
    stored: dict[str, Any] = {
        "name": {language: values["product"]},
        "description": {language: values["description"]} if values.get("description") else {},
        "hs_code": values.get("hs_code") or None,
        "group": likely_group(values.get("hs_code"), values["product"]),
        "form": values.get("form") or None,
        "unit": values.get("unit") or None,
        amount: Decimal(values["capacity"]) if values.get("capacity") else None,
    }
    if model is Need:
        stored["market"] = company.country
    return [
        save_item(session, model, actor=actor, now=now, company_id=company.id, values=stored, matched=False)
    ]


def check_upload(content: bytes) -> None:
    """Refuse what is empty before it is stored."""
    if not content:
        raise Invalid("file_empty", field="file")
