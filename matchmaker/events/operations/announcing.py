"""Phases open and close by themselves; those whom it concerns are told."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.models import User
from matchmaker.events.enums import EventState, PhaseKind
from matchmaker.events.models import Event, Participation, Phase
from matchmaker.events.queries import people_of_companies
from matchmaker.notices.operations import Recipient, notify_many

OPENED, CLOSES = timedelta(days=1), timedelta(days=2)  # told so long after it opened, and before it closes
OF_PARTICIPANTS = {PhaseKind.PROFILES, PhaseKind.REQUESTS, PhaseKind.BOOKING}


def announce_phases(session: Session, *, now: datetime) -> int:
    """Tell participants what has opened for them and what closes soon, and officers that it is time to schedule; each once.
    Returns how many phases had something to tell."""
    query = select(Phase, Event).join(Event, Event.id == Phase.event_id).where(Event.state == EventState.OPEN)
    told = 0
    for phase, event in session.execute(query):
        closes = phase.closes_at if phase.kind in OF_PARTICIPANTS else None
        if phase.opens_at <= now < phase.opens_at + OPENED:
            told += _tell(session, event, phase, "phase_opened", now)
        elif closes is not None and phase.opens_at < now < closes <= now + CLOSES:
            told += _tell(session, event, phase, "phase_closes", now)
    return told


def _tell(session: Session, event: Event, phase: Phase, kind: str, now: datetime) -> bool:
    users = _participants(session, event) if phase.kind in OF_PARTICIPANTS else []
    if phase.kind == PhaseKind.SCHEDULING:
        users = list(
            session.scalars(select(User).where(User.office_id == event.office_id, User.disabled_at.is_(None)))
        )
    recipients = [
        Recipient(user.id, user.email, user.locale, {
            "event": event.title(user.locale), "phase": phase.kind, "zone": event.time_zone,
            "until": phase.closes_at.isoformat() if phase.closes_at else None,
        })
        for user in users
    ]  # fmt: skip
    path = f"/events/{event.slug}" + ("/schedule" if phase.kind == PhaseKind.SCHEDULING else "")
    at = phase.opens_at if kind == "phase_opened" else phase.closes_at
    notify_many(session, recipients, kind=kind, cause=f"{kind}:{phase.id}:{at:%Y%m%d}", path=path, now=now)
    return bool(recipients)


def _participants(session: Session, event: Event) -> list[User]:
    companies = select(Participation.company_id).where(
        Participation.event_id == event.id, Participation.state == "accepted"
    )
    people = people_of_companies(session, set(session.scalars(companies)))
    return [membership.user for members in people.values() for membership in members]
