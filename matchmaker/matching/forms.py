"""The answer to a proposal."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, TextAreaField
from wtforms.validators import Length, Optional

from matchmaker.matching.enums import NoReason
from matchmaker.web.forms import Form
from matchmaker.web.labels import choices


class AnswerForm(Form):
    """Interested, not now, or no with its reason."""

    value = HiddenField()
    version = HiddenField()
    reason = SelectField(_l("Why not?"), validators=[Optional()])
    note = TextAreaField(_l("Note (only the officers see it)"), validators=[Optional(), Length(max=1000)])

    def offer_reasons(self) -> AnswerForm:
        """Fill in the choices, in the reader's language."""
        self.reason.choices = choices(NoReason, blank=True)
        return self
