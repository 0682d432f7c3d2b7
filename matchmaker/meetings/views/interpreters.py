"""Interpreters: the officer's list of an event, what a request needs, and the interpreter's own agenda."""

from __future__ import annotations

from collections import Counter

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker import clock
from matchmaker.errors import Conflict, Invalid, NotFound
from matchmaker.events.models import Event, Interpreter
from matchmaker.events.queries import find_event
from matchmaker.meetings import interpreters, operations, queries
from matchmaker.meetings.export import interpreter_calendar
from matchmaker.meetings.forms import InterpreterForm, InterpretingForm
from matchmaker.meetings.languages import NONE, pair_of, read_pair, words_of
from matchmaker.meetings.models import Meeting, ScheduleVersion
from matchmaker.meetings.views.agenda import calendar_words
from matchmaker.meetings.views.blueprint import blueprint, run_event
from matchmaker.web.access import actor, interpreter, officer
from matchmaker.web.errors import message_of
from matchmaker.web.filters import reader_locale
from matchmaker.web.transaction import session


@blueprint.get("/events/<slug>/interpreters")
@officer
def interpreter_list(slug: str) -> str:
    """Who interprets at the event, and how often each pair of languages is needed."""
    event = run_event(slug)
    staff = interpreters.staff_of(session(), event.id)
    meetings = interpreters.agenda_of_interpreter(session(), event, [one.id for one in staff.people])
    return render_template(
        "meetings/interpreters.html", event=event, staff=staff, words_of=words_of,
        demand=interpreters.demand_of(session(), event.id, staff),
        held=Counter(meeting.interpreter_id for meeting in meetings),
    )  # fmt: skip


@blueprint.route("/events/<slug>/interpreters/new", methods=["GET", "POST"])
@officer
def interpreter_new(slug: str) -> ResponseReturnValue:
    """List an interpreter."""
    return _edited(run_event(slug), None)


@blueprint.route("/events/<slug>/interpreters/<int:interpreter_id>", methods=["GET", "POST"])
@officer
def interpreter_edit(slug: str, interpreter_id: int) -> ResponseReturnValue:
    """Change an interpreter."""
    event = run_event(slug)
    return _edited(event, _found(event, interpreter_id))


def _found(event: Event, interpreter_id: int) -> Interpreter:
    found = interpreters.find_interpreter(session(), event.id, interpreter_id)
    if found is None:
        raise NotFound
    return found


def _edited(event: Event, found: Interpreter | None) -> ResponseReturnValue:
    form = InterpreterForm(obj=found)
    accounts = interpreters.accounts_of(session(), event.office_id)
    form.offer_choices([(user.id, f"{user.name} ({user.email})") for user in accounts])
    busy = {row.slot_id for row in found.busy} if found is not None else set()
    if form.is_submitted():
        free = {int(value) for value in request.form.getlist("free") if value.isdecimal()}
        busy = {slot.id for slot in event.slots} - free
    if form.validate_on_submit():
        try:
            saved = operations.save_interpreter(
                session(), actor=actor(), now=clock.now(), event_id=event.id,
                interpreter_id=found.id if found else None, name=str(form.name.data), phone=form.phone.data or None,
                languages=form.languages.data or (), user_id=form.user_id.data or None, busy_slots=busy,
            )  # fmt: skip
        except (Invalid, Conflict) as error:
            form.refuse(error)
        else:
            flash(
                _("%(name)s is listed. The next run of the scheduler reckons with it.", name=saved.name),
                "done",
            )
            return redirect(url_for("meetings.interpreter_list", slug=event.slug))
    page = render_template("meetings/interpreter.html", event=event, interpreter=found, form=form, busy=busy)
    return page, 422 if form.errors else 200


@blueprint.post("/events/<slug>/interpreters/<int:interpreter_id>/remove")
@officer
def interpreter_remove(slug: str, interpreter_id: int) -> ResponseReturnValue:
    """Take an interpreter out of the event."""
    event = run_event(slug)
    try:
        operations.remove_interpreter(
            session(), actor=actor(), now=clock.now(), event_id=event.id, interpreter_id=interpreter_id
        )
    except Conflict as error:
        session().rollback()
        flash(message_of(error), "warning")
        return redirect(url_for("meetings.interpreter_edit", slug=slug, interpreter_id=interpreter_id))
    flash(_("Taken out of the event."), "done")
    return redirect(url_for("meetings.interpreter_list", slug=slug))


