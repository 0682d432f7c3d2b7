"""Words for answers and for what matching refuses."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from matchmaker.matching.enums import AnswerValue, NoReason
from matchmaker.web.errors import MESSAGES
from matchmaker.web.labels import register

register(
    {
        AnswerValue.INTERESTED: _l("Interested"),
        AnswerValue.NOT_NOW: _l("Not now"),
        AnswerValue.NO: _l("No, thank you"),
    }
)
register(
    {
        NoReason.WRONG_PRODUCT: _l("It is another product"),
        NoReason.WRONG_FORM: _l("It is in another form"),
        NoReason.VOLUME: _l("The volumes do not fit"),
        NoReason.PRICE: _l("The price does not fit"),
        NoReason.CERTIFICATES: _l("Certificates are missing"),
        NoReason.MARKET: _l("We do not trade with that country"),
        NoReason.KNOWN: _l("We already work together"),
        NoReason.OTHER: _l("Another reason"),
    }
)
MESSAGES["reason_needed"] = _l("Say why: it teaches the matching what not to propose again.")
MESSAGES["unknown_answer"] = _l("Choose one of the answers.")
MESSAGES["parallel_not_text"] = _l(
    "The file cannot be read as text in UTF-8. Save it as CSV (UTF-8) and try again."
)
MESSAGES["parallel_columns"] = _l(
    "Line 1 must name the languages of the columns, for example vi and en; en must be there."
)
MESSAGES["parallel_too_large"] = _l("The file is too large: up to 50,000 rows and 10 MB.")
