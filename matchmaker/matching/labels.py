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
