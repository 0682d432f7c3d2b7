"""Pages of offers and needs: one's own, the public's, the form in steps, certificates, the shortlist."""

from matchmaker.catalogue.views import browsing, editing, own
from matchmaker.catalogue.views.blueprint import blueprint

__all__ = ["blueprint", "browsing", "editing", "own"]
