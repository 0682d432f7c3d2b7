"""Print one table: value over bound, meetings, people with none, idle slots, seconds, memory.

    MATCHMAKER_SHARED_DATA=… python -m benchmarks.scheduling [--seconds 30] [--instances g50 t120] [--forums]

Each measurement runs in a process of its own, so that memory is its own too.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import resource
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.scheduling.rules import RULES
from matchmaker.meetings.scheduler import InfeasibleError, Problem, check, read_problem, solve

INSTANCES = ("g50", "t120", "g200", "g200x", "g500")


def main() -> None:
    """Read the arguments and print the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scheduling", description=__doc__)
    parser.add_argument("--seconds", type=float, default=30.0, help="for ours and the CP-SAT model")
    parser.add_argument("--instances", nargs="*", default=list(INSTANCES))
    parser.add_argument(
        "--forums", action="store_true", help="the forums instead, breaks beside the published"
    )
    arguments = parser.parse_args()
    shared = os.environ.get("MATCHMAKER_SHARED_DATA")
    if not shared:
        print("Nothing measured: MATCHMAKER_SHARED_DATA does not name the folder of the shared data.")
        return
    folder = Path(shared) / "scheduling"
    print(f"load {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores")
    if arguments.forums:
        _forums(folder / "forums", arguments.seconds)
    else:
        _rules(folder, arguments.instances, arguments.seconds)


def _rules(folder: Path, instances: list[str], seconds: float) -> None:
    print(
        f"{'instance':9}{'rule':19}{'value/bound':>12}{'meetings':>9}{'none':>6}{'idle':>7}{'s':>7}{'MiB':>6}"
    )
    for name in instances:
        path = folder / f"{name}.json"
        rows = {rule: _apart(_measure, path, rule, seconds) for rule in RULES}
        bound = rows["matchmaker"]["bound"]
        for rule, row in rows.items():
            print(
                f"{name:9}{rule:19}{row['value'] / bound:12.4f}{row['meetings']:9}{row['none']:6}"
                f"{row['idle']:7.2f}{row['seconds']:7.1f}{row['memory']:6}{row['faults']}",
                flush=True,
            )


def _read(path: Path) -> Problem:
    return read_problem(json.loads(path.read_text(encoding="utf-8")))


def _measure(path: Path, rule: str, seconds: float) -> dict[str, Any]:
    problem = _read(path)
    begun = perf_counter()
    schedule = RULES[rule](problem, seconds)
    taken = perf_counter() - begun
    faults = check(problem, schedule)
    return {
        "value": schedule.value,
        "bound": schedule.bound,
        "meetings": len(schedule.meetings),
        "none": len(schedule.without),
        "idle": schedule.idle_slots / max(1, len(problem.participants)),
        "seconds": taken,
        "faults": f"  INVALID: {faults[0]}" if faults else "",
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def _apart(task: Any, *arguments: Any) -> dict[str, Any]:
    """The answer of a task run in a fresh process."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        found: dict[str, Any] = pool.apply(task, arguments)
        return found


def _forums(folder: Path, seconds: float) -> None:
    published = json.loads((folder / "published_optima.json").read_text(encoding="utf-8"))
    reached = 0
    files = [path for path in sorted(folder.glob("*.json")) if path.stem != "published_optima"]
    for path in files:
        forum, variant = path.stem.rsplit(".", 1)
        best = published[forum][variant]
        begun = perf_counter()
        breaks = _breaks(_read(path), seconds)
        reached += breaks == best
        print(
            f"{path.stem:32} published {best!s:>3}  ours {breaks!s:>3}  {perf_counter() - begun:5.1f} s",
            flush=True,
        )
    print(f"{reached} of {len(files)} as published ('-' is infeasible)")


def _breaks(problem: Problem, seconds: float) -> int | str:
    try:
        schedule = solve(problem, seconds=seconds)
    except InfeasibleError as error:
        return "-" if error.conflict.code != "not-found" else "?"
    return "invalid" if check(problem, schedule) else schedule.breaks
