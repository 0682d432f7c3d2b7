"""The database: declarative base, engine, sessions and column types. SQLAlchemy only, no Flask."""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Engine, MetaData, String, create_engine, event
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An instant. Stored without a zone, always UTC; refuses naive values, which would be ambiguous."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value is not None else None


class Base(DeclarativeBase):
    """Mother of all mapped classes."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012 (SQLAlchemy reads it as a class attribute)
        datetime: UtcDateTime,
        str: String,
        dict[str, Any]: JSON,
        list[str]: JSON,
        list[int]: JSON,
        list[list[str]]: JSON,
        list[dict[str, Any]]: JSON,
    }


class Database:
    """An engine and its sessions.

    On SQLite a session that writes begins with BEGIN IMMEDIATE: measured, the default mode loses updates and a
    plain BEGIN fails under two writers. ``on_jobs`` is told the ids of the jobs a commit has added.
    """

    def __init__(self, url: str, *, on_jobs: Callable[[list[int]], None] | None = None) -> None:
        self.engine = make_engine(url)
        self.on_jobs = on_jobs
        self._reading = sessionmaker(self.engine, expire_on_commit=False)
        self._writing = sessionmaker(self.engine.execution_options(writes=True), expire_on_commit=False)

    def session(self, *, writes: bool) -> Session:
        """A new session; the caller closes it."""
        session = (self._writing if writes else self._reading)()
        if self.on_jobs is not None:
            session.info["on_jobs"] = self.on_jobs
        return session

    @contextmanager
    def begin(self) -> Iterator[Session]:
        """One transaction that writes: commits at the end, rolls back on any exception."""
        with self.session(writes=True) as session, session.begin():
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """One transaction that only reads."""
        with self.session(writes=False) as session, session.begin():
            yield session


def make_engine(url: str) -> Engine:
    """An engine for ``url`` with the manners each database needs."""
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True, pool_size=8, max_overflow=8)
    engine = create_engine(url, connect_args={"timeout": 30, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def configure(connection: sqlite3.Connection, record: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=30000"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def fold(text: str) -> str:
    """Text as the search column holds it: lower case, without Latin diacritics, đ as d.

    Only the combining marks U+0300 to U+036F go: dropping all marks would destroy Thai, Lao, Khmer and Hindi.
    """
    decomposed = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    kept = "".join(letter for letter in decomposed if not "\u0300" <= letter <= "\u036f")
    return unicodedata.normalize("NFC", kept).casefold()
