"""Kinds of papers."""

from __future__ import annotations

from enum import StrEnum


class PaperKind(StrEnum):
    """What can be printed, in the order in which all of it is printed."""

    AGENDAS = "agendas"
    TABLES = "tables"
    BADGES = "badges"
    PARTICIPANTS = "participants"
    CATALOGUE = "catalogue"
    INTERPRETERS = "interpreters"


SCHEDULED = frozenset({PaperKind.AGENDAS, PaperKind.TABLES, PaperKind.INTERPRETERS})
"""Those that say who meets whom: there are none before a schedule is published."""
