"""The grid of slots of an event: made from days, hours, breaks, slot length and gap, so that no two overlap. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from matchmaker.errors import Invalid

MOST_SLOTS = 200


@dataclass(frozen=True)
class DayPlan:
    """One day, times of day in the event's zone; breaks are half-open (from, to). Minutes that are None are the event's."""

    on: date
    opens: time
    closes: time
    breaks: tuple[tuple[time, time], ...] = ()
    slot_minutes: int | None = None
    gap_minutes: int | None = None
    online: bool = False


@dataclass(frozen=True)
class GridSlot:
    """A slot as instants in UTC."""

    on: date
    starts_at: datetime
    ends_at: datetime
    online: bool = False


def read_breaks(text: str) -> tuple[tuple[time, time], ...]:
    """ "12:00-13:30, 15:00-15:15" as pairs of times, in order; raises Invalid("breaks_unreadable")."""
    pairs = []
    for part in text.replace("–", "-").replace(";", ",").split(","):
        if not part.strip():
            continue
        begin, _dash, end = part.partition("-")
        try:
            pair = (time.fromisoformat(_padded(begin)), time.fromisoformat(_padded(end)))
        except ValueError:
            raise Invalid("breaks_unreadable", field="breaks") from None
        if pair[0] >= pair[1]:
            raise Invalid("breaks_unreadable", field="breaks")
        pairs.append(pair)
    return tuple(sorted(pairs))


def _padded(text: str) -> str:
    hour, _colon, minute = text.strip().replace("h", ":").partition(":")
    return f"{hour.zfill(2)}:{(minute or '00').zfill(2)}"


def write_breaks(breaks: Iterable[Sequence[str]]) -> str:
    """The stored breaks as their field shows them."""
    return ", ".join(f"{begin}-{end}" for begin, end in breaks)


def make_grid(
    days: Sequence[DayPlan], *, zone: str, slot_minutes: int, gap_minutes: int,
    plenary: Sequence[tuple[datetime, datetime]] = (),
) -> list[GridSlot]:  # fmt: skip
    """All slots, in order: each fits between opening and closing and touches no break and no plenary session.

    After a break the grid begins anew at the break's end; a plenary session (instants, half-open) only takes its slots
    away, so that all others stay where they are. Raises Invalid when a day has no room for one slot, when two plans
    are for one day, or when the grid would be absurdly long.
    """
    if len({day.on for day in days}) != len(days):
        raise Invalid("day_twice", field="on")
    slots: list[GridSlot] = []
    for day in sorted(days, key=lambda plan: plan.on):
        length = timedelta(minutes=slot_minutes if day.slot_minutes is None else day.slot_minutes)
        gap = timedelta(minutes=gap_minutes if day.gap_minutes is None else day.gap_minutes)
        made = list(_slots_of(day, length, gap, ZoneInfo(zone)))
        if not made:
            raise Invalid("no_slot_fits", field="closes")
        slots += made
        if len(slots) > MOST_SLOTS:
            raise Invalid("too_many_slots", field="slot_minutes", most=MOST_SLOTS)
    return [
        slot
        for slot in slots
        if not any(begin < slot.ends_at and slot.starts_at < end for begin, end in plenary)
    ]


def _slots_of(day: DayPlan, length: timedelta, gap: timedelta, zone: ZoneInfo) -> Iterable[GridSlot]:
    at = datetime.combine(day.on, day.opens)
    closes = datetime.combine(day.on, day.closes)
    breaks = [(datetime.combine(day.on, begin), datetime.combine(day.on, end)) for begin, end in day.breaks]
    while at + length <= closes:
        hit = next(((begin, end) for begin, end in breaks if begin < at + length and at < end), None)
        if hit is not None:
            at = hit[1]
            continue
        start = at.replace(tzinfo=zone).astimezone(UTC)
        yield GridSlot(day.on, start, start + length, day.online)
        at += length + gap
