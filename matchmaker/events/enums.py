"""States of events and of participation, modes, phases, kinds of questions."""

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
    WAITING = "waiting"  # wants to take part; the event is full
    ACCEPTED = "accepted"
    DECLINED = "declined"
    CANCELLED = "cancelled"


class ContactKind(StrEnum):
    """How an officer got in touch."""

    REMINDER = "reminder"
    CALL = "call"


class PhaseKind(StrEnum):
    """The stretches of an event, in their order."""

    PROFILES = "profiles"
    REQUESTS = "requests"
    SCHEDULING = "scheduling"
    PROVISIONAL = "provisional"
    BOOKING = "booking"
    FINAL = "final"
    FOLLOW_UP = "follow_up"


class QuestionKind(StrEnum):
    """How a question of the organiser is answered."""

    TEXT = "text"
    CHOICE = "choice"
    FILE = "file"


class Mode(StrEnum):
    """Who gives meetings their times: officers by the scheduler, people by booking free slots, or first one, then the other."""

    SCHEDULE = "schedule"
    BOOKING = "booking"
    BOTH = "both"


class MetBefore(StrEnum):
    """What happens when two who met at an earlier event ask each other again."""

    ALLOW = "allow"
    WARN = "warn"
    REFUSE = "refuse"
