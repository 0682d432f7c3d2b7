"""What is set up around the meetings of an event: phases, programme, questions of the organiser."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.errors import Invalid, NotFound
from matchmaker.events.enums import PhaseKind
from matchmaker.events.models import Phase, PlenarySession, Question
from matchmaker.events.operations.planning import changeable, lay_slots, noted

Span = tuple[datetime, datetime | None]


def set_phases(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    event_id: int,
    spans: Mapping[PhaseKind, Span],
    version: int | None,
) -> None:
    """When phases open and close by themselves; kinds that are not named have no dates, and limit nothing."""
    event = changeable(session, actor, event_id, version)
    for kind, (opens_at, closes_at) in spans.items():
        if closes_at is not None and closes_at <= opens_at:
            raise Invalid("phase_order", field=f"{kind}_closes")
    there = {phase.kind: phase for phase in event.phases}
    for phase in list(event.phases):
        if phase.kind not in spans:
            event.phases.remove(phase)
    for kind, (opens_at, closes_at) in spans.items():
        if kind not in there:
            event.phases.append(Phase(kind=kind, opens_at=opens_at, closes_at=closes_at))
        else:
            there[kind].opens_at, there[kind].closes_at = opens_at, closes_at
    noted(session, event, actor, now, "event.phases_set", phases=sorted(spans))


def save_session(
    session: Session, *, actor: Actor, now: datetime, event_id: int, title: Mapping[str, str], place: str | None,
    starts_at: datetime, ends_at: datetime, slots_taken: Collection[int], session_id: int | None = None,
) -> PlenarySession:  # fmt: skip
    """Add a part of the programme, or change the one named; the slots it touches go, unless meetings are in them."""
    event = changeable(session, actor, event_id, None)
    if ends_at <= starts_at:
        raise Invalid("session_order", field="ends")
    if any(
        part.id != session_id and part.starts_at < ends_at and starts_at < part.ends_at
        for part in event.programme
    ):
        raise Invalid("session_overlap", field="begins")
    part = PlenarySession() if session_id is None else _one_of(event.programme, session_id)
    part.title, part.place, part.starts_at, part.ends_at = dict(title), place, starts_at, ends_at
    if session_id is None:
        event.programme.append(part)
    lay_slots(session, event, taken=slots_taken)
    noted(session, event, actor, now, "event.session_saved")
    return part


def remove_session(session: Session, *, actor: Actor, now: datetime, event_id: int, session_id: int) -> None:
    """Take a part out of the programme; its slots come back."""
    event = changeable(session, actor, event_id, None)
    event.programme.remove(_one_of(event.programme, session_id))
    lay_slots(session, event, taken=())
    noted(session, event, actor, now, "event.session_removed")


def save_question(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    event_id: int,
    values: Mapping[str, Any],
    question_id: int | None = None,
) -> Question:
    """Add a question at the end, or change the one named; its kind stays, for there may be answers."""
    event = changeable(session, actor, event_id, None)
    if question_id is None:
        question = Question(**values, position=1 + max((one.position for one in event.questions), default=0))
        event.questions.append(question)
    else:
        question = _one_of(event.questions, question_id)
        for name, value in values.items():
            if name != "kind":
                setattr(question, name, value)
    noted(session, event, actor, now, "event.question_saved")
    return question


def remove_question(
    session: Session, *, actor: Actor, now: datetime, event_id: int, question_id: int
) -> None:
    """Take a question out, with its answers."""
    event = changeable(session, actor, event_id, None)
    event.questions.remove(_one_of(event.questions, question_id))
    noted(session, event, actor, now, "event.question_removed")


def raise_question(session: Session, *, actor: Actor, now: datetime, event_id: int, question_id: int) -> None:
    """Ask a question before the one that stood before it."""
    event = changeable(session, actor, event_id, None)
    place = event.questions.index(_one_of(event.questions, question_id))
    order = list(event.questions)
    if place:
        order[place - 1 : place + 1] = [order[place], order[place - 1]]
    for position, question in enumerate(order, start=1):
        question.position = position
    noted(session, event, actor, now, "event.question_raised")


def _one_of(rows: list[Any], row_id: int) -> Any:
    found = next((row for row in rows if row.id == row_id), None)
    if found is None:
        raise NotFound
    return found
