"""What came of the meetings: the list to follow up, one in full."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from matchmaker import clock
from matchmaker.catalogue.forms import CURRENCIES
from matchmaker.errors import Conflict, Invalid, NotFound
from matchmaker.meetings.models import Meeting
from matchmaker.outcomes import operations, queries
from matchmaker.outcomes.enums import Stage
from matchmaker.outcomes.policy import may_report
from matchmaker.web.access import actor, signed_in
from matchmaker.web.forms import Form, QuantityField
from matchmaker.web.labels import choices
from matchmaker.web.pagination import page_number, paginate
from matchmaker.web.transaction import session

blueprint = Blueprint("outcomes", __name__)


class StepForm(Form):
    """A stage reached."""

    stage = SelectField(_l("How far you have come"), validators=[InputRequired()])
    value = QuantityField(_l("Value"), validators=[Optional()])
    currency = SelectField(_l("Currency"), validators=[Optional()])
    note = TextAreaField(_l("What was agreed"), validators=[Optional(), Length(max=2000)])
    next_step = StringField(_l("Next step"), validators=[Optional(), Length(max=200)])
    due_on = DateField(_l("Due on"), validators=[Optional()])

    def offer_choices(self) -> StepForm:
        """Fill in stages and currencies."""
        self.stage.choices = choices(Stage)
        self.currency.choices = [("", "—"), *[(code, code) for code in CURRENCIES]]
        return self


@blueprint.get("/outcomes")
@signed_in
def index() -> str:
    """Meetings that were held, the most pressing first."""
    who, now = actor(), clock.now()
    if who.company_id is None and not who.officer:
        abort(403)
    today = now.astimezone(ZoneInfo("Asia/Ho_Chi_Minh")).date()
    chosen = {"stage": request.args.get("stage", ""), "state": request.args.get("state", "")}
    page = paginate(
        session(), queries.held_meetings(who, now=now, today=today, **chosen), number=page_number()
    )
    outcomes = queries.outcomes_of(session(), [meeting.id for meeting in page.items])
    return render_template(
        "outcomes/index.html",
        page=page,
        outcomes=outcomes,
        chosen=chosen,
        today=today,
        stages=[("none", _("Nothing reported")), *choices(Stage)],
    )


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
    known = queries.outcomes_of(session(), [meeting_id]).get(meeting_id)
    form = StepForm(obj=known).offer_choices()
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
    page = render_template("outcomes/outcome.html", meeting=meeting, outcome=known, form=form)
    return page, 422 if form.errors else 200
