"""Words for requests and schedules."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from matchmaker.meetings.enums import (
    DeclineReason,
    DisturbanceKind,
    PreferenceValue,
    Publication,
    RequestState,
    RunMode,
    ScheduleState,
)
from matchmaker.meetings.languages import words_of
from matchmaker.web.errors import MESSAGES, SAID
from matchmaker.web.filters import reader_locale
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
register(
    {
        RunMode.SOLVE: _l("Made from the requests"),
        RunMode.NOTHING_MOVES: _l("Repair: nobody else moves"),
        RunMode.FEW_MOVES: _l("Repair: few move"),
        RunMode.RESTORE: _l("Brought back"),
    }
)
register(
    {
        Publication.PROVISIONAL: _l("Provisional, may still change"),
        Publication.FINAL: _l("Final"),
    }
)
register(
    {
        DisturbanceKind.CANCELLED: _l("Has cancelled"),
        DisturbanceKind.LATE: _l("Comes late"),
        DisturbanceKind.LEAVES: _l("Leaves early"),
        DisturbanceKind.TABLE_GONE: _l("Table cannot be used"),
        DisturbanceKind.OVERRUN: _l("Runs over"),
    }
)
register(
    {
        PreferenceValue.MUST: _l("We have to meet"),
        PreferenceValue.WANT: _l("We want to meet"),
        PreferenceValue.FINE: _l("Fine if it happens"),
        PreferenceValue.NEVER: _l("Never"),
    }
)
MESSAGES.update(
    {
        "colleague_asked": _l(
            "A colleague has a request with this company already; two companies meet once."
        ),
        "already_asked": _l("There is already a request between you two; see below."),
        "kept_apart": _l("This company is not open to a meeting with you."),
        "may_not_ask": _l("The organiser's rules do not let you ask this company."),
        "questions_first": _l(
            "Please answer the organiser's questions first; you find them on the event's page."
        ),
        "met_before": _l("You have met at an earlier event; the organiser wants new encounters at this one."),
        "open_quota": _l(
            "%(open)s of your requests wait for an answer. Wait for one, or take one back, then ask again."
        ),
        "total_quota": _l(
            "You have sent %(total)s requests, as many as the organiser allows. Take one back to ask again."
        ),
        "slot_gone": _l("This time is no longer there. Choose another one."),
        "slot_taken": _l("Somebody has just taken this time. Choose another one."),
        "agenda_full": _l("%(names)s already have as many meetings as they want."),
        "link_unreadable": _l("Write the whole address of the meeting, beginning with https://."),
        "booked_since": _l(
            "These have booked meetings that are not in this draft: %(names)s. Run the scheduler again; it keeps them."
        ),
        "final_now": _l("The schedule is final. Ask your trade promotion officer to change it."),
        "request_stands": _l("There is a request between you two. Decline it or take it back first."),
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
        "at_booth": _l("One of the two has a booth of its own: they meet at %(table)s."),
        "table_taken": _l("Table %(table)s is taken in this slot."),
        "no_table_free": _l("All tables are taken in this slot."),
        "table_closed": _l("Table %(table)s cannot be used in this slot."),
        "event_over": _l("All slots of the event are past."),
        "nothing_published": _l("Nothing is published yet, so there is nothing to repair."),
        "published_since": _l(
            "Version %(number)s was published meanwhile and changes the meetings of: %(names)s. Start again from it."
        ),
        "draft_changed": _l(
            "Another officer has changed this draft meanwhile. Look at it again, then publish it."
        ),
        "final_already": _l("The schedule is final; what is published now is final too."),
        "not_provisional": _l("This version is not what is published provisionally."),
        "nothing_to_restore": _l("This version has no meetings that could be brought back."),
        "not_late": _l("This is the first slot of the day: choose the slot in which they are first there."),
        "nothing_after": _l("This is the last slot of the day: nothing comes after it."),
        "slot_needed": _l("Choose a slot."),
        "no_office": _l("Add an office first."),
        "no_interpreter": _l("No interpreter for %(pair)s is free in this slot."),
        "interpreter_needed": _l(
            "This meeting needs an interpreter for %(pair)s. Say at the request that none is needed, if that is so."
        ),
        "interpreter_away": _l("This interpreter does not work in this slot."),
        "interpreter_taken": _l("This interpreter has another meeting in this slot."),
        "interpreter_in_use": _l(
            "%(name)s has meetings, the first: %(meetings)s. Give these another interpreter first, or say when %(name)s is away."
        ),
        "interpreter_languages": _l("Choose at least two languages."),
        "interpreter_twice": _l("This account is already an interpreter at this event."),
    }
)

SAID["pair"] = lambda key: words_of(key, reader_locale())

KINDS_OF_REASON = {
    "no-common-slot": _l("Never free at the same time"),
    "no-capacity": _l("No table in any slot they share"),
    "person-full": _l("One side has the most meetings it accepts"),
    "person-busy": _l("Other meetings fill the slots they share"),
    "tables-full": _l("All tables taken when both are free"),
    "interpreter-taken": _l("No interpreter left when both are free"),
    "resources-full": _l("No table or no interpreter left when both are free"),
    "interpreter-unavailable": _l("No interpreter in the slots they share"),
    "companies-met": _l("The two companies already meet"),
    "order": _l("The order asked for leaves no slot"),
    "travel": _l("No time to walk between the halls"),
    "breaks": _l("Waiting would become too uneven"),
    "not-found": _l("No place found in the time given"),
    "by_hand": _l("Taken out by hand"),
    "disturbed": _l("Broken by what happened on the day"),
}
"""code of a reason -> the heading of its group"""


ACTS = {
    "moved": _l("%(who)s moved %(meeting)s at %(at)s: it is now at %(slot)s, table %(table)s."),
    "locked": _l("%(who)s locked %(meeting)s at %(at)s (%(slot)s, table %(table)s)."),
    "unlocked": _l("%(who)s let %(meeting)s go at %(at)s (%(slot)s, table %(table)s)."),
    "interpreter": _l(
        "%(who)s changed the interpreter of %(meeting)s at %(at)s (%(slot)s, table %(table)s)."
    ),
    "removed": _l("%(who)s took %(meeting)s out at %(at)s."),
    "added": _l("%(who)s placed %(meeting)s at %(at)s: %(slot)s, table %(table)s."),
}
"""what an officer did to a meeting by hand -> how it is told"""


def board_words() -> dict[str, str]:
    """What the board's script says; it fills in what stands in braces."""
    return {
        "free": _("free"),
        "swap": _("swap"),
        "here": _("here now"),
        "short_past": _("past"),
        "short_interpreter": _("no interpreter"),
        "short_table": _("other table"),
        "short_taken": _("taken"),
        "past": _("This slot is past."),
        "away": _("{name} is not free in this slot."),
        "busy": _("{name} meets {other} in this slot (table {table})."),
        "taken": _("Table {table} is taken by {meeting}, which cannot go to {place}: {why}"),
        "full": _("Table {table} is taken by {meeting}."),
        "closed": _("Table {table} cannot be used in this slot."),
        "booth_of": _("Table {table} is the booth of {name}."),
        "at_booth": _("They meet at the booth, table {table}."),
        "online": _("This slot is online: it needs no table."),
        "not_online": _("This slot is not online: choose a table."),
        "interpreter": _("No interpreter for {pair} is free in this slot."),
        "cell_free": _("{place}: free."),
        "cell_swap": _("{place}: changes places with {meeting}."),
        "cell_here": _("{place}: it is here now."),
        "cell_no": _("{place}: {why}"),
        "cell_held": _("{place}: {meeting}"),
        "cell_empty": _("{place}: empty"),
        "place": _("{time}, table {table}"),
        "place_online": _("{time}, online"),
        "locked": _("locked"),
        "picked": _(
            "{meeting} is picked up. Choose a place with arrow keys or mouse; Enter drops it, Escape leaves it."
        ),
        "left": _("Left where it was."),
        "saving": _("Saving …"),
        "moved": _("{meeting} is now at {place}, and locked there."),
        "swapped": _("{meeting} and {other} have changed places, and are locked there."),
        "added": _("{meeting} is placed at {place}, and locked there."),
        "removed": _("{meeting} is out of the draft; it stands among those not placed."),
        "lock": _("Lock"),
        "unlock": _("Let go"),
        "lost": _("Not saved: no answer from the site. Everything is as it was; try again."),
        "over": _("This version is no longer a draft. Reload the page to see what is published."),
        "hidden": _("{count} of {all} meetings fit the filter."),
        "nobody": _("without an interpreter"),
        "weight": _("Weight {weight}"),
        "must": _("must"),
        "none_waiting": _("Nothing here: every accepted request with these words is placed."),
        "more_waiting": _("More are waiting; type a name to find them."),
        "no_table": _("online"),
    }


