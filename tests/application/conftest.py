"""An application that needs no database, for tests of what it is made of."""

from __future__ import annotations

import pytest

from config import read_settings
from matchmaker.app import create_app
from matchmaker.web.transaction import Application


@pytest.fixture(scope="session")
def whole_app(tmp_path_factory: pytest.TempPathFactory) -> Application:
    """The application, on an empty database that no test here asks anything of."""
    folder = tmp_path_factory.mktemp("application")
    return create_app(read_settings({"MATCHMAKER_DATA": str(folder), "MATCHMAKER_TESTING": "yes"}))
