"""Marks of attendance, reasons of absence, and what a meeting was like."""

from __future__ import annotations

from enum import StrEnum


class Mark(StrEnum):
    """What a helper says of a person on a day; UNDONE takes the last word back, the person is expected again."""

    ARRIVED = "arrived"
    LATE = "late"
    NO_SHOW = "no_show"
    UNDONE = "undone"


class AbsenceReason(StrEnum):
    """Why somebody does not come."""

    NOT_REACHED = "not_reached"
    TRANSPORT = "transport"
    ILLNESS = "illness"
    CANCELLED = "cancelled"
    OTHER = "other"


class Answer(StrEnum):
    """What became of a mark that was sent: done; the same key again; somebody was there already; cannot be."""

    DONE = "done"
    REPEATED = "repeated"
    ALREADY = "already"
    REFUSED = "refused"


class Held(StrEnum):
    """Whether a meeting took place, as one side tells it."""

    HELD = "held"
    OTHER_ABSENT = "other_absent"
    NOT_HELD = "not_held"


class NextStep(StrEnum):
    """What two companies do next."""

    NOTHING = "nothing"
    CONTACT = "contact"
    SAMPLE = "sample"
    QUOTATION = "quotation"
    VISIT = "visit"
    CONTRACT = "contract"
