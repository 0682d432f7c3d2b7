"""Events: the list, one event, planning one."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker import clock
from matchmaker.accounts.queries import offices
from matchmaker.errors import Conflict, Invalid, NotFound
from matchmaker.events import operations, queries
from matchmaker.events.enums import EventState
from matchmaker.events.forms import BasicsForm
from matchmaker.events.models import Event, Participation
from matchmaker.events.policy import may_run
from matchmaker.events.timeline import timeline
from matchmaker.events.views.blueprint import blueprint, run_event, seen_event
from matchmaker.meetings import queries as meetings
from matchmaker.meetings.acts import acts_for
from matchmaker.meetings.checklist import checklist
from matchmaker.meetings.labels import CHECKS
from matchmaker.web.access import actor, current_actor, officer, public
from matchmaker.web.transaction import session


@blueprint.get("/events")
@public
def index() -> str:
    """All events the reader may see."""
    return render_template("events/index.html", events=queries.listed_events(session(), current_actor()))


@blueprint.get("/events/<slug>")
@public
def event(slug: str) -> str:
    """The event's page; for its officers the overview with the check list."""
    shown, who = seen_event(slug), current_actor()
    if may_run(who, shown):
        return render_template(
            "events/overview.html",
            event=shown,
            funnel=queries.funnel(session(), shown.id),
            figures=meetings.figures_of(session(), shown),
            words=CHECKS,
            checks=checklist(session(), shown, now=clock.now()),
            line=timeline(shown, now=clock.now()),
        )
    company_id = who.company_id if who else None
    own = queries.own_participation(session(), shown.id, company_id, who.user_id if who else None)
    colleagues = queries.representatives(session(), shown.id, company_id)
    members = queries.people_to_tell(session(), company_id) if company_id is not None else []
    return render_template(
        "events/event.html",
        event=shown,
        own=own,
        funnel=queries.funnel(session(), shown.id),
        line=timeline(shown, now=clock.now()),
        colleagues=colleagues,
        members=members,
        done_for=acts_for(session(), [row.id for row in colleagues]) if colleagues else [],
        asked=_to_answer(shown, own),
    )


def _to_answer(event: Event, own: Participation | None) -> int:
    """How many of the organiser's questions wait for an answer: 0 where nothing is asked, -1 where all are answered."""
    asked = queries.questions_for(event, own.side) if own is not None else []
    if own is None or not asked:
        return 0
    there = queries.answers_to(session(), own.id)
    return sum(question.id not in there for question in asked) or -1


def _office_id() -> int:
    """The office a new event belongs to: the officer's own, or for administrators the first."""
    own = actor().office_id
    if own is not None:
        return own
    there = offices(session())
    if not there:
        raise Conflict("no_office")
    return there[0].id


@blueprint.route("/events/new", methods=["GET", "POST"])
@officer
def new() -> ResponseReturnValue:
    """The first step of a new event: what it is."""
    form = BasicsForm()
    if form.validate_on_submit():
        try:
            made = operations.create_event(
                session(), actor=actor(), now=clock.now(), office_id=_office_id(), values=form.values()
            )
        except (Invalid, Conflict) as error:
            form.refuse(error)
        else:
            flash(_("The event is kept as a draft; you can leave and go on whenever you like."), "done")
            return redirect(url_for("events.set_up", slug=made.slug, step="days"))
    return render_template("events/new.html", form=form), 422 if form.errors else 200


@blueprint.post("/events/<slug>/state")
@officer
def change_state(slug: str) -> ResponseReturnValue:
    """Open or close the event."""
    shown = run_event(slug)
    wanted = request.form.get("state", "")
    if wanted not in {EventState.OPEN, EventState.CLOSED}:
        raise NotFound
    operations.set_state(
        session(), actor=actor(), now=clock.now(), event_id=shown.id, state=EventState(wanted)
    )
    flash(
        _("The event is open; invitations are on their way.")
        if wanted == "open"
        else _("The event is closed."),
        "done",
    )
    return redirect(url_for("events.event", slug=slug))
