"""Bringing a database to the newest schema, or back."""

from __future__ import annotations

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


def migrate(root: Path, database: Database, revision: str = "head") -> None:
    """Run all migrations up to ``revision``, in one transaction."""
    with database.engine.execution_options(writes=True).begin() as connection:
        command.upgrade(alembic_config(root, connection), revision)
