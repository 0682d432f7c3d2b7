"""Words for states of events and participation."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from matchmaker.events.enums import EventState, MetBefore, Mode, ParticipationState, PhaseKind, QuestionKind
from matchmaker.web.errors import MESSAGES
from matchmaker.web.labels import register

register({EventState.DRAFT: _l("Draft"), EventState.OPEN: _l("Open"), EventState.CLOSED: _l("Closed")})
register(
    {
        ParticipationState.INVITED: _l("Invited"),
        ParticipationState.WAITING: _l("On the waiting list"),
        ParticipationState.ACCEPTED: _l("Takes part"),
        ParticipationState.DECLINED: _l("Declined"),
        ParticipationState.CANCELLED: _l("Cancelled"),
    }
)
register(
    {
        PhaseKind.PROFILES: _l("Profiles"),
        PhaseKind.REQUESTS: _l("Requests"),
        PhaseKind.SCHEDULING: _l("Scheduling"),
        PhaseKind.PROVISIONAL: _l("Provisional schedule"),
        PhaseKind.BOOKING: _l("Booking of free slots"),
        PhaseKind.FINAL: _l("Final schedule"),
        PhaseKind.FOLLOW_UP: _l("Follow-up"),
    }
)
register(
    {
        QuestionKind.TEXT: _l("Text"),
        QuestionKind.CHOICE: _l("One of several"),
        QuestionKind.FILE: _l("File"),
    }
)
register(
    {
        Mode.SCHEDULE: _l("Officers schedule: requests are accepted, then the scheduler places them"),
        Mode.BOOKING: _l("People book free slots themselves"),
        Mode.BOTH: _l("Officers schedule first, then people book the free slots that are left"),
    }
)
register(
    {
        MetBefore.ALLOW: _l("They may meet again"),
        MetBefore.WARN: _l("They may, and are told that they have met"),
        MetBefore.REFUSE: _l("They may not meet again"),
    }
)
MESSAGES.update(
    {
        "breaks_unreadable": _l("Write breaks like 12:00-13:30, 15:00-15:15."),
        "day_twice": _l("A day stands here twice."),
        "no_slot_fits": _l(
            "No slot fits between opening and closing. Open longer, or make slots or breaks shorter."
        ),
        "too_many_slots": _l("That makes more than %(most)s slots. Make slots longer or days fewer."),
        "slots_in_use": _l("These slots have meetings and would go: %(slots)s. Move the meetings first."),
        "tables_in_use": _l("These tables have meetings and would go: %(tables)s. Move the meetings first."),
        "event_closed": _l("The event is closed; nothing can be changed any more."),
        "not_invited": _l("Your company is not invited to this event."),
        "taken_out": _l(
            "The organiser has taken your company out of this event. Ask the office that runs it."
        ),
        "company_not_there": _l("First the company has to take part."),
        "represents_already": _l("%(person)s comes already."),
        "event_not_open": _l("The event is not open: nobody sees it yet."),
        "person_needed": _l("Write the person's name."),
        "company_needed": _l("Write the company's name."),
        "profiles_over": _l("The time for profiles and answers is over. Ask your trade promotion officer."),
        "answer_needed": _l("Please answer this question."),
        "answer_unknown": _l("Choose one of the answers; a text may have 2,000 letters."),
        "hall_taken": _l("There is such a hall already; change its number of tables above."),
        "booth_of_whom": _l("Choose whose booth it is."),
        "booth_twice": _l("This participant has a booth already: %(table)s."),
        "label_taken": _l("A table or booth with this name is there already."),
        "phase_order": _l("It must close after it opens."),
        "phase_opens_needed": _l("Say from when, too."),
        "session_order": _l("It must end after it begins."),
        "session_overlap": _l("Another part of the programme is at this time."),
        "options_needed": _l("Write at least two answers to choose from, one a line."),
        "options_uneven": _l("Write as many answers in Vietnamese as in English, in the same order."),
        "remind_too_early": _l(
            "The reminder must come after the request: choose fewer days than for the answer."
        ),
        "time_zone_unknown": _l("This time zone is not known."),
    }
)
