"""Words of the lexicon's pages and for what they refuse."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from matchmaker.lexicon.enums import ConceptKind, Decision, WordSource
from matchmaker.web.errors import MESSAGES
from matchmaker.web.labels import register

register(
    {
        ConceptKind.PRODUCT: _l("A product"),
        ConceptKind.SERVICE: _l("A service"),
        ConceptKind.PROPERTY: _l("A property, such as dried or organic"),
    }
)
register(
    {
        WordSource.OFFICER: _l("added by an officer"),
        WordSource.LIST: _l("from a word list"),
        WordSource.LEARNED: _l("learned from texts"),
    }
)
register(
    {
        Decision.OPEN: _l("to decide"),
        Decision.ACCEPTED: _l("taken over"),
        Decision.REFUSED: _l("refused"),
    }
)
MESSAGES.update(
    {
        "no_word": _l("Write a word: letters of any script."),
        "no_hs_code": _l("This is no HS code. Write 2, 4 or 6 digits, for example 0910."),
        "no_such_concept": _l(
            "The lexicon has nothing of this name. Look it up first, or leave this empty for a new thing."
        ),
        "several_concepts": _l("Several things bear this name. Write one of these: %(names)s"),
        "word_known": _l("The lexicon has this word already."),
        "no_file": _l("Choose a file."),
        "list_too_large": _l("The list is too large: up to 20,000 words and 2 MB at a time."),
        "list_not_text": _l(
            "The file cannot be read as text in UTF-8. Save it as CSV (UTF-8) and try again."
        ),
        "list_columns": _l("Line 1 must name the columns concept, language and label."),
        "list_empty_cell": _l("Line %(line)s: concept or label is empty."),
        "list_language": _l("Line %(line)s: “%(cell)s” is no language code. Write for example vi, en or ko."),
        "list_long_label": _l("Line %(line)s: “%(cell)s” is too long for a name."),
        "list_hs": _l("Line %(line)s: “%(cell)s” is no HS code."),
        "list_entities": _l("The file declares entities, which are not read."),
        "list_not_xml": _l("Line %(line)s: the file is no well-formed XML."),
        "list_nothing": _l("The file holds no word."),
        "list_decided": _l("This list has been decided on already."),
        "translation_decided": _l("This translation has been decided on already."),
    }
)
