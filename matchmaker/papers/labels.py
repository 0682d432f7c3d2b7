"""Words for kinds of papers."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from matchmaker.papers.enums import PaperKind
from matchmaker.web.errors import MESSAGES
from matchmaker.web.labels import register

register(
    {
        PaperKind.AGENDAS: _l("Personal agendas"),
        PaperKind.TABLES: _l("Table cards"),
        PaperKind.BADGES: _l("Badges"),
        PaperKind.PARTICIPANTS: _l("List for the entrance"),
        PaperKind.CATALOGUE: _l("Catalogue of participants"),
        PaperKind.INTERPRETERS: _l("Interpreters' rosters"),
    }
)
USES = {
    PaperKind.AGENDAS: _l(
        "One for each participant, in their own language, with times, tables, partners and gaps."
    ),
    PaperKind.TABLES: _l("For each table and day: who sits there when."),
    PaperKind.BADGES: _l("Eight on a page, to cut out; the QR code checks people in."),
    PaperKind.PARTICIPANTS: _l("Everybody by name, with a box to tick and the badge's code."),
    PaperKind.CATALOGUE: _l("What each firm offers and looks for; people and contacts only as they consent."),
    PaperKind.INTERPRETERS: _l("The day of each interpreter, in a language they speak."),
}
NOTHING_YET = {
    PaperKind.AGENDAS: _l("There are agendas as soon as a schedule is published."),
    PaperKind.TABLES: _l("There are table cards as soon as a schedule is published."),
    PaperKind.BADGES: _l("Nobody takes part yet."),
    PaperKind.PARTICIPANTS: _l("Nobody takes part yet."),
    PaperKind.CATALOGUE: _l("Nobody takes part yet."),
    PaperKind.INTERPRETERS: _l(
        "There are rosters as soon as interpreters are listed and a schedule is published."
    ),
}
MESSAGES.update(
    {
        "fonts_missing": _l(
            "Papers cannot be printed yet: the server lacks the fonts of %(packages)s. Ask who runs it to install them."
        ),
        "nothing_to_print": _l("There is nothing to print yet."),
    }
)
