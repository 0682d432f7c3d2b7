"""Pages of events: the list, one event, planning it in steps, inviting, its people, taking part."""

from matchmaker.events.views import answers, inviting, people, planning, setting_up, taking_part
from matchmaker.events.views.blueprint import blueprint

__all__ = ["answers", "blueprint", "inviting", "people", "planning", "setting_up", "taking_part"]
