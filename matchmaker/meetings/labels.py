"""Words for requests and schedules."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from matchmaker.meetings.enums import DeclineReason, RequestState, ScheduleState
from matchmaker.web.errors import MESSAGES
from matchmaker.web.labels import register

register(
    {
        RequestState.OPEN: _l("Waits for an answer"),
        RequestState.ACCEPTED: _l("Accepted"),
        RequestState.DECLINED: _l("Declined"),
        RequestState.WITHDRAWN: _l("Taken back"),
        RequestState.EXPIRED: _l("Expired"),
    }
)
register(
    {
        DeclineReason.NOT_RELEVANT: _l("Does not fit what we do"),
        DeclineReason.AGENDA_FULL: _l("Our agenda is full"),
        DeclineReason.ALREADY_PARTNERS: _l("We already work together"),
        DeclineReason.NOT_ATTENDING: _l("We cannot come"),
        DeclineReason.OTHER: _l("Another reason"),
    }
)
register(
    {
        ScheduleState.RUNNING: _l("Being computed"),
        ScheduleState.DRAFT: _l("Draft"),
        ScheduleState.PUBLISHED: _l("Published"),
        ScheduleState.SUPERSEDED: _l("Replaced"),
        ScheduleState.FAILED: _l("Failed"),
    }
)
MESSAGES.update(
    {
        "already_asked": _l("There is already a request between you two; see below."),
        "same_company": _l("A company cannot ask itself."),
        "not_taking_part": _l("Both companies must take part in the event."),
        "requests_over": _l("The time for requests and answers is over. Ask your trade promotion officer."),
        "answered_already": _l("This request was answered, taken back or has expired meanwhile."),
        "decline_reason": _l("Say why; it is told politely."),
        "schedule_running": _l("The scheduler is already at work for this event."),
        "nothing_to_schedule": _l("Nobody can be booked yet: there is no accepted request."),
        "not_a_draft": _l("Only a draft can be changed; this version is published or replaced."),
        "someone_busy": _l("%(names)s already have a meeting in this slot."),
        "not_free": _l("%(names)s said they are not free in this slot."),
        "table_taken": _l("Table %(table)s is taken in this slot."),
        "no_table_free": _l("All tables are taken in this slot."),
        "no_office": _l("Add an office first."),
    }
)
