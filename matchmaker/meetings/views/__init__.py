"""Pages of requests, schedules and agendas."""

from matchmaker.meetings.views import agenda, requests, schedule
from matchmaker.meetings.views.blueprint import blueprint

__all__ = ["agenda", "blueprint", "requests", "schedule"]
