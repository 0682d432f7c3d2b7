"""Reading an event's interpreters: whom they can serve, where they are needed, what they do when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from matchmaker.accounts.enums import Role
from matchmaker.accounts.models import User
from matchmaker.events.models import Event, Interpreter, Participation, Slot
from matchmaker.meetings.languages import Pair, pair_of
from matchmaker.meetings.models import Meeting, MeetingRequest, ScheduleVersion
from matchmaker.meetings.queries import MEETING_LOADS, schedulable


@dataclass(frozen=True)
class Staff:
    """The interpreters of an event. An event that lists none leaves interpreting to the companies: nobody needs any."""

    people: tuple[Interpreter, ...]

    @property
    def spoken(self) -> frozenset[str]:
        """All languages that somebody here speaks."""
        return frozenset(code for one in self.people for code in one.languages)

    def pair(self, said: str | None, one: Participation, other: Participation) -> Pair | None:
        """What a meeting of these two needs; ``said`` is the officer's word for it."""
        if not self.people:
            return None
        return pair_of(said, one.company.languages, other.company.languages, self.spoken)

    def pair_for(self, request: MeetingRequest) -> Pair | None:
        """What a request needs."""
        return self.pair(request.interpreting, request.asker, request.asked)

    def pair_at(self, meeting: Meeting) -> Pair | None:
        """What a meeting needs."""
        said = meeting.request.interpreting if meeting.request is not None else None
        return self.pair(said, meeting.a, meeting.b)

    def able(self, pair: Pair) -> list[Interpreter]:
        """Who can interpret; those with the fewest languages first, so that the others stay free."""
        able = (one for one in self.people if pair.served_by(one.languages))
        return sorted(able, key=lambda one: (len(one.languages), one.name, one.id))

    def free(self, slot_id: int, taken: Collection[int]) -> list[Interpreter]:
        """Who works in a slot and is not ``taken`` by another meeting."""
        return [
            one
            for one in self.people
            if one.id not in taken and all(away.slot_id != slot_id for away in one.busy)
        ]


def staff_of(session: Session, event_id: int) -> Staff:
    """The interpreters of an event by name, with the slots in which they are away."""
    query = (
        select(Interpreter).where(Interpreter.event_id == event_id).options(selectinload(Interpreter.busy))
    )
    return Staff(tuple(session.scalars(query.order_by(Interpreter.name, Interpreter.id))))


def find_interpreter(session: Session, event_id: int, interpreter_id: int) -> Interpreter | None:
    """One interpreter of the event."""
    found = session.get(Interpreter, interpreter_id, options=[selectinload(Interpreter.busy)])
    return found if found is not None and found.event_id == event_id else None


def agenda_of_interpreter(session: Session, event: Event, interpreter_ids: Iterable[int]) -> list[Meeting]:
    """What they interpret in the published schedule, in order of time."""
    query = (
        select(Meeting)
        .join(Slot, Slot.id == Meeting.slot_id)
        .where(
            Meeting.schedule_id == event.published_schedule_id, Meeting.interpreter_id.in_(interpreter_ids)
        )
        .options(*MEETING_LOADS)
        .order_by(Slot.starts_at)
    )
    return list(session.scalars(query).unique())


def own_places(session: Session, user_id: int, event_id: int | None = None) -> list[Interpreter]:
    """Where a person interprets: their rows at all events, or at one, the newest first."""
    query = select(Interpreter).where(Interpreter.user_id == user_id).options(selectinload(Interpreter.busy))
    if event_id is not None:
        query = query.where(Interpreter.event_id == event_id)
    return list(session.scalars(query.order_by(Interpreter.event_id.desc(), Interpreter.id)))


def accounts_of(session: Session, office_id: int) -> list[User]:
    """People of the office who have an account as interpreters."""
    query = select(User).where(
        User.office_id == office_id, User.role == Role.INTERPRETER, User.disabled_at.is_(None)
    )
    return list(session.scalars(query.order_by(User.name, User.id)))


@dataclass(frozen=True)
class Demand:
    """How often a pair of languages is asked for, and who serves it."""

    pair: Pair
    requests: int
    able: list[Interpreter]


def demand_of(session: Session, event_id: int, staff: Staff) -> list[Demand]:
    """What the accepted requests need, the most wanted pair first; also where nobody is listed yet."""
    requests = schedulable(session, event_id)
    needed = Counter(
        pair
        for request in requests
        if (
            pair := pair_of(
                request.interpreting, request.asker.company.languages, request.asked.company.languages,
                staff.spoken,
            )
        )
    )  # fmt: skip
    merged: dict[str, tuple[Pair, int]] = {}
    for pair, count in needed.items():
        merged[pair.key] = (pair, merged.get(pair.key, (pair, 0))[1] + count)
    found = (Demand(pair, count, staff.able(pair)) for pair, count in merged.values())
    return sorted(found, key=lambda one: (-one.requests, one.pair.key))


def used_by(session: Session, interpreter_id: int, states: Collection[str]) -> list[Meeting]:
    """Meetings of versions in these states that have the interpreter."""
    query = (
        select(Meeting)
        .join(ScheduleVersion, ScheduleVersion.id == Meeting.schedule_id)
        .where(Meeting.interpreter_id == interpreter_id, ScheduleVersion.state.in_(states))
        .options(*MEETING_LOADS)
    )
    return list(session.scalars(query).unique())
