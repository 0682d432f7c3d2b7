"""Words for stages."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from matchmaker.outcomes.enums import Stage
from matchmaker.web.errors import MESSAGES
from matchmaker.web.labels import register

register(
    {
        Stage.MET: _l("Met"),
        Stage.SAMPLE: _l("Sample"),
        Stage.QUOTATION: _l("Quotation"),
        Stage.MEMORANDUM: _l("Memorandum"),
        Stage.CONTRACT: _l("Contract"),
        Stage.SHIPMENT: _l("Shipment"),
        Stage.NO: _l("A clear no"),
    }
)
MESSAGES.update(
    {
        "thanks_sent": _l("The thanks were sent already; nobody gets them twice."),
        "thanks_early": _l("The thanks can be sent when the last meeting is over."),
        "currency_missing": _l("Choose the currency of the value."),
        "value_unreadable": _l("This is not an amount. Write for example 12500."),
    }
)
