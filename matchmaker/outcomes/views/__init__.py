"""What came of the meetings, and the thanks after an event."""

from matchmaker.outcomes.views import following, thanking
from matchmaker.outcomes.views.blueprint import blueprint

__all__ = ["blueprint", "following", "thanking"]
