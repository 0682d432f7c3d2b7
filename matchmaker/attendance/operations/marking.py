"""Marks of attendance, one or many at a time, from phones that may send them twice, late and out of order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.models import User
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
    ledger = _open_ledger(session, actor, taps, found.values())
    results = []
    for tap in taps:
        try:
            results.append(_mark(session, actor, now, event, tap, found[tap.key], ledger))
        except (Invalid, Conflict) as error:
            results.append(MarkResult(tap.key, Answer.REFUSED, error=error))
    session.flush()
    return results


@dataclass
class _Ledger:
    """What a batch needs, read at once: who taps, marks by key, and of each person and day the marks and the state."""

    helper: User
    by_key: dict[str, AttendanceMark]
    marks: dict[tuple[int, date], list[AttendanceMark]]
    states: dict[tuple[int, date], Attendance]


def _open_ledger(
    session: Session, actor: Actor, taps: Iterable[Tap], people: Iterable[Participation | None]
) -> _Ledger:
    """Read after locking, so that a repeated send sees the first."""
    ids = {person.id for person in people if person is not None}
    keys = [tap.key for tap in taps]
    query = select(AttendanceMark).options(joinedload(AttendanceMark.by))
    query = query.where(or_(AttendanceMark.participation_id.in_(ids), AttendanceMark.key.in_(keys)))
    marks: dict[tuple[int, date], list[AttendanceMark]] = defaultdict(list)
    by_key: dict[str, AttendanceMark] = {}
    for one in session.scalars(query):
        marks[one.participation_id, one.on].append(one)
        by_key[one.key] = one
    ids |= {participation for participation, _on in marks}
    loads = (
        joinedload(Attendance.by),
        joinedload(Attendance.participation).joinedload(Participation.company),
    )
    states = session.scalars(select(Attendance).where(Attendance.participation_id.in_(ids)).options(*loads))
    by_person = {(one.participation_id, one.on): one for one in states}
    return _Ledger(session.get_one(User, actor.user_id), by_key, marks, by_person)


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


def _mark(
    session: Session,
    actor: Actor,
    now: datetime,
    event: Event,
    tap: Tap,
    person: Participation | None,
    ledger: _Ledger,
) -> MarkResult:
    before = ledger.by_key.get(tap.key)
    if before is not None:
        return MarkResult(tap.key, Answer.REPEATED, ledger.states.get((before.participation_id, before.on)))
    person = _checked(actor, event, tap, person)
    happened = moment(now=now, age=tap.age)
    on = event_day((day.on for day in event.days), happened.astimezone(ZoneInfo(event.time_zone)).date())
    if on is None:
        raise Conflict("too_early", event=event.title(actor.locale), on=f"{event.days[0].on:%d/%m/%Y}")
    made = AttendanceMark(
        key=tap.key, participation_id=person.id, on=on, kind=tap.kind, by=ledger.helper, happened_at=happened,
        received_at=now, expected_at=tap.expected_at if tap.kind == Mark.LATE else None,
        reason=tap.reason if tap.kind == Mark.NO_SHOW else None,
    )  # fmt: skip
    session.add(made)
    ledger.by_key[tap.key] = made
    ledger.marks[person.id, on].append(made)
    counts = settle(ledger.marks[person.id, on]) or made
    already = counts is not made and counts.kind == Mark.ARRIVED
    state = _keep(session, ledger, person, counts)
    return MarkResult(tap.key, Answer.ALREADY if already else Answer.DONE, state)


def _keep(session: Session, ledger: _Ledger, person: Participation, counts: AttendanceMark) -> Attendance:
    """Let the person stand as the mark that counts says."""
    state = ledger.states.get((person.id, counts.on))
    if state is None:
        state = Attendance(participation=person, participation_id=person.id, on=counts.on)
        session.add(state)
        ledger.states[person.id, counts.on] = state
    state.state, state.since, state.by = counts.kind, counts.happened_at, counts.by
    state.expected_at, state.reason = counts.expected_at, counts.reason
    return state


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
