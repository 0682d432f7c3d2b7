"""How a version stands as its meetings are now: worth, people served, waiting. True after changes by hand too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy.orm import Session

from matchmaker.events.models import Event, Participation
from matchmaker.events.queries import accepted
from matchmaker.meetings import queries
from matchmaker.meetings.models import Meeting, ScheduleVersion
from matchmaker.meetings.scheduler import Figures, Participant, Problem, Request, Slot, measure
from matchmaker.meetings.scheduler import Meeting as Placed

NAMED = 6


@dataclass(frozen=True)
class Served:
    """One who takes part: meetings held of those wanted."""

    name: str
    held: int
    wanted: int


@dataclass(frozen=True)
class Standing:
    """The verdict on a version. ``bound`` is None where requests have changed since it was computed; ``proven`` only
    where no better value is possible. ``least`` are those with the fewest meetings of all who want any."""

    value: int
    bound: int | None
    proven: bool
    placed: int
    left: int
    since: int
    served: int
    without: list[str]
    unasked: int
    least: list[Served]
    figures: Figures
    before: dict[str, int] | None


def standing(
    session: Session, event: Event, version: ScheduleVersion, meetings: Sequence[Meeting]
) -> Standing:
    """Look at the meetings as they are; ``since`` counts requests accepted after the run."""
    wishes = queries.wishes(session, event.id)
    value = sum(wishes[one.request_id].weight for one in meetings if one.request_id in wishes)
    placed = {meeting.request_id for meeting in meetings}
    known = {entry["request"] for entry in version.unplaced}
    waiting = [request for request in wishes if request not in placed]
    since = sum(f"r{request}" not in known for request in waiting)
    bound = version.bound if version.bound is not None and value <= version.bound and not since else None
    people = _served(accepted(session, event.id), meetings, wishes.values())
    return Standing(
        value=value,
        bound=bound,
        proven=version.proven and bound is not None and value >= bound,
        placed=len(meetings),
        left=len(waiting),
        since=since,
        served=sum(one.held > 0 for one in people),
        without=[one.name for one in people if one.wanted and not one.held],
        unasked=sum(not one.wanted for one in people),
        least=[one for one in people if one.wanted and one.held][:NAMED],
        figures=figures_of(event, meetings),
        before=version.figures.get("before"),
    )


def stamp(event: Event, meetings: Iterable[Meeting]) -> str:
    """What an officer was looking at: the published version, and a digest that changes when any meeting does."""
    places = sorted(
        (meeting.key, meeting.slot_id, meeting.table_id or 0, meeting.interpreter_id or 0)
        for meeting in meetings
    )
    return f"{event.published_schedule_id or 0}-{sha256(repr(places).encode()).hexdigest()[:16]}"


def _served(
    people: Iterable[Participation], meetings: Iterable[Meeting], wishes: Iterable[queries.Wish]
) -> list[Served]:
    """Everybody who takes part, the least served first."""
    held = Counter(person for meeting in meetings for person in (meeting.a_id, meeting.b_id))
    wanted = Counter(person for wish in wishes for person in wish.people)
    listed = [Served(person.company.name, held[person.id], wanted[person.id]) for person in people]
    return sorted(listed, key=lambda one: (one.held, -one.wanted, one.name))


def figures_of(event: Event, meetings: Sequence[Meeting]) -> Figures:
    """Waiting and changes of table in everybody's agenda, measured as the scheduler does."""
    people = {person for meeting in meetings for person in (meeting.a_id, meeting.b_id)}
    problem = Problem(
        slots=tuple(Slot(f"s{slot.id}", f"d{slot.day_id}") for slot in event.slots),
        participants=tuple(Participant(f"p{person}") for person in sorted(people)),
        requests=tuple(Request(f"m{one.id}", f"p{one.a_id}", f"p{one.b_id}") for one in meetings),
    )
    placed = (
        Placed(f"m{one.id}", f"s{one.slot_id}", one.table.label if one.table else None) for one in meetings
    )
    return measure(problem, placed)
