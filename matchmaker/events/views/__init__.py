"""Pages of events: the list, one event, planning it in steps, inviting, its people, taking part."""

from matchmaker.events.views import inviting, people, planning, setting_up, taking_part
from matchmaker.events.views.blueprint import blueprint

__all__ = ["blueprint", "inviting", "people", "planning", "setting_up", "taking_part"]
