"""Interpreters of an event: listed, changed, taken out; and what a request needs of them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.audit.operations import record
from matchmaker.errors import Conflict, Invalid, NotFound
from matchmaker.events.models import Interpreter, InterpreterBusy
from matchmaker.meetings.enums import ScheduleState, SeatKind
from matchmaker.meetings.interpreters import accounts_of, find_interpreter, used_by
from matchmaker.meetings.models import Meeting, MeetingRequest, ScheduleVersion, Seat
from matchmaker.meetings.operations.schedules import runnable
from matchmaker.meetings.queries import find_request

IN_USE = {ScheduleState.DRAFT, ScheduleState.PUBLISHED}


def save_interpreter(
    session: Session, *, actor: Actor, now: datetime, event_id: int, interpreter_id: int | None, name: str,
    phone: str | None, languages: Collection[str], user_id: int | None, busy_slots: Collection[int],
) -> Interpreter:  # fmt: skip
    """List an interpreter, or change one; ``busy_slots`` are those in which they do not work.

    Raises Invalid for fewer than two languages, and for an account that is not of the office or already listed.
    """
    event = runnable(session, actor, event_id)
    if len(set(languages)) < 2:
        raise Invalid("interpreter_languages", field="languages")
    if user_id is not None and all(user.id != user_id for user in accounts_of(session, event.office_id)):
        raise NotFound
    interpreter = Interpreter(event_id=event.id, name=name, languages=[])
    if interpreter_id is not None:
        found = find_interpreter(session, event.id, interpreter_id)
        if found is None:
            raise Conflict  # another officer has just taken them out
        interpreter = found
    twin = select(Interpreter.id).where(Interpreter.event_id == event.id, Interpreter.user_id == user_id)
    if user_id is not None and session.scalar(twin.where(Interpreter.id != (interpreter_id or 0))):
        raise Invalid("interpreter_twice", field="user_id")
    interpreter.name, interpreter.phone, interpreter.user_id = name, phone, user_id
    interpreter.languages = sorted(set(languages))
    wanted = set(busy_slots) & {slot.id for slot in event.slots}
    interpreter.busy = [row for row in interpreter.busy if row.slot_id in wanted]
    there = {row.slot_id for row in interpreter.busy}
    interpreter.busy += [InterpreterBusy(slot_id=slot_id) for slot_id in sorted(wanted - there)]
    session.add(interpreter)
    session.flush()
    record(session, actor_id=actor.user_id, now=now, action="interpreter.saved", subject_kind="event",
           subject_id=event.id, interpreter=interpreter.id)  # fmt: skip
    return interpreter


def remove_interpreter(
    session: Session, *, actor: Actor, now: datetime, event_id: int, interpreter_id: int
) -> None:
    """Take an interpreter out of the event. Refused while a draft or what is published needs them, with the meetings."""
    event = runnable(session, actor, event_id)
    interpreter = find_interpreter(session, event.id, interpreter_id)
    if interpreter is None:
        raise NotFound
    used = used_by(session, interpreter.id, IN_USE)
    if used:
        first = ", ".join(f"{one.a.company.name} – {one.b.company.name}" for one in used[:3])
        raise Conflict("interpreter_in_use", name=interpreter.name, meetings=first)
    session.execute(
        delete(Seat).where(
            Seat.kind == SeatKind.INTERPRETER, Seat.resource_id == interpreter.id,
            Seat.schedule_id.in_(select(ScheduleVersion.id).where(ScheduleVersion.event_id == event.id)),
        )
    )  # fmt: skip
    session.execute(
        update(Meeting).where(Meeting.interpreter_id == interpreter.id).values(interpreter_id=None)
    )
    session.delete(interpreter)
    record(session, actor_id=actor.user_id, now=now, action="interpreter.removed", subject_kind="event",
           subject_id=event.id, name=interpreter.name)  # fmt: skip


def set_interpreting(
    session: Session, *, actor: Actor, now: datetime, request_id: int, interpreting: str | None
) -> MeetingRequest:
    """What a request needs: None by the languages of the two, "none", or a pair such as "ko-vi"."""
    request = find_request(session, request_id)
    if request is None:
        raise NotFound
    runnable(session, actor, request.event_id)
    request.interpreting = interpreting
    record(session, actor_id=actor.user_id, now=now, action="request.interpreting", subject_kind="meeting_request",
           subject_id=request.id, interpreting=interpreting)  # fmt: skip
    return request
