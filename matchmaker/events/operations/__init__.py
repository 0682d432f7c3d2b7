"""Use cases that write: planning events, inviting, taking part, the waiting list, representatives, contacts."""

from matchmaker.events.operations.announcing import announce_phases
from matchmaker.events.operations.answering import answer_questions
from matchmaker.events.operations.arriving import NewParticipant, add_participant
from matchmaker.events.operations.contacting import note_call
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
from matchmaker.events.operations.representing import add_representative
from matchmaker.events.operations.setting_up import (
    raise_question,
    remove_question,
    remove_session,
    save_question,
    save_session,
    set_phases,
)
from matchmaker.events.operations.taking_part import answer_invitation, invite, set_days, withdraw
from matchmaker.events.operations.waiting import (
    answer_for,
    move_up,
    set_places,
    set_public_link,
    take_part_by_link,
)

__all__ = [
    "NewParticipant",
    "add_booth",
    "add_participant",
    "add_representative",
    "announce_phases",
    "answer_for",
    "answer_invitation",
    "answer_questions",
    "change_event",
    "create_event",
    "invite",
    "move_up",
    "note_call",
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
    "set_places",
    "set_public_link",
    "set_state",
    "take_part_by_link",
    "withdraw",
]
