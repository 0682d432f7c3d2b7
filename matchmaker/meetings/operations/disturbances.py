"""What happens on the day, noted so that the schedule can be repaired around it, and taken back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.audit.operations import record
from matchmaker.errors import Conflict, Invalid, NotFound
from matchmaker.events.models import Event, EventTable, Participation, Slot
from matchmaker.events.policy import may_run
from matchmaker.meetings.enums import DisturbanceKind
from matchmaker.meetings.models import Disturbance, Meeting


def disturb_person(
    session: Session, *, actor: Actor, now: datetime, event_id: int, kind: DisturbanceKind, participation_id: int,
    slot_id: int | None = None,
) -> Disturbance:  # fmt: skip
    """A participant has cancelled, comes late (first there in the slot) or leaves early (gone from the slot on)."""
    event = _event(session, actor, event_id)
    person = session.get(Participation, participation_id)
    if person is None or person.event_id != event.id:
        raise NotFound
    ahead = [slot for slot in event.slots if slot.starts_at > now]
    if kind == DisturbanceKind.CANCELLED:
        if not ahead:
            raise Conflict("event_over")
        first, last = ahead[0], ahead[-1]
    else:
        day = _day(event, _slot(event, slot_id))
        place = next(index for index, slot in enumerate(day) if slot.id == slot_id)
        if kind == DisturbanceKind.LATE and place == 0:
            raise Invalid("not_late", field="slot")
        first, last = (day[0], day[place - 1]) if kind == DisturbanceKind.LATE else (day[place], day[-1])
    return _note(
        session, actor, now, event, kind, first=first, last=last, participation_id=person.id
    )  # fmt: skip


def disturb_table(
    session: Session, *, actor: Actor, now: datetime, event_id: int, table_id: int, slot_id: int | None
) -> Disturbance:
    """A table cannot be used from the slot to the end of its day."""
    event = _event(session, actor, event_id)
    table = session.get(EventTable, table_id)
    if table is None or table.event_id != event.id:
        raise NotFound
    first = _slot(event, slot_id)
    return _note(
        session, actor, now, event, DisturbanceKind.TABLE_GONE, first=first, last=_day(event, first)[-1],
        table_id=table.id,
    )  # fmt: skip


def disturb_meeting(
    session: Session, *, actor: Actor, now: datetime, event_id: int, meeting_id: int, slots: int = 1
) -> Disturbance:
    """A published meeting runs over into the next slots of its day: both people and the table stay taken."""
    event = _event(session, actor, event_id)
    meeting = session.get(Meeting, meeting_id)
    if meeting is None or meeting.schedule_id != event.published_schedule_id:
        raise Conflict  # another version has been published meanwhile
    later = [slot for slot in _day(event, meeting.slot) if slot.starts_at > meeting.slot.starts_at]
    if not later:
        raise Invalid("nothing_after", field="meeting")
    return _note(
        session, actor, now, event, DisturbanceKind.OVERRUN, first=later[0],
        last=later[min(max(1, slots), len(later)) - 1], participation_id=meeting.a_id, other_id=meeting.b_id,
        table_id=meeting.table_id,
    )  # fmt: skip


def undo_disturbance(
    session: Session, *, actor: Actor, now: datetime, event_id: int, disturbance_id: int
) -> None:
    """It was a mistake, or is over; the next repair may use what was blocked."""
    event = _event(session, actor, event_id)
    found = session.get(Disturbance, disturbance_id, with_for_update=True)
    if found is None or found.event_id != event.id:
        raise NotFound
    if found.undone_at is None:
        found.undone_at = now
        record(session, actor_id=actor.user_id, now=now, action="disturbance.undone", subject_kind="event",
               subject_id=event.id, disturbance=found.id)  # fmt: skip


def _event(session: Session, actor: Actor, event_id: int) -> Event:
    event = session.get(Event, event_id)
    if event is None or not may_run(actor, event):
        raise NotFound
    return event


def _slot(event: Event, slot_id: int | None) -> Slot:
    found = next((slot for slot in event.slots if slot.id == slot_id), None)
    if found is None:
        raise Invalid("slot_needed", field="slot")
    return found


def _day(event: Event, slot: Slot) -> list[Slot]:
    return [other for other in event.slots if other.day_id == slot.day_id]


def _note(
    session: Session, actor: Actor, now: datetime, event: Event, kind: DisturbanceKind, *, first: Slot, last: Slot,
    participation_id: int | None = None, other_id: int | None = None, table_id: int | None = None,
) -> Disturbance:  # fmt: skip
    noted = Disturbance(
        event_id=event.id, kind=kind, participation_id=participation_id, other_id=other_id, table_id=table_id,
        from_slot_id=first.id, to_slot_id=last.id, created_by_id=actor.user_id, created_at=now,
    )  # fmt: skip
    session.add(noted)
    session.flush()
    record(session, actor_id=actor.user_id, now=now, action="disturbance.noted", subject_kind="event",
           subject_id=event.id, disturbance=noted.id, kind=kind)  # fmt: skip
    return noted
