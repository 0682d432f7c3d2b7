"""Use cases that write: planning events, inviting, taking part."""

from matchmaker.events.operations.arriving import NewParticipant, add_participant
from matchmaker.events.operations.planning import EventPlan, create_event, owned, set_state, update_event
from matchmaker.events.operations.repointing import repoint_company
from matchmaker.events.operations.taking_part import answer_invitation, invite, set_days, withdraw

__all__ = [
    "EventPlan",
    "NewParticipant",
    "add_participant",
    "answer_invitation",
    "create_event",
    "invite",
    "owned",
    "repoint_company",
    "set_days",
    "set_state",
    "update_event",
    "withdraw",
]
