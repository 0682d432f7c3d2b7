"""Planning events: what they are and their rules, days with their slots, tables and booths, opening and closing them.

What cannot go because meetings use it is told by the caller, for meetings lie above events: Conflict with the list.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from matchmaker.accounts.actor import Actor
from matchmaker.audit.operations import record
from matchmaker.companies.operations import make_slug
from matchmaker.errors import Conflict, Forbidden, Invalid, NotFound
from matchmaker.events.enums import EventState
from matchmaker.events.grid import DayPlan, make_grid
from matchmaker.events.models import Event, EventDay, EventTable, Participation, Slot
from matchmaker.events.operations.telling import tell_invited
from matchmaker.events.policy import may_run


def create_event(
    session: Session, *, actor: Actor, now: datetime, office_id: int, values: Mapping[str, Any]
) -> Event:
    """A new draft, seen by its office only until it is opened; ``values`` are plain columns."""
    if not actor.writes_for(office_id):
        raise Forbidden
    title = values["name"].get("en") or values["name"].get("vi") or "event"
    event = Event(slug=make_slug(session, Event, title), office_id=office_id, created_at=now, **values)
    session.add(event)
    session.flush()
    noted(session, event, actor, now, "event.created")
    return event


def change_event(
    session: Session, *, actor: Actor, now: datetime, event_id: int, values: Mapping[str, Any], version: int | None,
    slots_taken: Collection[int] = (),
) -> Event:  # fmt: skip
    """Change plain columns of an event: what it is, where, its rules."""
    event = changeable(session, actor, event_id, version)
    for name, value in values.items():
        setattr(event, name, value)
    lay_slots(session, event, taken=slots_taken)
    noted(session, event, actor, now, "event.changed")
    return event


def owned(session: Session, actor: Actor, event_id: int) -> Event:
    """The event, locked, if the actor's office runs it; raises NotFound."""
    event = session.get(Event, event_id, with_for_update=True)
    if event is None or not may_run(actor, event):
        raise NotFound
    return event


def changeable(session: Session, actor: Actor, event_id: int, version: int | None) -> Event:
    """The same, if it can still be changed and is the ``version`` that the officer was looking at."""
    event = owned(session, actor, event_id)
    if version is not None and event.version != version:
        raise Conflict
    if event.state == EventState.CLOSED:
        raise Conflict("event_closed")
    return event


def noted(session: Session, event: Event, actor: Actor, now: datetime, action: str, **details: Any) -> None:
    """Record a change of the event or of a part of it, and give the event its next version."""
    flag_modified(event, "place")  # parts have rows of their own; the version is one for all
    session.flush()
    record(session, actor_id=actor.user_id, now=now, action=action, subject_kind="event", subject_id=event.id,
           **details)  # fmt: skip


def save_day(
    session: Session, *, actor: Actor, now: datetime, event_id: int, plan: DayPlan, version: int | None = None,
    day_id: int | None = None, slots_taken: Collection[int] = (),
) -> EventDay:  # fmt: skip
    """Add a day, or change the one named."""
    event = changeable(session, actor, event_id, version)
    day = _day(event, day_id) if day_id is not None else EventDay()
    if any(other.on == plan.on for other in event.days if other is not day):
        raise Invalid("day_twice", field="on")
    for name in ("on", "opens", "closes", "slot_minutes", "gap_minutes", "online"):
        setattr(day, name, getattr(plan, name))
    day.breaks = [[f"{begin:%H:%M}", f"{end:%H:%M}"] for begin, end in plan.breaks]
    if day not in event.days:
        event.days.append(day)
    lay_slots(session, event, taken=slots_taken)
    noted(session, event, actor, now, "event.day_saved", day=day.on.isoformat())
    return day


def remove_day(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    event_id: int,
    day_id: int,
    slots_taken: Collection[int] = (),
) -> None:
    """Take a day out, with its slots."""
    event = changeable(session, actor, event_id, None)
    day = _day(event, day_id)
    event.days.remove(day)
    lay_slots(session, event, taken=slots_taken)
    noted(session, event, actor, now, "event.day_removed", day=day.on.isoformat())


def _day(event: Event, day_id: int) -> EventDay:
    found = next((day for day in event.days if day.id == day_id), None)
    if found is None:
        raise NotFound
    return found


