"""What came of the meetings: the list to follow up, the firms behind it, one meeting in full."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker import clock
from matchmaker.accounts.actor import Actor
from matchmaker.attendance.enums import NextStep
from matchmaker.attendance.models import MeetingReport
from matchmaker.companies.queries import find_company
from matchmaker.errors import Conflict, Invalid, NotFound
from matchmaker.meetings.models import Meeting
from matchmaker.outcomes import following, operations, queries
from matchmaker.outcomes.enums import Stage
from matchmaker.outcomes.forms import StepForm
from matchmaker.outcomes.policy import may_report
from matchmaker.outcomes.views.blueprint import blueprint
from matchmaker.web.access import actor, officer, signed_in
from matchmaker.web.filters import reader_locale
from matchmaker.web.labels import choices, label_of
from matchmaker.web.pagination import DENSE_SIZE, page_number, paginate, slice_page
from matchmaker.web.transaction import session

HOME_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")  # whose calendar day "today" is, for the province


@blueprint.get("/outcomes")
@signed_in
def index() -> str:
    """Meetings that were held, what is due first."""
    who, now = actor(), clock.now()
    if who.company_id is None and not who.officer:
        abort(403)
    chosen = {name: request.args.get(name, "") for name in ("stage", "state", "event")}
    asked = request.args.get("company", "")
    company = find_company(session(), asked) if asked and who.officer else None
    today = now.astimezone(HOME_ZONE).date()
    query = queries.held_meetings(
        who, now=now, today=today, company_id=company.id if company is not None else None, **chosen
    )
    page = paginate(session(), query, number=page_number())
    return render_template(
        "outcomes/index.html", page=page, outcomes=queries.outcomes_of(session(), page.items), chosen=chosen, today=today,
        company=company, events=_events(who, now), stages=[("none", _("Nothing reported")), *choices(Stage)],
    )  # fmt: skip


def _events(who: Actor, now: datetime) -> list[tuple[str, str]]:
    return [
        (event.slug, event.title(reader_locale())) for event in queries.past_events(session(), who, now=now)
    ]


@blueprint.get("/outcomes/firms")
@officer
def firms() -> str:
    """Firm by firm: what is due, and who has said nothing yet."""
    who, now = actor(), clock.now()
    chosen = {name: request.args.get(name, "") for name in ("q", "event")}
    found = following.firms(session(), who, now=now, today=now.astimezone(HOME_ZONE).date(), **chosen)
    return render_template(
        "outcomes/firms.html", chosen=chosen, events=_events(who, now),
        page=slice_page(found, number=page_number(), size=DENSE_SIZE),
    )  # fmt: skip


def _meeting(meeting_id: int) -> Meeting:
    meeting = queries.find_meeting(session(), meeting_id)
    if meeting is None or not may_report(actor(), meeting):
        raise NotFound
    return meeting


@blueprint.route("/outcomes/<int:meeting_id>", methods=["GET", "POST"])
@signed_in
def outcome(meeting_id: int) -> ResponseReturnValue:
    """One meeting: its steps so far, and the next one."""
    meeting = _meeting(meeting_id)
    known = queries.outcomes_of(session(), [meeting]).get(meeting_id)
    said = queries.reports_of_meeting(session(), meeting)
    reports = {
        company: one for company, one in said.items() if actor().officer or company == actor().company_id
    }
    form = StepForm(obj=known, data=_told(reports) if known is None else None).offer_choices()
    if form.validate_on_submit():
        version = request.form.get("version", "")
        try:
            operations.record_step(
                session(), actor=actor(), now=clock.now(), meeting_id=meeting_id, stage=Stage(form.stage.data),
                value=str(form.value.data) if form.value.data is not None else None, currency=form.currency.data or None,
                note=form.note.data or None, next_step=form.next_step.data or None, due_on=form.due_on.data,
                version=int(version) if version.isdecimal() else None,
            )  # fmt: skip
        except (Invalid, Conflict) as error:
            form.refuse(error)
        else:
            flash(_("Kept."), "done")
            return redirect(url_for("outcomes.outcome", meeting_id=meeting_id))
    page = render_template(
        "outcomes/outcome.html", meeting=meeting, outcome=known, form=form, reports=reports
    )
    return page, 422 if form.errors else 200


def _told(reports: dict[int, MeetingReport]) -> dict[str, Any]:
    """What the reader's own report on the day already says, to begin with."""
    meeting = reports.get(actor().company_id or 0)
    if meeting is None:
        return {}
    step = meeting.next_step if meeting.next_step != NextStep.NOTHING else None
    return {"value": meeting.value, "currency": meeting.currency, "note": meeting.notes,
            "next_step": label_of(NextStep, step)}  # fmt: skip
