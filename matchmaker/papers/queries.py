"""Reading what is printed."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from matchmaker.accounts.enums import Purpose
from matchmaker.accounts.models import Consent
from matchmaker.catalogue.models import Need, Offer
from matchmaker.db import fold
from matchmaker.events.models import Event, Interpreter, Participation
from matchmaker.events.queries import accepted
from matchmaker.matching.models import Proposal
from matchmaker.meetings.models import Meeting, MeetingRequest
from matchmaker.meetings.queries import meetings_of_schedule


def people(session: Session, event_id: int) -> list[Participation]:
    """Who takes part, in the order of a list: company, then representative."""
    found = accepted(session, event_id)
    return sorted(found, key=lambda one: (fold(one.company.name), one.company_id, one.representative))


def published_meetings(session: Session, event: Event) -> list[Meeting]:
    """What is held, in the order of time; nothing before a publication."""
    published = event.published_schedule_id
    return meetings_of_schedule(session, published) if published is not None else []


def topics(session: Session, meetings: Collection[Meeting]) -> dict[int, Proposal]:
    """Request -> the proposal that brought its two companies together."""
    ids = [meeting.request_id for meeting in meetings if meeting.request_id is not None]
    query = (
        select(MeetingRequest.id, Proposal)
        .join(Proposal, Proposal.id == MeetingRequest.proposal_id)
        .where(MeetingRequest.id.in_(ids))
        .options(joinedload(Proposal.offer), joinedload(Proposal.need))
    )
    return {row.id: row.Proposal for row in session.execute(query)}


def interpreters(session: Session, event_id: int) -> list[Interpreter]:
    """An event's interpreters by name."""
    query = (
        select(Interpreter).where(Interpreter.event_id == event_id).options(selectinload(Interpreter.busy))
    )
    return sorted(session.scalars(query), key=lambda one: fold(one.name))


def items_of(session: Session, company_ids: Collection[int]) -> dict[int, tuple[list[Offer], list[Need]]]:
    """Company -> what it offers and what it looks for."""
    found: dict[int, tuple[list[Offer], list[Need]]] = {company: ([], []) for company in company_ids}
    offers = (
        select(Offer).where(Offer.company_id.in_(company_ids), Offer.state == "active").order_by(Offer.id)
    )
    needs = select(Need).where(Need.company_id.in_(company_ids), Need.state == "active").order_by(Need.id)
    for offer in session.scalars(offers):
        found[offer.company_id][0].append(offer)
    for need in session.scalars(needs):
        found[need.company_id][1].append(need)
    return found


def consents(session: Session, user_ids: Collection[int]) -> set[tuple[int, Purpose]]:
    """Who agrees to what at present."""
    query = select(Consent.user_id, Consent.purpose).where(
        Consent.user_id.in_(user_ids), Consent.withdrawn_at.is_(None)
    )
    return {(user, Purpose(purpose)) for user, purpose in session.execute(query)}
