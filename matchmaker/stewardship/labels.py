"""Words for problems of cells and sheets."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from matchmaker.web.errors import MESSAGES

PROBLEMS = {
    "required": _l("is missing"),
    "too_long": _l("is too long"),
    "tax_code": _l("is no tax code"),
    "email": _l("is no e-mail address"),
    "phone": _l("is no telephone number"),
    "province": _l("is no province we know"),
    "country": _l("is no country we know"),
    "side": _l("must be supplier or buyer"),
    "kind": _l("is no kind of company we know"),
    "form": _l("is no form we know"),
    "unit": _l("is no unit we know"),
    "hs": _l("is no HS code"),
    "number": _l("is no number"),
}
"""What is wrong with a cell."""
REASONS = {
    "tax_code": _l("same tax code"),
    "email": _l("same e-mail address"),
    "phone": _l("same telephone number"),
    "website": _l("same website"),
    "name": _l("a name much alike"),
}
"""Why two companies are taken for twins."""
MESSAGES.update(
    {
        "not_a_sheet": _l("This is neither an Excel sheet (XLSX) nor a text file (CSV) that can be read."),
        "no_headings": _l("No headings were found. Keep the headings of the template in one row."),
        "no_rows": _l("There is nothing below the headings."),
        "too_many_rows": _l("The sheet has more than %(most)s rows. Split it."),
        "file_empty": _l("Choose a file."),
        "import_over": _l("This import is applied or under way already."),
    }
)
