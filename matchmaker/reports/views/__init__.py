"""The start pages, and the figures of an event."""

from matchmaker.reports.views import figures, home
from matchmaker.reports.views.blueprint import blueprint

__all__ = ["blueprint", "figures", "home"]
