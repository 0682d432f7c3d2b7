"""Events: the list, one event, planning one."""

from __future__ import annotations

from datetime import time

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker import clock
from matchmaker.accounts.queries import offices
from matchmaker.errors import Conflict, Invalid, NotFound
from matchmaker.events import operations, queries
from matchmaker.events.enums import EventState
from matchmaker.events.forms import EventForm
from matchmaker.events.grid import write_breaks
from matchmaker.events.models import Event
from matchmaker.events.operations import EventPlan
from matchmaker.events.policy import may_run
from matchmaker.events.views.blueprint import blueprint, run_event, seen_event
from matchmaker.meetings import queries as meetings
from matchmaker.meetings.checklist import checklist
from matchmaker.meetings.labels import CHECKS
from matchmaker.web.access import actor, current_actor, officer, public
from matchmaker.web.transaction import session

DEFAULTS = {"days": 1, "opens": time(8, 0), "closes": time(17, 0), "breaks": "12:00-13:30", "time_zone": "Asia/Ho_Chi_Minh",
            "slot_minutes": 25, "gap_minutes": 5, "tables": 20, "answer_days": 7}  # fmt: skip


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
        )
    own = queries.own_participation(session(), shown.id, who.company_id if who else None)
    return render_template(
        "events/event.html", event=shown, own=own, funnel=queries.funnel(session(), shown.id)
    )


def _plan(form: EventForm) -> EventPlan:
    texts = {"vi": form.description_vi.data, "en": form.description_en.data}
    return EventPlan(
        values={
            "name": {"vi": form.name_vi.data, "en": form.name_en.data},
            "description": {code: text for code, text in texts.items() if text},
            **{name: form[name].data for name in ("place", "city", "time_zone", "slot_minutes", "answer_days", "max_meetings")},
            "gap_minutes": form.gap_minutes.data or 0,
        },
        days=form.plans(),
        tables=form.tables.data or 1,
    )  # fmt: skip


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
    """Plan an event."""
    form = EventForm(data=DEFAULTS)
    if form.validate_on_submit():
        try:
            made = operations.create_event(
                session(), actor=actor(), now=clock.now(), office_id=_office_id(), plan=_plan(form)
            )
        except (Invalid, Conflict) as error:
            form.refuse(error)
        else:
            flash(_("The event is planned. Invite companies, then open it: the invitations go out."), "done")
            return redirect(url_for("events.event", slug=made.slug))
    page = render_template("events/edit.html", form=form, event=None, version="")
    return page, 422 if form.errors else 200


def _stored(event: Event) -> dict[str, object]:
    first = event.days[0]
    plain = ("place", "city", "time_zone", "slot_minutes", "gap_minutes", "max_meetings", "answer_days")
    return {
        **{name: getattr(event, name) for name in plain},
        **{f"name_{code}": event.name.get(code, "") for code in ("vi", "en")},
        **{f"description_{code}": event.description.get(code, "") for code in ("vi", "en")},
        "first_day": first.on, "days": len(event.days), "opens": first.opens, "closes": first.closes,
        "breaks": write_breaks(first.breaks), "tables": sum(table.booth_of_id is None for table in event.tables),
    }  # fmt: skip


@blueprint.route("/events/<slug>/edit", methods=["GET", "POST"])
@officer
def edit(slug: str) -> ResponseReturnValue:
    """Change an event; slots and tables with meetings cannot go."""
    shown = run_event(slug)
    form = EventForm(data=_stored(shown))
    version = request.form.get("version", str(shown.version))
    if form.validate_on_submit():
        taken = meetings.taken_by_meetings(session(), shown.id)
        try:
            operations.update_event(
                session(), actor=actor(), now=clock.now(), event_id=shown.id, plan=_plan(form),
                version=int(version) if version.isdecimal() else None,
                slots_taken=taken.slots, tables_taken=taken.tables,
            )  # fmt: skip
        except (Invalid, Conflict) as error:
            session().rollback()
            form.refuse(error)
            shown = run_event(slug)
        else:
            flash(_("The event is changed."), "done")
            return redirect(url_for("events.event", slug=slug))
    page = render_template("events/edit.html", form=form, event=shown, version=version)
    return page, 422 if form.errors else 200


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
