"""Migrations make what the models say, on both databases, and can be taken back."""

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from config import ROOT
from matchmaker.db import Database
from matchmaker.schema import alembic_config
from matchmaker.tables import metadata


def test_migrations_equal_the_models(database_url):
    database = Database(database_url)
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    database.engine.dispose()


def test_migrations_go_down_and_up_again(database_url):
    database = Database(database_url)
    with database.engine.execution_options(writes=True).begin() as connection:
        command.downgrade(alembic_config(ROOT, connection), "base")
    assert set(inspect(database.engine).get_table_names()) <= {"alembic_version"}
    with database.engine.execution_options(writes=True).begin() as connection:
        command.upgrade(alembic_config(ROOT, connection), "head")
    assert "company" in inspect(database.engine).get_table_names()
    database.engine.dispose()


@pytest.mark.parametrize("statement", ["UPDATE audit_entry SET action = 'x'", "DELETE FROM audit_entry"])
def test_the_database_refuses_changes_of_the_audit_trail(database_url, statement, now):
    database = Database(database_url)
    with database.begin() as session:
        session.execute(
            text("INSERT INTO audit_entry (at, action, subject_kind, details) VALUES (:now, 'a', 'b', '{}')"),
            {"now": now.replace(tzinfo=None)},
        )
    with pytest.raises(DBAPIError, match="append-only"), database.begin() as session:
        session.execute(text(statement))
    database.engine.dispose()
