"""Pages of the day: check-in, arrivals, the hall, what works without network, reports of meetings."""

from matchmaker.attendance.views import checking
from matchmaker.attendance.views.blueprint import blueprint

__all__ = ["blueprint", "checking"]
