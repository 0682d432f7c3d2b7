"""Forms of meeting requests."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import get_locale, gettext
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField, TelField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from matchmaker.companies.forms import language_choices
from matchmaker.errors import Invalid
from matchmaker.events.models import Slot
from matchmaker.i18n import formatting
from matchmaker.meetings.enums import DeclineReason
from matchmaker.meetings.languages import NONE, Pair
from matchmaker.web.forms import Form, MultiCheckField
from matchmaker.web.labels import choices


class AskForm(Form):
    """A request, with a message."""

    message = TextAreaField(_l("Message"), validators=[Optional(), Length(max=1000)])
    slot = SelectField(_l("Time"), coerce=int, default=0)

    def offer_times(self, slots: Sequence[Slot], zone: str) -> AskForm:
        """Fill in the times that suit both; 0 leaves it open."""
        locale = str(get_locale())
        times = [(slot.id, formatting.moment(slot.starts_at, zone, locale)) for slot in slots]
        self.slot.choices = [(0, gettext("Any time that suits both")), *times]
        return self


class DeclineForm(Form):
    """A no, with its reason."""

    reason = SelectField(_l("Why not?"), validators=[Optional()])
    note = TextAreaField(_l("A word to them"), validators=[Optional(), Length(max=500)])

    def offer_reasons(self) -> DeclineForm:
        """Fill in the reasons."""
        self.reason.choices = choices(DeclineReason, blank=True)
        return self


class InterpreterForm(Form):
    """An interpreter; the slots in which they work are plain check boxes of the page."""

    name = StringField(_l("Name"), validators=[InputRequired(), Length(max=120)])
    phone = TelField(_l("Telephone"), validators=[Optional(), Length(max=40)])
    languages = MultiCheckField(_l("Languages"), validators=[InputRequired()])
    user_id = SelectField(_l("Account"), coerce=int, validators=[Optional()])

    def offer_choices(self, accounts: list[tuple[int, str]]) -> InterpreterForm:
        """Fill in languages and the office's accounts."""
        self.languages.choices = language_choices()
        self.user_id.choices = [(0, "–"), *accounts]
        return self


class InterpretingForm(Form):
    """What a request needs of an interpreter."""

    need = RadioField(_l("Interpreter"), validators=[InputRequired()])
    one = SelectField(_l("From"), validators=[Optional()])
    other = SelectField(_l("To"), validators=[Optional()])

    def offer_choices(self, automatic: str) -> InterpretingForm:
        """Fill in the choices; ``automatic`` says what the languages of the two amount to."""
        self.need.choices = [
            ("auto", automatic),
            ("none", gettext("None is needed")),
            ("pair", gettext("Between these languages:")),
        ]
        self.one.choices = self.other.choices = language_choices()
        return self

    def interpreting(self) -> str | None:
        """As it is stored; raises Invalid for one language twice."""
        if self.need.data != "pair":
            return None if self.need.data == "auto" else NONE
        if self.one.data == self.other.data:
            raise Invalid("interpreter_languages", field="other")
        return Pair(frozenset([self.one.data]), frozenset([self.other.data])).key
