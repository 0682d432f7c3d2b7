"""Pages of companies: joining, one's own company, the directory, the officers' list."""

from matchmaker.companies.views import directory, joining, managing, own
from matchmaker.companies.views.blueprint import blueprint

__all__ = ["blueprint", "directory", "joining", "managing", "own"]
