"""Use cases that write: marks of attendance, walk-ins, the hall's screen, reports of meetings."""

from matchmaker.attendance.operations.marking import MarkResult, Tap, check_person, mark, mark_all

__all__ = ["MarkResult", "Tap", "check_person", "mark", "mark_all"]
