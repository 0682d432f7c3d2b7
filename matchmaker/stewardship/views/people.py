"""The people of an event as a sheet: a delegation taken in, the table given out and taken back."""

from __future__ import annotations

from io import BytesIO

from flask import Response, current_app, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, FileField, SelectField, StringField
from wtforms.validators import Length, Optional, ValidationError

from matchmaker import clock
from matchmaker.companies.forms import country_choices
from matchmaker.errors import Invalid
from matchmaker.events.models import Question
from matchmaker.events.views.blueprint import run_event
from matchmaker.events.views.people import answer_text, chosen_filters
from matchmaker.i18n import formatting
from matchmaker.meetings.roster import RosterRow, filtered, roster
from matchmaker.stewardship import operations
from matchmaker.stewardship.people_columns import people_columns
from matchmaker.stewardship.sheets import template, write_sheet
from matchmaker.stewardship.views.blueprint import blueprint
from matchmaker.stewardship.views.importing import SHEET
from matchmaker.web.access import actor, officer
from matchmaker.web.filters import reader_locale
from matchmaker.web.forms import Form
from matchmaker.web.labels import label_of_text
from matchmaker.web.transaction import session


class DelegationForm(Form):
    """A sheet of people, and what is common to them when they travel together."""

    name = StringField(_l("Name of the delegation"), validators=[Optional(), Length(max=120)])
    country = SelectField(_l("Country"), validators=[Optional()])
    origin = StringField(_l("Coming from"), validators=[Optional(), Length(max=120)])
    destination = StringField(_l("Going to"), validators=[Optional(), Length(max=120)])
    arrives_on = DateField(_l("Arrives on"), validators=[Optional()])
    leaves_on = DateField(_l("Leaves on"), validators=[Optional()])
    leader = StringField(_l("Leader"), validators=[Optional(), Length(max=120)])
    file = FileField(_l("Sheet of its members (XLSX or CSV)"))

    def offer_choices(self) -> DelegationForm:
        """Fill in the countries."""
        self.country.choices = [("", "–"), *country_choices()]
        return self

    def validate_leaves_on(self, field: DateField) -> None:
        """Not before arrival."""
        if field.data and self.arrives_on.data and field.data < self.arrives_on.data:
            raise ValidationError(_("The delegation cannot leave before it arrives."))

    def facts(self) -> dict[str, str]:
        """What was written, as texts."""
        names = ("name", "country", "origin", "destination", "leader")
        dates = {name: self[name].data.isoformat() for name in ("arrives_on", "leaves_on") if self[name].data}
        return {name: str(self[name].data).strip() for name in names if self[name].data} | dates


@blueprint.route("/events/<slug>/people/import", methods=["GET", "POST"])
@officer
def import_people(slug: str) -> ResponseReturnValue:
    """Take a sheet of people into the event; nothing is changed before it was looked at."""
    event = run_event(slug)
    form = DelegationForm().offer_choices()
    if form.validate_on_submit():
        sent = request.files.get("file")
        content = sent.read() if sent else b""
        try:
            operations.check_upload(content)
        except Invalid as error:
            form.refuse(error)
        else:
            made = operations.begin_import(
                session(), actor=actor(), now=clock.now(), content=content, name=(sent.filename or "") if sent else "",
                folder=current_app.extensions["settings"].data_folder, event_id=event.id, delegation=form.facts(),
            )  # fmt: skip
            return redirect(url_for("stewardship.review", import_id=made.id))
    page = render_template("stewardship/import_people.html", event=event, form=form)
    return page, 422 if form.errors else 200


@blueprint.get("/events/<slug>/people/template.xlsx")
@officer
def people_template(slug: str) -> Response:
    """An empty sheet of people, with the organiser's questions."""
    event = run_event(slug)
    return _sheet(template(reader_locale(), people_columns(event.questions)), f"{slug}-template.xlsx")


@blueprint.get("/events/<slug>/people.xlsx")
@officer
def people_sheet(slug: str) -> Response:
    """The table of people as filtered, with the answers to the questions; it can be completed and imported again."""
    event = run_event(slug)
    columns = people_columns(event.questions)
    questions = {f"q{question.id}": question for question in event.questions}
    rows = filtered(roster(session(), event), chosen_filters(event))
    cells = ([_cell(column.name, row, questions) for column in columns] for row in rows)
    return _sheet(write_sheet(reader_locale(), columns, cells), f"{slug}.xlsx")


def _cell(name: str, row: RosterRow, questions: dict[str, Question]) -> str:
    one, locale = row.participation, reader_locale()
    if name in questions:
        return answer_text(questions[name], row)
    company, user = one.company, one.user or row.contact
    return {
        "person": one.person_name or (user.name if user is not None else ""),
        "job_title": (user.job_title if user is not None else None) or "",
        "legal_name": company.legal_name,
        "tax_code": company.tax_code or "",
        "side": label_of_text(one.side, "Side"),
        "country": formatting.country(company.country, locale),
        "languages": ", ".join(formatting.language(code, locale) for code in company.languages),
        "phone": row.phone or "",
        "email": (user.email if user is not None else None) or "",
    }[name]


def _sheet(content: bytes, name: str) -> Response:
    return send_file(BytesIO(content), mimetype=SHEET, as_attachment=True, download_name=name)
