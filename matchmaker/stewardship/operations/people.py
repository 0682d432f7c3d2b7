"""The people of an event from a sheet: a delegation with its members, or a list that was exported and completed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.enums import Role
from matchmaker.accounts.models import User
from matchmaker.audit.operations import record
from matchmaker.companies.enums import Side
from matchmaker.companies.models import Company, Membership
from matchmaker.companies.operations import refresh_search_text
from matchmaker.db import fold
from matchmaker.errors import Conflict, DomainError, Invalid
from matchmaker.events.models import Delegation, Participation, QuestionAnswer
from matchmaker.events.operations import NewParticipant, add_participant, owned
from matchmaker.events.queries import representatives
from matchmaker.stewardship.models import SpreadsheetImport
from matchmaker.stewardship.queries import known_companies
from matchmaker.stewardship.sheets import SheetRow
from matchmaker.stewardship.twins import SURE, Known, TwinFinder

FACTS = ("country", "origin", "destination", "leader")


def review_people(session: Session, rows: list[SheetRow], *, country: str) -> list[dict[str, Any]]:
    """Each row with its problems and the company it most likely means: by the person's account, tax code, mailbox or name.
    ``country`` counts where a row says nothing. First decision: skip what cannot be read, take a sure company."""
    finder = TwinFinder(known_companies(session))
    accounts = _accounts(session, {row.values["email"] for row in rows if row.values["email"]})
    reviewed, seen = [], set()
    for row in rows:
        values = {**row.values, "country": row.values["country"] or country}
        problems = dict(row.problems)
        person = (fold(values["person"]), fold(values["legal_name"]))
        if not problems and person in seen:
            problems["person"] = "twice"
        seen.add(person)
        user, company_id = accounts.get(values["email"], (None, None))
        if user is not None and (user.role != Role.MEMBER or company_id is None):
            problems["email"] = "no_member"
        # a telephone is the person's, and a delegation may share one: it does not make two companies one
        company = Known(
            -row.line, values["legal_name"], values["country"], values["tax_code"], values["email"]
        )
        twin = finder.find(company) if not problems else None
        found: dict[str, Any] | None = None
        if twin is not None:
            found = {"id": twin.id, "score": twin.score, "why": twin.why}
        if company_id is not None and not problems:
            found = {"id": company_id, "score": SURE, "why": "email"}
        sure = found is not None and found["score"] >= SURE
        decision = "skip" if problems else "merge" if sure else "new"
        reviewed.append(
            {"line": row.line, "values": values, "problems": problems, "decision": decision, "twin": found}
        )
        if not problems and found is None:
            finder.add(company)
    return reviewed


def _accounts(session: Session, emails: set[str]) -> dict[str, tuple[User, int | None]]:
    """Address -> account and its company."""
    query = select(User, Membership.company_id).outerjoin(Membership, Membership.user_id == User.id)
    return {
        str(user.email): (user, company)
        for user, company in session.execute(query.where(User.email.in_(emails)))
    }


def apply_people(session: Session, *, actor: Actor, now: datetime, import_id: int) -> dict[str, int]:
    """Bring all rows into the event in the caller's one transaction. Who is there already, in whatever state, is left as
    it is but for what was lacking, so that the same sheet twice creates nothing new. An error names its row."""
    found = session.get_one(SpreadsheetImport, import_id, with_for_update=True)
    if found.state != "applying" or found.event_id is None:
        raise Conflict("import_over")
    owned(session, actor, found.event_id)
    delegation = _delegation(session, found, now=now)
    counted = {"new": 0, "merged": 0, "skipped": 0, "people": 0, "known": 0}
    made: dict[int, int] = {}  # line -> company, for members of one company
    for row in found.rows:
        if row["decision"] == "skip":
            counted["skipped"] += 1
            continue
        known = row["decision"] == "merge"
        company_id = made.get(-row["twin"]["id"], row["twin"]["id"]) if known else None
        try:
            participation, new = _bring(session, actor, found.event_id, company_id, row["values"], now=now)
        except DomainError as error:
            raise Invalid(error.code, **{**error.parameters, "line": row["line"]}) from None
        made[row["line"]] = participation.company_id
        counted["merged" if known else "new"] += 1
        counted["people" if new else "known"] += 1
        if delegation is not None and participation.delegation_id is None:
            participation.delegation_id = delegation.id
        _answer(session, participation, row["values"])
    found.state, found.applied_at, found.result = "done", now, {**found.result, **counted}
    record(session, actor_id=actor.user_id, now=now, action="people.imported", subject_kind="event",
           subject_id=found.event_id, **counted)  # fmt: skip
    return counted


def _delegation(session: Session, found: SpreadsheetImport, *, now: datetime) -> Delegation | None:
    facts: Mapping[str, str] = found.result.get("delegation") or {}
    if not facts.get("name"):
        return None
    query = select(Delegation).where(Delegation.event_id == found.event_id, Delegation.name == facts["name"])
    delegation = session.scalar(query.with_for_update())
    if delegation is None:
        assert found.event_id is not None
        delegation = Delegation(event_id=found.event_id, name=facts["name"], created_at=now)
        session.add(delegation)
    for name in FACTS:
        setattr(delegation, name, facts.get(name) or getattr(delegation, name, None))
    for name in ("arrives_on", "leaves_on"):
        if facts.get(name):
            setattr(delegation, name, date.fromisoformat(facts[name]))
    session.flush()
    return delegation


def _bring(
    session: Session,
    actor: Actor,
    event_id: int,
    company_id: int | None,
    values: Mapping[str, str],
    *,
    now: datetime,
) -> tuple[Participation, bool]:
    """The person's participation, and whether it is new."""
    if company_id is not None:
        there = next(
            (row for row in representatives(session, event_id, company_id) if _is(row, values)), None
        )
        if there is not None:
            return there, False
    country = values["country"] or "VN"
    side = Side(values["side"] or (Side.EXPORTER if country == "VN" else Side.BUYER))
    languages = [code for code in values["languages"].split(",") if code]
    new = NewParticipant(
        person=values["person"], company_id=company_id, legal_name=values["legal_name"], side=side, country=country,
        tax_code=values["tax_code"] or None, job_title=values["job_title"] or None, phone=values["phone"] or None,
        email=values["email"] or None, languages=languages,
    )  # fmt: skip
    participation = add_participant(session, actor=actor, now=now, event_id=event_id, new=new)
    if values["side"]:
        participation.side = side
    company = session.get_one(Company, participation.company_id)
    if languages and company_id is not None and not set(languages) <= set(company.languages):
        company.languages = [
            *company.languages,
            *(code for code in languages if code not in company.languages),
        ]
        company.updated_at = now
        refresh_search_text(company)
    return participation, True


def _is(row: Participation, values: Mapping[str, str]) -> bool:
    if values["email"] and row.user is not None and row.user.email:
        return row.user.email == values["email"]
    return fold(row.person_name or "") == fold(values["person"])


def _answer(session: Session, participation: Participation, values: Mapping[str, str]) -> None:
    """Keep answers to the organiser's questions; an empty cell says nothing."""
    for name, text in values.items():
        if not (name.startswith("q") and name[1:].isdecimal() and text):
            continue
        answer = session.get(QuestionAnswer, (participation.id, int(name[1:])))
        if answer is None:
            session.add(
                QuestionAnswer(participation_id=participation.id, question_id=int(name[1:]), text=text)
            )
        else:
            answer.text, answer.file_id = text, None