@blueprint.get("/events/<slug>/interpreters/<int:interpreter_id>/agenda")
@officer
def interpreter_agenda(slug: str, interpreter_id: int) -> str:
    """One interpreter's agenda, for the officers."""
    event = run_event(slug)
    return _agenda(event, [_found(event, interpreter_id)])


@blueprint.route("/events/<slug>/requests/<int:request_id>/interpreter", methods=["GET", "POST"])
@officer
def interpreting(slug: str, request_id: int) -> ResponseReturnValue:
    """Whether a request needs an interpreter, and between which languages."""
    event = run_event(slug)
    wanted = queries.find_request(session(), request_id)
    if wanted is None or wanted.event_id != event.id:
        raise NotFound
    staff = interpreters.staff_of(session(), event.id)
    one, other = wanted.asker.company, wanted.asked.company
    found = pair_of(None, one.languages, other.languages, staff.spoken)
    automatic = (
        _("By their languages: %(pair)s", pair=words_of(found.key, reader_locale()))
        if found
        else _("By their languages: none is needed")
    )
    form = InterpretingForm(data=_stored(wanted.interpreting)).offer_choices(automatic)
    if form.validate_on_submit():
        try:
            operations.set_interpreting(
                session(),
                actor=actor(),
                now=clock.now(),
                request_id=wanted.id,
                interpreting=form.interpreting(),
            )
        except Invalid as error:
            form.refuse(error)
        else:
            flash(_("Kept. The next run of the scheduler reckons with it."), "done")
            return redirect(url_for("meetings.requests", slug=slug))
    page = render_template("meetings/interpreting.html", event=event, wanted=wanted, form=form)
    return page, 422 if form.errors else 200


def _stored(said: str | None) -> dict[str, str]:
    """What is kept of a request, as the form shows it."""
    if said is None or said == NONE:
        return {"need": said or "auto", "one": "vi", "other": "en"}
    pair = read_pair(said)
    return {"need": "pair", "one": min(pair.one), "other": min(pair.other)}


@blueprint.get("/interpreting")
@interpreter
def my_interpreting() -> str:
    """The events at which one interprets."""
    places = interpreters.own_places(session(), actor().user_id)
    events = {one.event_id: session().get_one(Event, one.event_id) for one in places}
    return render_template("meetings/my_interpreting.html", events=list(events.values()))


def _own(slug: str) -> tuple[Event, list[Interpreter]]:
    event = find_event(session(), slug)
    places = interpreters.own_places(session(), actor().user_id, event.id) if event is not None else []
    if event is None or not places:
        raise NotFound
    return event, places


@blueprint.get("/events/<slug>/interpreting")
@interpreter
def own_interpreting(slug: str) -> str:
    """One's own agenda as an interpreter."""
    return _agenda(*_own(slug))


def _agenda(event: Event, places: list[Interpreter]) -> str:
    meetings = interpreters.agenda_of_interpreter(session(), event, [one.id for one in places])
    return render_template(
        "meetings/interpreter_agenda.html", event=event, interpreter=places[0],
        meetings={meeting.slot_id: meeting for meeting in meetings},
        busy={row.slot_id for one in places for row in one.busy},
        version=session().get(ScheduleVersion, event.published_schedule_id or 0),
    )  # fmt: skip


@blueprint.get("/events/<slug>/interpreting.ics")
@interpreter
def interpreting_file(slug: str) -> Response:
    """The same as a calendar file."""
    event, places = _own(slug)
    held = Meeting.interpreter_id.in_([one.id for one in places])
    content = interpreter_calendar(
        event, queries.ever_published(session(), event, held), words=calendar_words(),
        address=url_for("meetings.own_interpreting", slug=slug, _external=True),
    )  # fmt: skip
    response = Response(content, mimetype="text/calendar")
    response.headers["Content-Disposition"] = f'attachment; filename="{event.slug}.ics"'
    return response
