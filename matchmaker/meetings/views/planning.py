"""What if there were more tables or slots: curves of the most meetings possible."""

from __future__ import annotations

from flask import render_template

from matchmaker import clock
from matchmaker.events.models import Event
from matchmaker.meetings.charts import Curve, curve
from matchmaker.meetings.conversion import problem_of
from matchmaker.meetings.scheduler import what_if
from matchmaker.meetings.views.blueprint import blueprint, run_event
from matchmaker.web.access import officer
from matchmaker.web.transaction import session

POINTS = 12


@blueprint.get("/events/<slug>/schedule/what-if")
@officer
def planning(slug: str) -> str:
    """The page; the curves are fetched as it opens, for they take a few seconds at a large event."""
    return render_template("meetings/planning.html", event=run_event(slug))


@blueprint.get("/events/<slug>/schedule/what-if/curves")
@officer
def curves(slug: str) -> str:
    """The two curves."""
    event = run_event(slug)
    return render_template("meetings/_curves.html", event=event, curves=_curves(event))


def _curves(event: Event) -> dict[str, Curve]:
    problem = problem_of(session(), event, now=clock.now())
    if not problem.slots or not problem.requests:
        return {}
    tables = max((len(problem.table_names(slot.id)) for slot in problem.slots), default=0)
    tried = what_if(
        problem,
        tables=_around(tables, max(2 * tables, tables + 6)),
        slots=_around(len(problem.slots), len(problem.slots)),
    )
    wanted = len(problem.requests)
    return {
        "tables": curve(
            [(p.tables, p.meetings) for p in tried if p.tables is not None], now=tables, wanted=wanted
        ),
        "slots": curve(
            [(p.slots, p.meetings) for p in tried if p.slots is not None],
            now=len(problem.slots),
            wanted=wanted,
        ),
    }


def _around(now: int, most: int) -> list[int]:
    """At most POINTS + 1 whole numbers from 1 to ``most``, ``now`` among them."""
    step = max(1, -(-most // POINTS))
    return sorted({now, *range(step, most + 1, step)})
