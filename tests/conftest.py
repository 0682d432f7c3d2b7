"""Fixtures: a migrated database of each kind for every test that asks for one, the application, a client."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from config import ROOT, Settings, read_settings
from matchmaker.app import create_app
from matchmaker.db import Database
from matchmaker.schema import migrate
from matchmaker.web.transaction import Application
from tests import servers
from tests.browser_client import BrowserClient

NOW = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)  # a Monday, nine in the morning in Kon Tum


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever uses a database is marked so."""
    for item in items:
        if "database_url" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.database)


@pytest.fixture
def now() -> datetime:
    """The instant at which the test plays, where nothing asks the real clock."""
    return NOW


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, copied for every test."""
    path = tmp_path_factory.mktemp("template") / "template.sqlite"
    database = Database(f"sqlite:///{path}")
    migrate(ROOT, database)
    database.engine.dispose()  # the last connection leaves one file, with nothing beside it to copy
    return path


@pytest.fixture(scope="session")
def migrated_postgresql() -> Iterator[str]:
    """The address of a running PostgreSQL whose database ``template`` is migrated."""
    with servers.postgresql() as url:
        administrator = create_engine(url, isolation_level="AUTOCOMMIT")
        with administrator.connect() as connection:
            connection.execute(text("CREATE DATABASE template"))
        database = Database(url.rpartition("/")[0] + "/template")
        migrate(ROOT, database)
        database.engine.dispose()
        administrator.dispose()
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty migrated database; a test that uses it runs on both kinds."""
    if request.param == "sqlite":
        path = tmp_path / "matchmaker.sqlite"
        shutil.copyfile(request.getfixturevalue("migrated_sqlite"), path)
        yield f"sqlite:///{path}"
        return
    url: str = request.getfixturevalue("migrated_postgresql")
    administrator = create_engine(url, isolation_level="AUTOCOMMIT")
    with administrator.connect() as connection:
        connection.execute(text("CREATE DATABASE test TEMPLATE template"))
    yield url.rpartition("/")[0] + "/test"
    with administrator.connect() as connection:
        connection.execute(text("DROP DATABASE test WITH (FORCE)"))
    administrator.dispose()


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Settings of a test installation: cheap passwords, no limits on tries, nothing leaves."""
    environment = {
        "MATCHMAKER_DATABASE_URL": database_url,
        "MATCHMAKER_DATA": str(tmp_path / "data"),
        "MATCHMAKER_SECRET_KEY": "not secret, only for tests",
        "MATCHMAKER_TESTING": "yes",
        "MATCHMAKER_ARGON2_MEMORY": "64",
    }
    return read_settings(environment)


@pytest.fixture
def app(settings: Settings) -> Iterator[Application]:
    """The application."""
    application = create_app(settings)
    application.config["WTF_CSRF_ENABLED"] = False  # a test of its own covers it
    application.test_client_class = BrowserClient
    yield application
    application.database.engine.dispose()


@pytest.fixture
def database(app: Application) -> Database:
    """The application's database."""
    return app.database


@pytest.fixture
def client(app: Application) -> BrowserClient:
    """A stranger's browser, reading English."""
    client = app.test_client()
    assert isinstance(client, BrowserClient)
    client.in_language("en")
    return client


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A session that writes; the test commits what others shall see."""
    with database.session(writes=True) as opened:
        yield opened
        opened.rollback()
