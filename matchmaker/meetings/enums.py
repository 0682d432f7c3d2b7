"""States of meeting requests and of schedule versions."""

from __future__ import annotations

from enum import StrEnum


class RequestState(StrEnum):
    """A request waits, is answered, taken back, or expires with notice."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class DeclineReason(StrEnum):
    """Why a request is declined."""

    NOT_RELEVANT = "not_relevant"
    AGENDA_FULL = "agenda_full"
    ALREADY_PARTNERS = "already_partners"
    NOT_ATTENDING = "not_attending"
    OTHER = "other"


class ScheduleState(StrEnum):
    """A version is computed, then a draft that officers may change, then published or set aside."""

    RUNNING = "running"
    DRAFT = "draft"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    FAILED = "failed"


class SeatKind(StrEnum):
    """What a seat row takes for a slot."""

    PARTICIPATION = "participation"
    TABLE = "table"
    INTERPRETER = "interpreter"


class RunMode(StrEnum):
    """How a version was made: from the requests, from the published version with as little change as asked, or brought
    back from an older one."""

    SOLVE = "solve"
    NOTHING_MOVES = "nothing-moves"
    FEW_MOVES = "few-moves"
    RESTORE = "restore"


class Publication(StrEnum):
    """What people are told of a published version: that it may still change, or that it is fixed."""

    PROVISIONAL = "provisional"
    FINAL = "final"


class DisturbanceKind(StrEnum):
    """What happens on the day."""

    CANCELLED = "cancelled"
    LATE = "late"
    LEAVES = "leaves"
    TABLE_GONE = "table_gone"
    OVERRUN = "overrun"


class PreferenceValue(StrEnum):
    """How much a participant wants to meet another one."""

    MUST = "must"
    WANT = "want"
    FINE = "fine"
    NEVER = "never"
