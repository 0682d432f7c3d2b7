"""What a meeting was like, told on the phone right after it."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker import clock
from matchmaker.attendance import operations, queries
from matchmaker.attendance.forms import ReportForm
from matchmaker.attendance.models import MeetingReport
from matchmaker.attendance.operations import Report
from matchmaker.attendance.policy import may_report
from matchmaker.attendance.views.blueprint import blueprint
from matchmaker.errors import Conflict, Invalid, NotFound
from matchmaker.events.models import Event
from matchmaker.meetings.export import partner_of
from matchmaker.meetings.models import Meeting
from matchmaker.meetings.views.blueprint import seen_event
from matchmaker.web.access import actor, member
from matchmaker.web.transaction import session


def _found(event: Event, key: str) -> tuple[Meeting, MeetingReport | None, int]:
    """The meeting, what this side has said of it, and the side's participation."""
    meeting = queries.published_meeting(session(), event.id, key)
    if meeting is None or not may_report(actor(), meeting, clock.now()):
        raise NotFound
    own = meeting.a_id if meeting.a.company_id == actor().company_id else meeting.b_id
    return meeting, queries.reports_by(session(), own).get(key), own


@blueprint.route("/events/<slug>/meetings/<key>/report", methods=["GET", "POST"])
@member
def report(slug: str, key: str) -> ResponseReturnValue:
    """One report a side and meeting, which may be changed."""
    event = seen_event(slug)
    meeting, kept, own = _found(event, key)
    form = ReportForm(obj=kept).offer_choices()
    version = request.form.get("version", str(kept.version) if kept else "")
    if form.validate_on_submit():
        try:
            operations.save_report(
                session(), actor=actor(), now=clock.now(), event_id=event.id, report=_report(form, key),
                folder=current_app.extensions["settings"].data_folder,
                version=int(version) if version.isdecimal() else None,
            )  # fmt: skip
        except (Invalid, Conflict) as error:
            session().rollback()
            form.refuse(error)
        else:
            flash(_("Kept. You can change it later."), "done")
            return redirect(url_for("meetings.agenda", slug=slug))
    page = render_template(
        "attendance/report.html",
        event=event,
        meeting=meeting,
        partner=partner_of(meeting, own),
        kept=kept,
        form=form,
        version=version,
    )
    return page, 422 if form.errors else 200


def _report(form: ReportForm, key: str) -> Report:
    card = form.card.data
    return Report(
        meeting_key=key, held=str(form.held.data), rating=int(form.rating.data) if form.rating.data else None,
        next_step=form.next_step.data or None, value=form.value.data, currency=form.currency.data or None,
        notes=form.notes.data or None, card=(card.read() or None) if card else None,
    )  # fmt: skip
