"""Compile the scheduler's loops at set-up, so that no first schedule waits for it.

    python -m matchmaker.meetings.scheduler.warm

The machine code is kept beside the modules (see `compiled`); with it there this takes a moment.
"""

from __future__ import annotations

from dataclasses import replace

from .repairing import repair
from .solving import solve
from .values import Participant, Problem, Request, Slot


def main() -> None:
    """Solve a tiny problem in both ways, and repair it."""
    slots = tuple(Slot(f"s{i}", "d1") for i in range(3))
    people = tuple(Participant(f"p{i}") for i in range(4))
    requests = tuple(Request(f"r{a}{b}", f"p{a}", f"p{b}") for a in (0, 1) for b in (2, 3))
    free = Problem(slots, people, requests, shared_tables=1)
    solve(free, work=0.1)
    away = replace(people[0], available=frozenset({"s0", "s2"}))
    general = replace(free, participants=(away, *people[1:]), max_break_spread=1)
    repair(general, solve(general, work=0.1), work=0.1)


if __name__ == "__main__":
    main()