@dataclass(frozen=True)
class CheckWords:
    """What a line of the check list says when it is in order and when not, and where to mend it."""

    good: object
    bad: object
    endpoint: str = ""
    button: object = ""
    state: str | None = None
    step: str | None = None


def _step(step: str, good: object, bad: object) -> CheckWords:
    """Words of a check that a step of the set-up mends."""
    return CheckWords(good, bad, "events.set_up", _l("Set up"), step=step)


CHECKS = {
    "invited": CheckWords(
        _l("Companies are invited"),
        _l("Nobody can be booked: nobody is invited."),
        "events.invite",
        _l("Invite"),
    ),
    "opened": CheckWords(
        _l("The event is open"),
        _l("Nobody can answer: the event is a draft. Opening it sends the invitations."),
    ),
    "both_sides": CheckWords(
        _l("Suppliers and buyers take part"),
        _l("Nobody can be booked: one side is missing among those who take part."),
        "events.people",
        _l("People"),
    ),
    "days": _step(
        "days", _l("The event has days"), _l("Nobody can be booked, because the event has no day yet.")
    ),
    "slots": _step(
        "programme",
        _l("Breaks and programme leave slots for meetings"),
        _l("Nobody can be booked, because breaks and programme leave no slot."),
    ),
    "slots_ahead": _step(
        "days", _l("There are slots ahead"), _l("Nobody can be booked, because all slots are past.")
    ),
    "tables": _step(
        "halls",
        _l("There are tables"),
        _l("Nobody can be booked, because there is no table in the slots in the hall."),
    ),
    "rules": _step(
        "rules",
        _l("The rules let somebody ask"),
        _l("Nobody can be booked, because the rules let nobody ask anybody."),
    ),
    "quotas": _step(
        "rules",
        _l("Everybody may send requests"),
        _l("Nobody can be booked, because everybody may send 0 requests."),
    ),
    "asking_ahead": _step(
        "phases",
        _l("There are days for requests"),
        _l("Nobody can be booked, because the phases leave no day for requests before the last slot."),
    ),
    "phases_in_order": _step(
        "phases",
        _l("Requests close before scheduling opens"),
        _l("Scheduling opens while requests still come in; those accepted later are not in the schedule."),
    ),
    "places": _step(
        "halls",
        _l("There are places for all accepted requests"),
        _l("More requests are accepted than there are places at tables; so many too many:"),
    ),
    "silent": CheckWords(
        _l("Everybody has answered"),
        _l("Some invited companies have not answered; call them."),
        "events.people",
        _l("See who"),
        "invited",
    ),
    "never_free": CheckWords(
        _l("Everybody is free at some time"),
        _l("Some participants are busy in every slot and can meet nobody."),
        "events.people",
        _l("See who"),
        "accepted",
    ),
    "accepted_requests": CheckWords(
        _l("There are accepted requests"),
        _l("Nobody can be booked: no request is accepted yet."),
        "meetings.requests",
        _l("Requests"),
    ),
    "open_requests": CheckWords(
        _l("All requests are answered"),
        _l("Some requests wait for an answer."),
        "meetings.requests",
        _l("See which"),
        "open",
    ),
    "drafted": CheckWords(
        _l("A schedule is made"), _l("The scheduler has not run yet."), "meetings.schedule", _l("Schedule")
    ),
    "published": CheckWords(
        _l("The schedule is published"),
        _l("Participants see no agenda yet."),
        "meetings.schedule",
        _l("Schedule"),
    ),
}
"""code of a check -> its words"""
