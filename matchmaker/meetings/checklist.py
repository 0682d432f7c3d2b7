"""What still stands between the event and its meetings: said the moment it is true."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from matchmaker.events.enums import Mode
from matchmaker.events.models import Event
from matchmaker.events.policy import asking_ahead, phases_in_order
from matchmaker.events.queries import funnel, without_free_slot
from matchmaker.meetings.queries import figures_of, schedules_of


@dataclass(frozen=True)
class Check:
    """One line of the list. ``blocks``: nobody can be booked while it stands; ``done``: it is in order."""

    code: str
    done: bool
    blocks: bool = False
    count: int = 0


def checklist(session: Session, event: Event, *, now: datetime) -> list[Check]:
    """The steps from an empty event to a published schedule, with what is wrong at each."""
    people, figures = funnel(session, event.id), figures_of(session, event)
    stuck = without_free_slot(session, event)
    drafts = [version for version in schedules_of(session, event.id) if version.state == "draft"]
    published = event.published_schedule_id is not None
    one_side = any(one == other for one, other in event.asking) and people.accepted > 1
    return [
        *_set_up(event, now=now, published=published, accepted=figures.accepted),
        Check("invited", people.invited > 0, blocks=True),
        Check("opened", event.state != "draft", blocks=True),
        Check("both_sides", one_side or (people.exporters > 0 and people.buyers > 0), blocks=True),
        Check("silent", people.silent == 0, count=people.silent),
        Check("never_free", not stuck, count=len(stuck)),
        Check("accepted_requests", figures.accepted > 0, blocks=event.mode != Mode.BOOKING),
        Check("open_requests", figures.open == 0, count=figures.open),
        *([Check("drafted", bool(drafts) or published)] if event.mode != Mode.BOOKING else []),
        Check("published", published),
    ]


def _set_up(event: Event, *, now: datetime, published: bool, accepted: int) -> list[Check]:
    """Days, tables, rules and phases, before anybody is invited."""
    hall = [slot for slot in event.slots if not slot.online]
    tables = len(event.tables)
    checks = [
        Check("days", bool(event.days), blocks=True),
        Check("slots", bool(event.slots) or not event.days, blocks=True),
        Check("slots_ahead", published or not event.slots or event.slots[-1].starts_at > now, blocks=True),
        Check("tables", bool(tables) or (bool(event.slots) and not hall), blocks=True),
        Check("rules", bool(event.asking), blocks=True),
        Check("quotas", 0 not in (event.open_quota, event.total_quota), blocks=True),
        Check("asking_ahead", accepted > 0 or not event.slots or asking_ahead(event, now), blocks=True),
        Check("phases_in_order", phases_in_order(event)),
    ]
    short = accepted - len(hall) * tables if len(hall) == len(event.slots) and tables else 0
    return [*checks, Check("places", short <= 0, count=max(0, short))]
