"""The scheduling core: values in, values out, no web and no database.

`solve` answers a `Problem` with a `Schedule` that carries a certified upper bound and a reason for
every request not held; `repair` changes a published schedule as little as possible; `check` tells
independently whether a schedule keeps every rule.
"""

from .advising import advice
from .checker import check
from .command import run
from .conflicts import conflict
from .figures import breaks_per_person, measure
from .io import FORMAT, read_problem, read_schedule, write_schedule
from .planning import what_if
from .repairing import changes, repair, standby
from .sense import find_faults
from .solving import solve
from .values import (
    Advice,
    Change,
    Conflict,
    Figures,
    InfeasibleError,
    Interpreter,
    Meeting,
    Participant,
    Problem,
    ProblemError,
    Progress,
    Request,
    Schedule,
    Slot,
    Unplaced,
    WhatIf,
)
from .wording import render, render_advice, render_conflict

__all__ = [
    "FORMAT",
    "Advice",
    "Change",
    "Conflict",
    "Figures",
    "InfeasibleError",
    "Interpreter",
    "Meeting",
    "Participant",
    "Problem",
    "ProblemError",
    "Progress",
    "Request",
    "Schedule",
    "Slot",
    "Unplaced",
    "WhatIf",
    "advice",
    "breaks_per_person",
    "changes",
    "check",
    "conflict",
    "find_faults",
    "measure",
    "read_problem",
    "read_schedule",
    "render",
    "render_advice",
    "render_conflict",
    "repair",
    "run",
    "solve",
    "standby",
    "what_if",
    "write_schedule",
]
