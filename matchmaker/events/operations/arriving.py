"""A company and its person put into an event in one go: walk-ins, delegations, further representatives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.models import User
from matchmaker.accounts.operations import create_user
from matchmaker.accounts.queries import find_user_by_email
from matchmaker.companies.enums import CompanyKind, MemberRole, Side
from matchmaker.companies.models import Company
from matchmaker.companies.operations import add_member, found_company
from matchmaker.companies.queries import people_of
from matchmaker.db import fold
from matchmaker.errors import Conflict, Invalid, NotFound
from matchmaker.events.enums import EventState, ParticipationState
from matchmaker.events.models import Event, Participation
from matchmaker.events.operations.telling import done_on_behalf
from matchmaker.events.policy import may_help
from matchmaker.events.rows import make_participation


@dataclass(frozen=True, kw_only=True)
class NewParticipant:
    """A company and who comes for it. ``company_id`` names a company that is known; else one is founded."""

    person: str
    company_id: int | None = None
    legal_name: str = ""
    side: Side = Side.EXPORTER
    kind: CompanyKind | None = None  # None: a producer sells, an importer buys
    country: str = "VN"
    province: str | None = None
    former_province: str | None = None
    tax_code: str | None = None
    languages: Sequence[str] = ()
    job_title: str | None = None
    phone: str | None = None
    email: str | None = None


def add_participant(
    session: Session, *, actor: Actor, now: datetime, event_id: int, new: NewParticipant
) -> Participation:
    """Make company, account and participation, as far as they are not there; the person takes part from now on.

    The event's officers may, and its helpers: somebody at the door cannot wait for an officer.

    Doing it twice adds nothing: a person with this address or name is found among the company's, and a participation
    without a person is theirs. Invalid names the field ``person``, ``legal_name``, ``tax_code`` or ``email``.
    """
    event = session.get(Event, event_id, with_for_update=True)
    if event is None or not may_help(actor, event):
        raise NotFound
    if event.state == EventState.CLOSED:
        raise Conflict("event_closed")
    if not new.person.strip():
        raise Invalid("person_needed", field="person")
    company = _company(session, actor, new, now=now)
    user = _person(session, company, new, now=now)
    participation = _participation(session, event.id, company, user, now=now)
    if participation.state != ParticipationState.ACCEPTED:
        participation.state, participation.answered_at = ParticipationState.ACCEPTED, now
        done_on_behalf(session, participation, actor=actor, now=now, action="participation.added")
    return participation


def _company(session: Session, actor: Actor, new: NewParticipant, *, now: datetime) -> Company:
    if new.company_id is not None:
        known = session.get(Company, new.company_id, with_for_update=True)  # two at once: one after the other
        if known is None or known.merged_into_id is not None:
            raise NotFound
        return known
    if not new.legal_name.strip():
        raise Invalid("company_needed", field="legal_name")
    usual = CompanyKind.PRODUCER if new.side == Side.EXPORTER else CompanyKind.IMPORTER
    return found_company(
        session, now=now, actor_id=actor.user_id, legal_name=new.legal_name.strip(), side=new.side,
        kind=new.kind or usual, country=new.country, province=new.province, former_province=new.former_province,
        tax_code=new.tax_code or None, phone=new.phone or None, email=new.email or None, office_id=actor.office_id,
        languages=list(new.languages) or ["vi" if new.country == "VN" else "en"],
    )  # fmt: skip


def _person(session: Session, company: Company, new: NewParticipant, *, now: datetime) -> User:
    members = people_of(session, company.id)
    known = find_user_by_email(session, new.email) if new.email else None
    if known is None and not new.email:
        name = fold(new.person.strip())
        known = next((found.user for found in members if fold(found.user.name) == name), None)
    if known is None:
        known = create_user(
            session, now=now, name=new.person.strip(), email=new.email or None, phone=new.phone or None,
            locale="vi" if company.country == "VN" else "en",
        )  # fmt: skip
        known.job_title = new.job_title or None
    if all(found.user_id != known.id for found in members):
        role = MemberRole.MEMBER if members else MemberRole.OWNER
        add_member(session, company_id=company.id, user_id=known.id, role=role, now=now)
    return known


def _participation(
    session: Session, event_id: int, company: Company, user: User, *, now: datetime
) -> Participation:
    """The user's own row, else one that waits for a person, else the company's next."""
    query = select(Participation).where(
        Participation.event_id == event_id, Participation.company_id == company.id
    )
    there = session.scalars(query.order_by(Participation.representative).with_for_update()).all()
    own = next((row for row in there if row.user_id == user.id), None) or next(
        (row for row in there if row.user_id is None and row.person is None), None
    )
    if own is None:
        number = max((row.representative for row in there), default=0) + 1
        own = make_participation(
            event_id, company, state=ParticipationState.INVITED, now=now, representative=number
        )
        try:
            with session.begin_nested():
                session.add(own)
        except IntegrityError:
            raise Conflict from None  # another officer has just added somebody of this company
    own.user_id = user.id
    session.flush()
    return own
