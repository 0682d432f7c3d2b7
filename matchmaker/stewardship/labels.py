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
    "language": _l("is no language we know"),
    "choice": _l("is none of the choices"),
    "twice": _l("stands in the sheet twice"),
    "no_member": _l("belongs to an account that is no company's"),
}
"""What is wrong with a cell."""
REASONS = {
    "tax_code": _l("same tax code"),
    "email": _l("same e-mail address"),
    "phone": _l("same telephone number"),
    "website": _l("same website"),
    "address": _l("same address"),
    "tax_head": _l("tax codes of one head office"),
    "name": _l("a name much alike"),
}
"""Why two companies are taken for twins."""
FIELD_WORDS = {
    "legal_name": _l("Legal name"), "latin_name": _l("Legal name in Latin letters"), "trading_name": _l("Trading name"),
    "tax_code": _l("Tax code or registry number"), "side": _l("Side"), "kind": _l("Kind of company"),
    "country": _l("Country"), "place": _l("Province and commune"), "address": _l("Street address"),
    "website": _l("Website"), "phone": _l("Telephone"), "email": _l("E-mail"), "founded": _l("Founded in the year"),
    "employees": _l("Employees"), "turnover": _l("Turnover a year"), "export_share": _l("Share of exports, per cent"),
    "languages": _l("Languages"), "partnership_kinds": _l("Partnerships you look for"), "description": _l("About"),
    "excluded_countries": _l("Countries not wanted"), "excluded_companies": _l("Companies not wanted"),
    "published": _l("In the public directory"), "verified": _l("Verified"),
}  # fmt: skip
"""The fields of two companies side by side."""
TABLE_WORDS = {
    "company": _l("profiles"), "membership": _l("people"), "colleague_invitation": _l("invitations of colleagues"),
    "offer": _l("offers"), "need": _l("needs"), "certificate": _l("certificates"), "stored_file": _l("files"),
    "proposal": _l("matches"), "answer": _l("answers to matches"), "participation": _l("participations in events"),
    "meeting_request": _l("meeting requests"), "meeting": _l("meetings"), "seat": _l("seats in schedules"),
    "event_table": _l("booths"), "other": _l("other records"),
}  # fmt: skip
"""What a merge touches, by table."""
MESSAGES.update(
    {
        "pair_merged": _l("%(person)s has merged these two meanwhile."),
        "pair_different": _l("%(person)s has decided meanwhile that these are two companies."),
        "twin_gone": _l("One of the two was merged with another company meanwhile."),
        "twin_changed": _l(
            "One of the two profiles was changed meanwhile. Look at the newest state, then merge."
        ),
        "undone_already": _l("This merge was undone already."),
        "undo_too_late": _l("A merge can be undone for %(days)s days; this one is older."),
        "undo_later_first": _l("First undo the later merge of %(gone)s into %(kept)s."),
        "undo_blocked": _l(
            "%(company)s cannot come back: another company has its tax code now. Nothing was changed."
        ),
        "not_a_sheet": _l("This is neither an Excel sheet (XLSX) nor a text file (CSV) that can be read."),
        "no_headings": _l("No headings were found. Keep the headings of the template in one row."),
        "no_rows": _l("There is nothing below the headings."),
        "too_many_rows": _l("The sheet has more than %(most)s rows. Split it."),
        "list_empty": _l("Paste some lines, or choose a file."),
        "list_long": _l("The list has more than %(most)s lines. Split it."),
        "file_empty": _l("Choose a file."),
        "import_over": _l("This import is applied or under way already."),
    }
)
