"""What `matchmaker schedule` does, without the command line: read, solve or repair, write, exit code."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .io import read_problem, read_schedule, unknown_keys, write_schedule
from .repairing import repair
from .solving import solve
from .values import InfeasibleError, Problem, ProblemError, Progress, Schedule
from .wording import render_conflict

DONE, BAD_INPUT, INFEASIBLE = 0, 2, 3
LONGEST = 1_000_000  # seconds or units of work
MOST_SEEDS = 1_000_000_000  # every solver below takes these


def run(
    problem_path: str | Path,
    out_path: str | Path,
    *,
    seconds: float | None = None,
    work: float | None = None,
    seed: int = 0,
    previous_path: str | Path | None = None,
    repair_mode: str | None = None,
    echo: Callable[[str], None] = print,
    language: str = "en",
) -> int:
    """Solve the problem of a file into another file; returns the exit code.

    0 done, 2 bad input (each fault echoed), 3 forced meetings clash (the conflict echoed).
    The file is written whole or not at all.
    """
    try:
        _check_limits(seconds, work, seed)
        data = _load(problem_path)
        problem = read_problem(data)
        for line in unknown_keys(data):
            echo(line)
        previous = None if previous_path is None else read_schedule(_load(previous_path))
        if repair_mode is not None and previous is None:
            raise ProblemError(["--repair needs --previous with the schedule to repair"])
        schedule = _answer(problem, previous, repair_mode, seconds, work, seed, echo)
        _write(Path(out_path), write_schedule(schedule, problem, language=language))
    except ProblemError as error:
        for message in error.messages:
            echo(message)
        return BAD_INPUT
    except InfeasibleError as error:
        echo(render_conflict(error.conflict, language))
        return INFEASIBLE
    echo(
        f"{len(schedule.meetings)} meetings, value {schedule.value:g}, bound {schedule.bound:g}"
        f"{' (proven best)' if schedule.proven else ''}, {schedule.breaks} breaks,"
        f" {schedule.idle_slots} idle slots, {schedule.seconds:.1f} s"
    )
    return DONE


def _check_limits(seconds: float | None, work: float | None, seed: int) -> None:
    for name, limit in (("--seconds", seconds), ("--work", work)):
        if limit is not None and not 0 <= limit <= LONGEST:
            raise ProblemError([f"{name} must be a number from 0 to {LONGEST:,}, not {limit}"])
    if not 0 <= seed < MOST_SEEDS:
        raise ProblemError([f"--seed must be a whole number from 0 to {MOST_SEEDS - 1:,}, not {seed}"])


def _answer(
    problem: Problem,
    previous: Schedule | None,
    mode: str | None,
    seconds: float | None,
    work: float | None,
    seed: int,
    echo: Callable[[str], None],
) -> Schedule:
    def listen(now: Progress) -> bool:
        echo(f"{now.phase}: {now.placed} placed, value {now.value:g}, bound {now.bound:g}, gap {now.gap:.2%}")
        return True

    if previous is not None:
        chosen = mode or "nothing-moves"
        return repair(problem, previous, mode=chosen, seconds=seconds, work=work, seed=seed, progress=listen)
    return solve(problem, seconds=seconds, work=work, seed=seed, progress=listen)


def _load(path: str | Path) -> Any:
    try:
        return json.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise ProblemError([f"{path}: cannot be read ({error.strerror})"]) from error
    except (ValueError, RecursionError) as error:
        raise ProblemError([f"{path}: is not JSON ({error})"]) from error


def _write(path: Path, data: dict[str, Any]) -> None:
    """Write beside the target, then rename: a reader never sees half a file."""
    part: str | None = None
    try:
        handle, part = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump(data, stream, ensure_ascii=False, indent=1)
        os.replace(part, path)
    except OSError as error:
        if part is not None:
            Path(part).unlink(missing_ok=True)
        raise ProblemError([f"{path}: cannot be written ({error.strerror})"]) from error
