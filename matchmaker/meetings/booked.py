"""Reading for those who book slots themselves: what is free for two, and what it costs against a schedule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from matchmaker.events.models import Event, Participation, Slot
from matchmaker.meetings import queries
from matchmaker.meetings.conversion import problem_of
from matchmaker.meetings.interpreters import staff_of
from matchmaker.meetings.models import Meeting
from matchmaker.meetings.places import places
from matchmaker.meetings.scheduler import what_if


def free_slots(
    session: Session, event: Event, one: Participation, other: Participation, *, now: datetime
) -> list[Slot]:
    """Slots ahead in which both are free, with a table and an interpreter where they need them, in what is published."""
    published = event.published_schedule_id
    meetings = queries.meetings_of_schedule(session, published) if published is not None else []
    staff = staff_of(session, event.id)
    found = places(
        session, event, meetings, (one.id, other.id), now=now, staff=staff, pair=staff.pair(None, one, other)
    )
    return [place.slot for place in found if place.fits]


@dataclass(frozen=True)
class Loss:
    """The value of the meetings ahead, and what no schedule of the same accepted requests could exceed."""

    meetings: int
    value: int
    bound: int

    @property
    def share(self) -> float:
        """How much of the bound is lost, 0 to 1."""
        return max(0.0, 1 - self.value / self.bound) if self.bound else 0.0


def loss_of(session: Session, event: Event, meetings: Sequence[Meeting], *, now: datetime) -> Loss | None:
    """Nothing where nothing ahead could be held."""
    begun = [meeting for meeting in meetings if meeting.slot.starts_at <= now]
    problem = problem_of(session, event, now=now, base=begun)
    if not problem.slots or not problem.requests:
        return None
    best = what_if(problem, slots=[len(problem.slots)])[0]
    wishes = queries.wishes(session, event.id)
    ahead = [one for one in meetings if one.slot.starts_at > now and one.request_id in wishes]
    value = sum(wishes[one.request_id].weight for one in ahead if one.request_id is not None)
    return Loss(len(ahead), value, max(value, int(best.bound + 1e-6)))
