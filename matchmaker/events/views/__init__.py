"""Pages of events: the list, one event, planning it in steps, inviting, taking part."""

from matchmaker.events.views import people, planning, setting_up
from matchmaker.events.views.blueprint import blueprint

__all__ = ["blueprint", "people", "planning", "setting_up"]
