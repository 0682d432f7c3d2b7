"""What still stands between the event and its meetings: said the moment it is true."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from matchmaker.events.models import Event
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
    return [
        Check("invited", people.invited > 0, blocks=True),
        Check("opened", event.state != "draft", blocks=True),
        Check("both_sides", people.exporters > 0 and people.buyers > 0, blocks=True),
        Check("tables", bool(event.tables), blocks=True),
        Check("slots_ahead", published or any(slot.starts_at > now for slot in event.slots), blocks=True),
        Check("silent", people.silent == 0, count=people.silent),
        Check("never_free", not stuck, count=len(stuck)),
        Check("accepted_requests", figures.accepted > 0, blocks=True),
        Check("open_requests", figures.open == 0, count=figures.open),
        Check("drafted", bool(drafts) or published),
        Check("published", published),
    ]
