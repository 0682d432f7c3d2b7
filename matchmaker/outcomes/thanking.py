"""Thank-you mails after an event: the officer's words, sent once to each person who took part."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.enums import Purpose
from matchmaker.accounts.models import Consent, User
from matchmaker.attendance.enums import Mark
from matchmaker.attendance.queries import attendance_of
from matchmaker.audit.operations import record
from matchmaker.errors import Conflict, NotFound
from matchmaker.events.models import Event, Participation
from matchmaker.events.policy import may_run
from matchmaker.events.queries import accepted, people_to_tell
from matchmaker.jobs.operations import enqueue
from matchmaker.notices.operations import mail, notify
from matchmaker.outcomes.models import Thanks

LOCALES = ("vi", "en")


@dataclass(frozen=True)
class Guests:
    """Who is thanked, and who is not because they did not come."""

    came: list[Participation]
    absent: list[Participation]


def find_thanks(session: Session, event_id: int) -> Thanks | None:
    """What is written for an event so far."""
    return session.get(Thanks, event_id)


def guests(session: Session, event_id: int) -> Guests:
    """Those who took part; somebody marked as absent on one day and arrived on another did."""
    marks: dict[int, set[str]] = {}
    for row in attendance_of(session, event_id):
        marks.setdefault(row.participation_id, set()).add(row.state)
    came: list[Participation] = []
    absent: list[Participation] = []
    for one in accepted(session, event_id):
        said = marks.get(one.id, set())
        (absent if Mark.NO_SHOW in said and Mark.ARRIVED not in said else came).append(one)
    return Guests(came, absent)


def save_thanks(
    session: Session,
    *,
    actor: Actor,
    event_id: int,
    subject: dict[str, str],
    body: dict[str, str],
    version: int | None,
) -> Thanks:
    """Keep the text; Conflict once it was sent, or when somebody else has changed it."""
    event = session.get(Event, event_id, with_for_update=True)
    if event is None or not may_run(actor, event):
        raise NotFound
    thanks = find_thanks(session, event_id)
    if thanks is None:
        thanks = Thanks(event_id=event_id)
        session.add(thanks)
    elif thanks.sent_at is not None:
        raise Conflict("thanks_sent")
    elif version != thanks.version:
        raise Conflict
    thanks.subject, thanks.body = subject, body
    session.flush()
    return thanks


def send_thanks(
    session: Session, *, actor: Actor, now: datetime, event_id: int, version: int | None
) -> Thanks:
    """Send what is written, once: the worker writes the mails. Conflict when it was sent, changed, or is too early."""
    event = session.get(
        Event, event_id, with_for_update=True
    )  # one after the other, so that the second sees the first
    if event is None or not may_run(actor, event):
        raise NotFound
    thanks = session.get(Thanks, event_id, populate_existing=True)
    if thanks is None or (version != thanks.version and thanks.sent_at is None):
        raise Conflict
    if thanks.sent_at is not None:
        raise Conflict("thanks_sent")
    if not event.slots or event.slots[-1].ends_at > now:
        raise Conflict("thanks_early")
    thanks.sent_at, thanks.sent_by_id = now, actor.user_id
    job = enqueue(session, "outcomes.thank", now=now, key=str(event_id), event_id=event_id)
    thanks.job_id = job.id
    record(
        session,
        actor_id=actor.user_id,
        now=now,
        action="event.thanked",
        subject_kind="event",
        subject_id=event_id,
    )
    return thanks


def thank_everybody(session: Session, *, now: datetime, event_id: int) -> int:
    """A notice and a mail for each person who took part; those who have them already get none. Returns how many."""
    event, thanks = session.get_one(Event, event_id), session.get_one(Thanks, event_id)
    people = _people(session, guests(session, event_id).came)
    silent = _without_mail(session, set(people))
    for user in people.values():
        office = event.office.name if user.locale == "vi" else event.office.name_en
        new = notify(session, user_id=user.id, kind="thanks", cause=f"thanks:{event_id}", path="/outcomes", now=now,
                     event=event.title(user.locale), office=office)  # fmt: skip
        if new and user.email is not None and user.id not in silent:
            locale = user.locale if thanks.body.get(user.locale) else next(iter(thanks.body))
            mail(session, recipient=user.email, template="thanks", locale=user.locale, now=now, user_id=user.id,
                 name=user.name, subject=thanks.subject[locale], text=thanks.body[locale])  # fmt: skip
    return len(people)


def _people(session: Session, came: list[Participation]) -> dict[int, User]:
    """The representatives; where none is named, the company's people."""
    found: dict[int, User] = {}
    for one in came:
        users = (
            [one.user]
            if one.user is not None
            else [row.user for row in people_to_tell(session, one.company_id)]
        )
        found |= {user.id: user for user in users if user.disabled_at is None}
    return found


def _without_mail(session: Session, user_ids: set[int]) -> set[int]:
    """Those who have taken back their consent to mails."""
    query = select(Consent.user_id, Consent.withdrawn_at).where(
        Consent.user_id.in_(user_ids), Consent.purpose == Purpose.MAIL
    )
    rows = session.execute(query).all()
    return {user for user, withdrawn in rows if withdrawn is not None} - {
        user for user, withdrawn in rows if withdrawn is None
    }
