"""Check-in: by a badge's QR code, by typing its code, by search, by company."""

from __future__ import annotations

from datetime import datetime, time
from uuid import uuid4
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker import clock
from matchmaker.attendance import operations, queries
from matchmaker.attendance.enums import Answer, Mark
from matchmaker.attendance.operations import MarkResult, Tap
from matchmaker.attendance.presentation import people_of_day
from matchmaker.attendance.views.blueprint import blueprint, helped_event, shown_day
from matchmaker.db import fold
from matchmaker.errors import Conflict, Invalid, NotFound
from matchmaker.events.badges import is_badge_code, read_badge_code
from matchmaker.events.models import Event
from matchmaker.events.policy import is_own, may_help
from matchmaker.i18n import formatting
from matchmaker.web.access import actor, helper, signed_in
from matchmaker.web.errors import message_of
from matchmaker.web.filters import reader_locale
from matchmaker.web.transaction import session


@blueprint.get("/check-in/<code>")
@signed_in
def badge(code: str) -> ResponseReturnValue:
    """What a badge's QR code leads to: for helpers the person and a button, for the person itself the agenda."""
    person = queries.by_badge(session(), read_badge_code(code))
    who = actor()
    if person is None or not (may_help(who, person.event) or is_own(who, person)):
        raise NotFound
    if not may_help(who, person.event):
        return redirect(url_for("meetings.agenda", slug=person.event.slug))
    return redirect(url_for("attendance.check_in", slug=person.event.slug, code=person.badge_code))


@blueprint.get("/events/<slug>/check-in")
@helper
def check_in(slug: str) -> str:
    """The list of those who take part, with a box for a code or a name."""
    return _page(helped_event(slug))


def _page(event: Event, problem: str = "") -> str:
    now = clock.now()
    asked = request.values.get("code", "") or request.args.get("q", "")
    on = shown_day(event, now)
    everybody = people_of_day(session(), event, on=on, now=now)
    code = read_badge_code(asked)
    found = [one for one in everybody if code and one.participation.badge_code == code]
    if not found and not problem and is_badge_code(code):
        problem = _refused(event, code)
    tokens = fold(asked).split()
    named = [one for one in everybody if all(token in one.search_text for token in tokens)]
    return render_template(
        "attendance/check_in.html",
        event=event,
        on=on,
        people=found or named,
        asked=asked,
        problem=problem,
        here=sum(one.here for one in everybody),
        total=len(everybody),
        make_key=lambda: str(uuid4()),
    )


def _refused(event: Event, code: str) -> str:
    """Why the badge with this code cannot be checked in here;"""
    person = queries.by_badge(session(), code)
    try:
        operations.check_person(actor(), event, person)
    except Invalid as error:
        return message_of(error)
    return ""


@blueprint.post("/events/<slug>/check-in")
@helper
def note(slug: str) -> ResponseReturnValue:
    """One mark, from a form: arrived, late, does not come, taken back."""
    event = helped_event(slug)
    try:
        result = operations.mark(
            session(), actor=actor(), now=clock.now(), event_id=event.id, tap=_tap(event, clock.now())
        )
    except (Invalid, Conflict) as error:
        session().rollback()
        return _page(event, message_of(error)), 422
    flash(said(event, result), "done")
    return redirect(url_for("attendance.check_in", slug=slug))


def _tap(event: Event, now: datetime) -> Tap:
    form = request.form
    chosen = form.get("participation", "")
    return Tap(
        key=form.get("key", ""),
        kind=form.get("kind", Mark.ARRIVED),
        participation_id=int(chosen) if chosen.isdecimal() and len(chosen) < 10 else None,
        code=form.get("code", ""),
        expected_at=read_time(event, form.get("expected_at", ""), now),
        reason=form.get("reason") or None,
    )


def read_time(event: Event, text: str, now: datetime) -> datetime | None:
    """A time of day ("09:40") of the event's day as an instant; None where it is none."""
    try:
        at = time.fromisoformat(text.strip())
    except ValueError:
        return None
    return datetime.combine(shown_day(event, now), at, ZoneInfo(event.time_zone))


def said(event: Event, result: MarkResult) -> str:
    """What to tell the helper who made a mark."""
    state = result.state
    assert state is not None
    company = state.participation.company.name
    at = formatting.clock(state.since, event.time_zone, reader_locale())
    if result.answer is Answer.ALREADY:
        return _(
            "%(company)s was checked in already, at %(time)s by %(who)s.",
            company=company,
            time=at,
            who=state.by.name,
        )
    if state.state == Mark.ARRIVED:
        return _("%(company)s is here since %(time)s.", company=company, time=at)
    if state.state == Mark.LATE:
        assert state.expected_at is not None
        expected = formatting.clock(state.expected_at, event.time_zone, reader_locale())
        return _("%(company)s comes late, at %(time)s.", company=company, time=expected)
    if state.state == Mark.NO_SHOW:
        return _("%(company)s does not come.", company=company)
    return _("Taken back: %(company)s is expected.", company=company)
