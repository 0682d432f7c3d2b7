"""Words for attendance and reports."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from matchmaker.attendance.enums import AbsenceReason, Held, Mark, NextStep
from matchmaker.web.errors import MESSAGES
from matchmaker.web.labels import register

register(
    {
        Mark.ARRIVED: _l("Here"),
        Mark.LATE: _l("Comes late"),
        Mark.NO_SHOW: _l("Does not come"),
        Mark.UNDONE: _l("Expected"),
    }
)
register(
    {
        AbsenceReason.NOT_REACHED: _l("Cannot be reached"),
        AbsenceReason.TRANSPORT: _l("Transport"),
        AbsenceReason.ILLNESS: _l("Illness"),
        AbsenceReason.CANCELLED: _l("Has cancelled"),
        AbsenceReason.OTHER: _l("Another reason"),
    }
)
register(
    {
        Held.HELD: _l("Yes"),
        Held.OTHER_ABSENT: _l("No, the other side did not come"),
        Held.NOT_HELD: _l("No, for another reason"),
    }
)
register(
    {
        NextStep.NOTHING: _l("Nothing more"),
        NextStep.CONTACT: _l("Stay in touch"),
        NextStep.SAMPLE: _l("Send samples"),
        NextStep.QUOTATION: _l("Send a quotation"),
        NextStep.VISIT: _l("Visit"),
        NextStep.CONTRACT: _l("Prepare a contract"),
    }
)
MESSAGES.update(
    {
        "key_unreadable": _l("This could not be sent. Reload the page and try again."),
        "mark_unknown": _l("Choose what to note."),
        "reason_missing": _l("Choose why they do not come."),
        "time_missing": _l("Say when they will be here, for example 09:40."),
        "badge_unknown": _l(
            "No badge of this event has this code. Check what you typed, or look for the name."
        ),
        "badge_of_other_event": _l(
            "This badge is of another event: %(company)s, %(event)s on %(on)s. It does not count here."
        ),
        "person_invited": _l("%(company)s is invited but has not accepted. Register them as a walk-in."),
        "person_declined": _l(
            "%(company)s has declined. If they are here after all, register them as a walk-in."
        ),
        "person_cancelled": _l(
            "%(company)s was taken out of this event. Ask the officer before you let them in."
        ),
        "person_not_taking_part": _l("%(company)s does not take part in this event."),
        "held_missing": _l("Say whether you met."),
        "rating_unknown": _l("Choose one to five."),
        "step_unknown": _l("Choose the next step."),
        "amount_unreadable": _l("This is not an amount. Write for example 12500."),
        "amount_without_currency": _l("Choose the currency of the value."),
        "notes_long": _l("Notes may have up to %(most)s characters."),
        "company_unsure": _l("There are companies of this name. Choose one, or say that it is a new one."),
        "too_early": _l("%(event)s begins on %(on)s; check-in opens on the day before."),
    }
)
