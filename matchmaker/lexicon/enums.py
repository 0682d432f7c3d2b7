"""Kinds of concepts and states of what officers decide about."""

from __future__ import annotations

from enum import StrEnum


class ConceptKind(StrEnum):
    """What a concept of one's own is."""

    PRODUCT = "product"
    SERVICE = "service"
    PROPERTY = "property"


class WordSource(StrEnum):
    """Where a word of one's own comes from."""

    OFFICER = "officer"
    LIST = "list"
    LEARNED = "learned"


class Decision(StrEnum):
    """State of something that waits for an officer: a word list, a learned translation."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REFUSED = "refused"
