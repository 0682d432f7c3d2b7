"""Pages of events: the list, one event, planning, inviting, taking part."""

from matchmaker.events.views import people, planning
from matchmaker.events.views.blueprint import blueprint

__all__ = ["blueprint", "people", "planning"]
