"""Frozen values of the scheduling core: what goes into `solve` and what comes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Primitive = str | int | float | bool | tuple[str, ...]


class ProblemError(ValueError):
    """The problem, or a schedule for it, cannot be read; `messages` name every fault with its ids."""

    def __init__(self, messages: list[str]) -> None:
        super().__init__("; ".join(messages))
        self.messages = list(messages)


class InfeasibleError(ValueError):
    """Locked and `must` requests cannot all be held; `conflict` is the smallest clash found."""

    def __init__(self, conflict: Conflict) -> None:
        super().__init__(f"{conflict.code}: {', '.join(conflict.requests)}")
        self.conflict = conflict


@dataclass(frozen=True)
class Slot:
    """One period of the grid; `start` and `end` are minutes of the day, half open."""

    id: str
    day: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True)
class Participant:
    """A person who meets others. `available` None means always; `side` None meets anyone."""

    id: str
    side: str | None = None
    available: frozenset[str] | None = None
    max_meetings: int | None = None
    min_meetings: int | None = None
    company: str | None = None
    hall: str | None = None
    first_slot: str | None = None
    """The slot before which the person would rather not start (a wish, never a rule)."""


@dataclass(frozen=True)
class Request:
    """A wish of `a` to meet `b`; held in at most one slot, strictly after those named in `after`."""

    id: str
    a: str
    b: str
    weight: float = 1
    at_booth: bool = False
    interpreter: str | None = None
    slots: frozenset[str] | None = None
    after: tuple[str, ...] = ()
    locked_slot: str | None = None
    locked_table: str | None = None
    must: bool = False


@dataclass(frozen=True)
class Interpreter:
    """One interpreter: the language pairs served and the slots worked (None means all)."""

    id: str
    pairs: frozenset[str]
    available: frozenset[str] | None = None


@dataclass(frozen=True)
class Problem:
    """Everything `solve` needs to know.

    `shared_tables` is a number for every slot, or per slot a number or the names of its tables.
    `interpreters` is either a tuple of named interpreters, or per language pair a number (for every
    slot, or per slot). `travel` is minutes from hall to hall, the other way the same unless given.
    A meeting takes place in the hall of `b`, or of `a` where `b` has none.
    `lunch` lists groups of slots (one group a day) of which everyone would like one free.
    """

    slots: tuple[Slot, ...]
    participants: tuple[Participant, ...]
    requests: tuple[Request, ...]
    shared_tables: int | Mapping[str, int | tuple[str, ...]] = 0
    interpreters: tuple[Interpreter, ...] | Mapping[str, int | Mapping[str, int]] = ()
    travel: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    min_meetings: int = 0
    max_break_spread: int | None = None
    lunch: tuple[frozenset[str], ...] = ()
    name: str = ""

    def table_names(self, slot: str) -> tuple[str, ...]:
        """Names of the shared tables of a slot: those given, or T1, T2, … up to the number given."""
        tables = self.shared_tables
        entry = tables if isinstance(tables, int) else tables.get(slot, 0)
        return entry if isinstance(entry, tuple) else tuple(f"T{i + 1}" for i in range(entry))


@dataclass(frozen=True)
class Meeting:
    """A request held: its slot, its shared table (None at a booth), its interpreter if any."""

    request: str
    slot: str
    table: str | None = None
    interpreter: str | None = None


@dataclass(frozen=True)
class Unplaced:
    """Why a request is not held: a code, its parameters (ids and numbers), the requests in its way."""

    request: str
    code: str
    parameters: Mapping[str, Primitive] = field(default_factory=dict)
    blocking: tuple[str, ...] = ()


@dataclass(frozen=True)
class Figures:
    """What the agendas feel like; counted within days, summed over people."""

    idle_slots: int = 0
    breaks: int = 0
    largest_break_spread: int = 0
    table_changes: int = 0
    early_starts: int = 0
    lost_lunches: int = 0


@dataclass(frozen=True)
class Schedule:
    """The answer: meetings in time order, their total weight, a certified upper bound of it.

    `proven` is True only where no schedule of the same or smaller shortfall of the floor is worth more.
    `shortfall` counts meetings missing to the floor, `without` those with a feasible request and
    nothing. `before_polish` are the figures of the agendas before idle time was taken out.
    """

    meetings: tuple[Meeting, ...]
    value: float
    bound: float
    proven: bool = False
    unplaced: tuple[Unplaced, ...] = ()
    breaks: int = 0
    idle_slots: int = 0
    seconds: float = 0.0
    shortfall: int = 0
    without: tuple[str, ...] = ()
    figures: Figures = Figures()
    before_polish: Figures | None = None
    name: str = ""


@dataclass(frozen=True)
class Progress:
    """What is known while solving; `phase` is one of start, bound, search, polish, done."""

    value: float
    bound: float
    phase: str
    placed: int

    @property
    def gap(self) -> float:
        """Share of the bound still open, from 0 to 1."""
        return max(0.0, 1.0 - self.value / self.bound) if self.bound > 0 else 0.0


@dataclass(frozen=True)
class Conflict:
    """A set of requests that cannot all be held, no smaller one found, and why (code, parameters)."""

    code: str
    requests: tuple[str, ...]
    parameters: Mapping[str, Primitive] = field(default_factory=dict)


@dataclass(frozen=True)
class Change:
    """What becomes of one request between two schedules: kind is added, removed, moved or table."""

    request: str
    kind: str
    before: Meeting | None
    after: Meeting | None
    people: tuple[str, ...]


@dataclass(frozen=True)
class Advice:
    """One change of the settings and the meetings and value it would add to the schedule."""

    code: str
    parameters: Mapping[str, Primitive]
    meetings: int
    value: float


@dataclass(frozen=True)
class WhatIf:
    """One point of a curve: the settings tried and the upper bounds of value and of meetings."""

    tables: int | None
    slots: int | None
    interpreters: int | None
    bound: float
    meetings: int
