"""What if there were more tables or slots: curves of the most meetings possible."""

from __future__ import annotations

from flask import render_template

from matchmaker import clock
from matchmaker.meetings.conversion import problem_of
from matchmaker.meetings.planning import curves_of
from matchmaker.meetings.views.blueprint import blueprint, run_event
from matchmaker.web.access import officer
from matchmaker.web.transaction import session


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
    problem = problem_of(session(), event, now=clock.now())
    return render_template("meetings/_curves.html", event=event, curves=curves_of(problem))
