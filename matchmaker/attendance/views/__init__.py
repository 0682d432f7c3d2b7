"""Pages of the day: check-in, arrivals, the hall, what works without network, reports of meetings."""

from matchmaker.attendance.views import arriving, checking, halls, phones, reporting, telling
from matchmaker.attendance.views.blueprint import blueprint

__all__ = ["arriving", "blueprint", "checking", "halls", "phones", "reporting", "telling"]
