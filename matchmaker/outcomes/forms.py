"""Forms of what follows a meeting, and of the thanks after an event."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from matchmaker.catalogue.forms import CURRENCIES
from matchmaker.outcomes.enums import Stage
from matchmaker.web.forms import Form, QuantityField
from matchmaker.web.labels import choices


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


class ThanksForm(Form):
    """The officer's thanks, in both languages."""

    subject_vi = StringField(_l("Subject in Vietnamese"), validators=[InputRequired(), Length(max=150)])
    body_vi = TextAreaField(_l("Text in Vietnamese"), validators=[InputRequired(), Length(max=4000)])
    subject_en = StringField(_l("Subject in English"), validators=[InputRequired(), Length(max=150)])
    body_en = TextAreaField(_l("Text in English"), validators=[InputRequired(), Length(max=4000)])
