"""States of events and of participation."""

from __future__ import annotations

from enum import StrEnum


class EventState(StrEnum):
    """A draft is seen by its office only; an open one by those invited; a closed one can no longer change."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class ParticipationState(StrEnum):
    """From invitation to taking part."""

    INVITED = "invited"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    CANCELLED = "cancelled"
