"""Planning events, opening and closing them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.audit.operations import record
from matchmaker.companies.operations import make_slug
from matchmaker.errors import Conflict, Forbidden, NotFound
from matchmaker.events.enums import EventState
from matchmaker.events.grid import DayPlan, make_grid
from matchmaker.events.models import Event, EventDay, EventTable, Participation, Slot
from matchmaker.events.operations.telling import tell_invited
from matchmaker.events.policy import may_run


@dataclass(frozen=True, kw_only=True)
class EventPlan:
    """What the officer's form says of an event."""

    values: dict[str, Any]  # plain columns of Event
    days: tuple[DayPlan, ...]
    tables: int


def create_event(session: Session, *, actor: Actor, now: datetime, office_id: int, plan: EventPlan) -> Event:
    """A new event, seen by its office only until it is opened."""
    if not actor.writes_for(office_id):
        raise Forbidden
    title = plan.values["name"].get("en") or plan.values["name"].get("vi") or "event"
    event = Event(slug=make_slug(session, Event, title), office_id=office_id, created_at=now, **plan.values)
    session.add(event)
    session.flush()
    _lay_grid(session, event, plan, taken=set())
    _set_tables(event, plan.tables, taken=set())
    session.flush()
    record(
        session,
        actor_id=actor.user_id,
        now=now,
        action="event.created",
        subject_kind="event",
        subject_id=event.id,
    )
    return event


def update_event(
    session: Session, *, actor: Actor, now: datetime, event_id: int, plan: EventPlan, version: int | None,
    slots_taken: Collection[int], tables_taken: Collection[int],
) -> Event:  # fmt: skip
    """Change an event. Slots and tables that meetings use (told by the caller) cannot go: Conflict with the list."""
    event = owned(session, actor, event_id)
    if version is not None and event.version != version:
        raise Conflict
    if event.state == EventState.CLOSED:
        raise Conflict("event_closed")
    for name, value in plan.values.items():
        setattr(event, name, value)
    _lay_grid(session, event, plan, taken=set(slots_taken))
    _set_tables(event, plan.tables, taken=set(tables_taken))
    session.flush()
    record(
        session,
        actor_id=actor.user_id,
        now=now,
        action="event.changed",
        subject_kind="event",
        subject_id=event.id,
    )
    return event


def owned(session: Session, actor: Actor, event_id: int) -> Event:
    """The event, locked, if the actor's office runs it; raises NotFound."""
    event = session.get(Event, event_id, with_for_update=True)
    if event is None or not may_run(actor, event):
        raise NotFound
    return event


def _lay_grid(session: Session, event: Event, plan: EventPlan, *, taken: set[int]) -> None:
    """Make days and slots as planned. Slots that stay the same keep their row, and with it who is busy in them."""
    wanted = make_grid(
        plan.days, zone=event.time_zone, slot_minutes=event.slot_minutes, gap_minutes=event.gap_minutes
    )
    keep = {(slot.starts_at, slot.ends_at) for slot in wanted}
    going = [slot for slot in event.slots if (slot.starts_at, slot.ends_at) not in keep]
    lost = [slot for slot in going if slot.id in taken]
    if lost:
        zone = ZoneInfo(event.time_zone)
        raise Conflict(
            "slots_in_use", slots=", ".join(f"{slot.starts_at.astimezone(zone):%d/%m %H:%M}" for slot in lost)
        )
    for slot in going:
        event.slots.remove(slot)
    session.flush()
    days = {day.on: day for day in event.days}
    for planned in plan.days:
        day = days.pop(planned.on, None)
        if day is None:
            day = EventDay(on=planned.on)
            event.days.append(day)
        day.opens, day.closes = planned.opens, planned.closes
        day.breaks = [[f"{begin:%H:%M}", f"{end:%H:%M}"] for begin, end in planned.breaks]
    for day in days.values():
        event.days.remove(day)
    session.flush()
    by_date = {day.on: day.id for day in event.days}
    there = {(slot.starts_at, slot.ends_at) for slot in event.slots}
    for made in wanted:
        if (made.starts_at, made.ends_at) not in there:
            event.slots.append(Slot(day_id=by_date[made.on], starts_at=made.starts_at, ends_at=made.ends_at))


def _set_tables(event: Event, wanted: int, *, taken: set[int]) -> None:
    """Shared tables numbered from 1; the last ones go first."""
    shared = [table for table in event.tables if table.booth_of_id is None]
    lost = [table for table in shared[wanted:] if table.id in taken]
    if lost:
        raise Conflict("tables_in_use", tables=", ".join(table.label for table in lost))
    for table in shared[wanted:]:
        event.tables.remove(table)
    for number in range(len(shared) + 1, wanted + 1):
        event.tables.append(EventTable(label=str(number), position=number))


def set_state(session: Session, *, actor: Actor, now: datetime, event_id: int, state: EventState) -> Event:
    """Open a draft (its invitations go out), close an event, or open it again."""
    event = owned(session, actor, event_id)
    before, event.state = event.state, state
    if state == EventState.OPEN and before == EventState.DRAFT:
        for participation in session.scalars(select(Participation).where(Participation.event_id == event.id)):
            tell_invited(session, event, participation, now=now)
    record(
        session,
        actor_id=actor.user_id,
        now=now,
        action=f"event.{state}",
        subject_kind="event",
        subject_id=event.id,
    )
    return event
