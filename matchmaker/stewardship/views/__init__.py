"""Pages of stewardship: importing sheets, likely twins, merges."""

from matchmaker.stewardship.views import importing, people, twins
from matchmaker.stewardship.views.blueprint import blueprint

__all__ = ["blueprint", "importing", "people", "twins"]
