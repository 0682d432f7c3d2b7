"""Use cases that write: planning events, inviting, taking part."""

from matchmaker.events.operations.arriving import NewParticipant, add_participant
from matchmaker.events.operations.planning import (
    add_booth,
    change_event,
    create_event,
    owned,
    remove_booth,
    remove_day,
    save_day,
    set_hall,
    set_state,
)
from matchmaker.events.operations.repointing import repoint_company
from matchmaker.events.operations.setting_up import (
    raise_question,
    remove_question,
    remove_session,
    save_question,
    save_session,
    set_phases,
)
from matchmaker.events.operations.taking_part import answer_invitation, invite, set_days, withdraw

__all__ = [
    "NewParticipant",
    "add_booth",
    "add_participant",
    "answer_invitation",
    "change_event",
    "create_event",
    "invite",
    "owned",
    "raise_question",
    "remove_booth",
    "remove_day",
    "remove_question",
    "remove_session",
    "repoint_company",
    "save_day",
    "save_question",
    "save_session",
    "set_days",
    "set_hall",
    "set_phases",
    "set_state",
    "withdraw",
]
