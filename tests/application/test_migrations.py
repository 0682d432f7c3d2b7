"""Migrations make what the models say, on both databases, and can be taken back."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import func, inspect, select, text
from sqlalchemy.exc import DBAPIError

from config import ROOT
from matchmaker.db import Database
from matchmaker.meetings.models import Meeting, ScheduleVersion
from matchmaker.meetings.operations.schedules import seat
from matchmaker.schema import migrate, migrate_down
from matchmaker.tables import metadata
from tests import factories


def test_migrations_equal_the_models(database_url):
    database = Database(database_url)
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    database.engine.dispose()


def test_migrations_go_down_and_up_again(database_url):
    database = Database(database_url)
    migrate_down(ROOT, database, "base")
    assert set(inspect(database.engine).get_table_names()) <= {"alembic_version"}
    migrate(ROOT, database)
    assert "company" in inspect(database.engine).get_table_names()
    database.engine.dispose()


def test_migrations_keep_what_is_there(database_url):
    """Down to the first migrations and up again with meetings, seats and people."""
    database = Database(database_url)
    with database.begin() as session:
        event = factories.make_event(session)
        people = [factories.make_participation(session, event) for _ in range(2)]
        request = factories.make_request(session, *people)
        version = ScheduleVersion(event_id=event.id, number=1, state="draft", created_at=factories.NOW)
        session.add(version)
        session.flush()
        seat(session, Meeting(schedule_id=version.id, request_id=request.id, a_id=people[0].id, b_id=people[1].id,
                              slot_id=event.slots[0].id, table_id=event.tables[0].id, key="k"))  # fmt: skip
    before = counts(database)
    migrate_down(ROOT, database, "0002")
    migrate(ROOT, database)
    assert counts(database) == before
    assert before["seat"] == 3
    database.engine.dispose()


def counts(database):
    """Table -> number of rows."""
    with database.read() as session:
        return {
            table.name: session.scalar(select(func.count()).select_from(table))
            for table in metadata.sorted_tables
        }


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
