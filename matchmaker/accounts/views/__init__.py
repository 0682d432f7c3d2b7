"""Pages of accounts: entering, one's own settings, the office's people."""

from matchmaker.accounts.views import entry, people, settings
from matchmaker.accounts.views.blueprint import blueprint

__all__ = ["blueprint", "entry", "people", "settings"]
