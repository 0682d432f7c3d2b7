"""Forms of the day: a walk-in, and what a meeting was like."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import HiddenField, RadioField, SelectField, StringField, TelField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from matchmaker.attendance.enums import Held, NextStep
from matchmaker.catalogue.forms import CURRENCIES
from matchmaker.companies.enums import Side
from matchmaker.web.forms import Form, QuantityField
from matchmaker.web.labels import choices

NEW = "new"


class WalkInForm(Form):
    """Somebody at the door: who, of which company."""

    legal_name = StringField(_l("Company"), validators=[InputRequired(), Length(max=200)])
    company = RadioField(_l("Is it one of these?"), validators=[Optional()])
    person = StringField(_l("Who comes"), validators=[InputRequired(), Length(max=120)])
    phone = TelField(_l("Telephone"), validators=[Optional(), Length(max=40)])
    side = RadioField(_l("They come to"), validators=[InputRequired()], default=Side.EXPORTER)
    country = SelectField(_l("Country"), validators=[InputRequired()], default="VN")
    key = HiddenField()

    def offer_choices(self, companies: list[tuple[str, str]], countries: list[tuple[str, str]]) -> WalkInForm:
        """Fill in known companies and the countries."""
        self.company.choices = [*companies, (NEW, _("None of these: a new company"))] if companies else []
        self.side.choices = choices(Side)
        self.country.choices = countries
        return self


class ReportForm(Form):
    """Half a minute on a phone, right after the meeting."""

    held = RadioField(_l("Did you meet?"), validators=[InputRequired()])
    rating = RadioField(_l("How useful was it?"), validators=[Optional()])
    next_step = RadioField(_l("Next step"), validators=[Optional()])
    value = QuantityField(_l("Value discussed"), validators=[Optional()])
    currency = SelectField(_l("Currency"), validators=[Optional()])
    notes = TextAreaField(_l("Notes"), validators=[Optional(), Length(max=2000)])
    card = FileField(_l("Photo of the business card"), validators=[Optional()])

    def offer_choices(self) -> ReportForm:
        """Fill in the choices."""
        self.held.choices = choices(Held)
        self.rating.choices = [(str(mark), str(mark)) for mark in range(1, 6)]
        self.next_step.choices = choices(NextStep)
        self.currency.choices = [("", "—"), *[(code, code) for code in CURRENCIES]]
        return self
