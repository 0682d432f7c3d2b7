"""Bringing a database to the newest schema, or back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy.engine import Connection

from matchmaker.db import Database


def alembic_config(root: Path, connection: Connection) -> Config:
    """Alembic's configuration for an open connection; there is no ini file."""
    config = Config()
    config.set_main_option("script_location", str(root / "migrations"))
    config.attributes["connection"] = connection
    return config


@contextmanager
def migrating(database: Database) -> Iterator[Connection]:
    """One transaction for migrations.

    SQLite changes most tables by copying them, and would empty whatever refers to the old copy: its foreign keys are
    off meanwhile and looked at once in the end. Raises RuntimeError naming the table where one is broken.
    """
    with database.engine.execution_options(writes=True).connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            connection.connection.cursor().execute(
                "PRAGMA foreign_keys=OFF"
            )  # has no effect within a transaction
        try:
            with connection.begin():
                yield connection
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first() if sqlite else None
                if broken is not None:
                    raise RuntimeError(
                        f"after the migration a row of {broken[0]} refers to a missing {broken[2]}"
                    )
        finally:
            if sqlite:
                connection.connection.cursor().execute("PRAGMA foreign_keys=ON")


def migrate(root: Path, database: Database, revision: str = "head") -> None:
    """Run all migrations up to ``revision``, in one transaction."""
    with migrating(database) as connection:
        command.upgrade(alembic_config(root, connection), revision)


def migrate_down(root: Path, database: Database, revision: str) -> None:
    """Take migrations back to ``revision`` ("base" for all), in one transaction."""
    with migrating(database) as connection:
        command.downgrade(alembic_config(root, connection), revision)
