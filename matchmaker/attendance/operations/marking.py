"""Marks of attendance, one or many at a time, from phones that may send them twice, late and out of order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from matchmaker.accounts.actor import Actor
from matchmaker.attendance import queries
from matchmaker.attendance.enums import AbsenceReason, Answer, Mark
from matchmaker.attendance.models import Attendance, AttendanceMark
from matchmaker.attendance.settling import event_day, moment, settle
from matchmaker.errors import Conflict, DomainError, Invalid, NotFound
from matchmaker.events.badges import read_badge_code
from matchmaker.events.models import Event, Participation
from matchmaker.events.policy import may_help

ANSWERED_FOR = {"invited", "declined", "cancelled"}  # each with advice of its own


@dataclass(frozen=True, kw_only=True)
class Tap:
    """What a helper has tapped: of whom (a participation or the code of a badge), and how long ago by the phone's clock.

    ``key`` is a UUID made on the phone.
    """

    key: str
    kind: str
    participation_id: int | None = None
    code: str = ""
    age: timedelta = timedelta(0)
    expected_at: datetime | None = None
    reason: str | None = None


@dataclass(frozen=True)
class MarkResult:
    """What became of one tap. ``state`` is how the person stands now, ``error`` why it was refused."""

    key: str
    answer: Answer
    state: Attendance | None = None
    error: DomainError | None = None


def mark(session: Session, *, actor: Actor, now: datetime, event_id: int, tap: Tap) -> MarkResult:
    """One mark; raises what refuses it."""
    (result,) = mark_all(session, actor=actor, now=now, event_id=event_id, taps=[tap])
    if result.error is not None:
        raise result.error
    return result


def mark_all(
    session: Session, *, actor: Actor, now: datetime, event_id: int, taps: Sequence[Tap]
) -> list[MarkResult]:
    """Many marks, each answered for itself; those refused leave the others be. Raises NotFound for the whole event."""
    event = session.get(Event, event_id)
    if event is None or not may_help(actor, event):
        raise NotFound
    found = _people(session, taps)
    _lock(session, {person.id for person in found.values() if person is not None})
    known = _known(session, taps)
    results = []
    for tap in taps:
        try:
            result = _mark(session, actor, now, event, tap, found[tap.key], known)
        except (Invalid, Conflict) as error:
            result = MarkResult(tap.key, Answer.REFUSED, error=error)
        results.append(result)
    session.flush()
    return results


def _people(session: Session, taps: Iterable[Tap]) -> dict[str, Participation | None]:
    """Key -> whom the tap is about."""
    listed = list(taps)
    codes = {read_badge_code(tap.code) for tap in listed if tap.participation_id is None}
    ids = {tap.participation_id for tap in listed if tap.participation_id is not None}
    loads = (joinedload(Participation.company), joinedload(Participation.event))
    query = select(Participation).options(*loads)
    by_code = {
        one.badge_code: one for one in session.scalars(query.where(Participation.badge_code.in_(codes)))
    }
    by_id = {one.id: one for one in session.scalars(query.where(Participation.id.in_(ids)))}
    return {
        tap.key: by_code.get(read_badge_code(tap.code))
        if tap.participation_id is None
        else by_id.get(tap.participation_id)
        for tap in listed
    }


def _lock(session: Session, ids: set[int]) -> None:
    """Whoever marks the same person waits here; always in one order, so that two batches never wait for each other."""
    query = select(Participation.id).where(Participation.id.in_(ids)).order_by(Participation.id)
    session.execute(query.with_for_update()).all()


def _known(session: Session, taps: Iterable[Tap]) -> dict[str, AttendanceMark]:
    """Marks that have come before, by key; asked after locking, so that a repeated send sees the first."""
    query = select(AttendanceMark).where(AttendanceMark.key.in_([tap.key for tap in taps]))
    return {one.key: one for one in session.scalars(query)}


def _mark(
    session: Session, actor: Actor, now: datetime, event: Event, tap: Tap, person: Participation | None,
    known: dict[str, AttendanceMark],
) -> MarkResult:  # fmt: skip
    before = known.get(tap.key)
    if before is not None:
        state = queries.find_attendance(session, before.participation_id, before.on)
        return MarkResult(tap.key, Answer.REPEATED, state)
    person = _checked(actor, event, tap, person)
    happened = moment(now=now, age=tap.age)
    on = event_day((day.on for day in event.days), happened.astimezone(ZoneInfo(event.time_zone)).date())
    if on is None:
        raise Conflict("too_early", event=event.title(actor.locale), on=f"{event.days[0].on:%d/%m/%Y}")
    made = AttendanceMark(
        key=tap.key, participation_id=person.id, on=on, kind=tap.kind, by_id=actor.user_id, happened_at=happened,
        received_at=now, expected_at=tap.expected_at if tap.kind == Mark.LATE else None,
        reason=tap.reason if tap.kind == Mark.NO_SHOW else None,
    )  # fmt: skip
    session.add(made)
    session.flush()
    known[tap.key] = made
    counts = _counting(session, made)
    already = counts is not made and counts.kind == Mark.ARRIVED
    return MarkResult(tap.key, Answer.ALREADY if already else Answer.DONE, _keep(session, counts))


def _checked(actor: Actor, event: Event, tap: Tap, person: Participation | None) -> Participation:
    """The person, if the tap makes sense; raises what to tell the helper."""
    try:
        UUID(tap.key)
    except ValueError:
        raise Invalid("key_unreadable") from None
    if tap.kind not in set(Mark):
        raise Invalid("mark_unknown", field="kind")
    if tap.kind == Mark.NO_SHOW and tap.reason not in set(AbsenceReason):
        raise Invalid("reason_missing", field="reason")
    if tap.kind == Mark.LATE and tap.expected_at is None:
        raise Invalid("time_missing", field="expected_at")
    return check_person(actor, event, person)


def check_person(actor: Actor, event: Event, person: Participation | None) -> Participation:
    """The person, if it may be marked at this event; raises Invalid with what to tell the helper."""
    if person is None:
        raise Invalid("badge_unknown", field="code")
    if person.event_id != event.id:
        if not may_help(actor, person.event):
            raise Invalid("badge_unknown", field="code")
        other = person.event
        raise Invalid("badge_of_other_event", field="code", company=person.company.name,
                      event=other.title(actor.locale), on=f"{other.days[0].on:%d/%m/%Y}")  # fmt: skip
    if person.state != "accepted":
        code = f"person_{person.state}" if person.state in ANSWERED_FOR else "person_not_taking_part"
        raise Invalid(code, field="code", company=person.company.name)
    return person


def _counting(session: Session, made: AttendanceMark) -> AttendanceMark:
    """Of all marks of the person and day, the one that counts; the person's row is locked."""
    query = select(AttendanceMark).where(
        AttendanceMark.participation_id == made.participation_id, AttendanceMark.on == made.on
    )
    return settle(session.scalars(query)) or made


def _keep(session: Session, counts: AttendanceMark) -> Attendance:
    """Let the person stand as the mark says."""
    state = queries.find_attendance(session, counts.participation_id, counts.on)
    if state is None:
        state = Attendance(participation_id=counts.participation_id, on=counts.on)
        session.add(state)
    state.state, state.since, state.by_id = counts.kind, counts.happened_at, counts.by_id
    state.expected_at, state.reason = counts.expected_at, counts.reason
    session.flush()
    session.refresh(state, ["by", "participation"])
    return state