def lay_slots(session: Session, event: Event, *, taken: Collection[int]) -> None:
    """Make the slots that days and programme ask for. Those that stay the same keep their row, and with it who is busy in
    them; those of ``taken`` cannot go."""
    with session.no_autoflush:  # a day that goes would take its slots along before they are looked at
        plenary = [(part.starts_at, part.ends_at) for part in event.programme]
        days, slots = [_plan(day) for day in event.days], list(event.slots)
    grid = make_grid(
        days,
        zone=event.time_zone,
        slot_minutes=event.slot_minutes,
        gap_minutes=event.gap_minutes,
        plenary=plenary,
    )
    wanted = {(slot.starts_at, slot.ends_at, slot.online): slot for slot in grid}
    there = {(slot.starts_at, slot.ends_at, slot.online): slot for slot in slots}
    going = [slot for place, slot in there.items() if place not in wanted]
    lost = [slot for slot in going if slot.id in taken]
    if lost:
        zone = ZoneInfo(event.time_zone)
        raise Conflict(
            "slots_in_use", slots=", ".join(f"{slot.starts_at.astimezone(zone):%d/%m %H:%M}" for slot in lost)
        )
    for slot in going:
        event.slots.remove(slot)
    session.flush()
    by_date = {day.on: day.id for day in event.days}
    for place, made in wanted.items():
        if place not in there:
            event.slots.append(
                Slot(
                    day_id=by_date[made.on],
                    starts_at=made.starts_at,
                    ends_at=made.ends_at,
                    online=made.online,
                )
            )
    session.flush()


def _plan(day: EventDay) -> DayPlan:
    breaks = tuple((time.fromisoformat(begin), time.fromisoformat(end)) for begin, end in day.breaks)
    return DayPlan(day.on, day.opens, day.closes, breaks, day.slot_minutes, day.gap_minutes, day.online)


def set_hall(
    session: Session, *, actor: Actor, now: datetime, event_id: int, tables: int, hall: str | None = None,
    name: str | None = None, prefix: str | None = None, adding: bool = False, tables_taken: Collection[int] = (),
) -> Event:  # fmt: skip
    """Give a hall (None: the only one) so many shared tables, and perhaps another ``name``; 0 takes it away.

    ``adding``: the hall must be new. New tables are numbered on after ``prefix``, or after what the hall's tables
    begin with; the last ones go first.
    """
    event = changeable(session, actor, event_id, None)
    own = [table for table in event.shared_tables if table.hall == hall]
    if (adding and own) or (name != hall and any(table.hall == name for table in event.shared_tables)):
        raise Invalid("hall_taken", field="name")
    lost = [table for table in own[tables:] if table.id in tables_taken]
    if lost:
        raise Conflict("tables_in_use", tables=", ".join(table.label for table in lost))
    for table in own[tables:]:
        event.tables.remove(table)
    for table in own[:tables]:
        table.hall = name
    start = own[-1].label.rstrip("0123456789") if own and prefix is None else prefix or ""
    used, number, last = {table.label for table in event.tables}, 0, _last_position(event)
    for place in range(len(own), tables):
        number = next(one for one in range(number + 1, number + 1000) if f"{start}{one}" not in used)
        event.tables.append(
            EventTable(label=f"{start}{number}", hall=name, position=last + 1 + place - len(own))
        )
    noted(session, event, actor, now, "event.hall_set", hall=name or "", tables=tables)
    return event


def add_booth(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    event_id: int,
    participation_id: int,
    label: str,
    hall: str | None,
) -> EventTable:
    """A place at which one participant receives everybody it meets."""
    event = changeable(session, actor, event_id, None)
    owner = session.get(Participation, participation_id)
    if owner is None or owner.event_id != event.id:
        raise Invalid("booth_of_whom", field="participation")
    if owner.id in event.booths:
        raise Conflict("booth_twice", table=event.booths[owner.id].label)
    if any(table.label == label for table in event.tables):
        raise Invalid("label_taken", field="label")
    booth = EventTable(label=label, hall=hall, position=_last_position(event) + 1, booth_of_id=owner.id)
    event.tables.append(booth)
    noted(session, event, actor, now, "event.booth_added", table=label)
    return booth


def remove_booth(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    event_id: int,
    table_id: int,
    tables_taken: Collection[int] = (),
) -> None:
    """Its owner meets at shared tables from now on."""
    event = changeable(session, actor, event_id, None)
    booth = next((table for table in event.booths.values() if table.id == table_id), None)
    if booth is None:
        raise NotFound
    if booth.id in tables_taken:
        raise Conflict("tables_in_use", tables=booth.label)
    event.tables.remove(booth)
    noted(session, event, actor, now, "event.booth_removed", table=booth.label)


def _last_position(event: Event) -> int:
    return max((table.position for table in event.tables), default=0)


def set_state(session: Session, *, actor: Actor, now: datetime, event_id: int, state: EventState) -> Event:
    """Open a draft (its invitations go out), close an event, or open it again."""
    event = owned(session, actor, event_id)
    before, event.state = event.state, state
    if state == EventState.OPEN and before == EventState.DRAFT:
        for participation in session.scalars(select(Participation).where(Participation.event_id == event.id)):
            tell_invited(session, event, participation, now=now)
    noted(session, event, actor, now, f"event.{state}")
    return event
