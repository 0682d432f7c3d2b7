"""Use cases that write: marks of attendance, walk-ins, the hall's screen, reports of meetings."""

from matchmaker.attendance.operations.marking import MarkResult, Tap, check_person, mark, mark_all
from matchmaker.attendance.operations.reporting import Report, save_report
from matchmaker.attendance.operations.screens import make_screen
from matchmaker.attendance.operations.walking_in import register_walk_in

__all__ = [
    "MarkResult",
    "Report",
    "Tap",
    "check_person",
    "make_screen",
    "mark",
    "mark_all",
    "register_walk_in",
    "save_report",
]
