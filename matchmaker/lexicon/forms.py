"""A word, a word list."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import FileField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from matchmaker.lexicon.enums import ConceptKind
from matchmaker.web.forms import Form
from matchmaker.web.labels import choices


class WordForm(Form):
    """A name in one language, for a thing that is known or for a new one."""

    label = StringField(_l("Word"), validators=[DataRequired(), Length(max=200)])
    language = SelectField(_l("Language"), validators=[DataRequired()])
    concept = StringField(_l("Means the same as"), validators=[Optional(), Length(max=200)])
    kind = SelectField(_l("Otherwise, what is it?"), validators=[Optional()])
    hs_code = StringField(_l("HS code"), validators=[Optional(), Length(max=20)])
    broader = StringField(_l("Belongs to"), validators=[Optional(), Length(max=200)])

    def offer_choices(self, languages: list[tuple[str, str]]) -> WordForm:
        """Fill in the choices, in the reader's language."""
        self.language.choices = languages
        self.kind.choices = choices(ConceptKind)
        return self


class ListForm(Form):
    """A word list with the terms on which it may be used."""

    file = FileField(_l("Word list (CSV or SKOS in RDF/XML)"), validators=[InputRequired()])
    licence = StringField(_l("Licence or permission"), validators=[DataRequired(), Length(max=200)])
