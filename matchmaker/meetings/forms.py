"""Forms of meeting requests."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, TextAreaField
from wtforms.validators import Length, Optional

from matchmaker.meetings.enums import DeclineReason
from matchmaker.web.forms import Form
from matchmaker.web.labels import choices


class AskForm(Form):
    """A request, with a message."""

    message = TextAreaField(_l("Message"), validators=[Optional(), Length(max=1000)])


class DeclineForm(Form):
    """A no, with its reason."""

    reason = SelectField(_l("Why not?"), validators=[Optional()])
    note = TextAreaField(_l("A word to them"), validators=[Optional(), Length(max=500)])

    def offer_reasons(self) -> DeclineForm:
        """Fill in the reasons."""
        self.reason.choices = choices(DeclineReason, blank=True)
        return self
