"""Changes that can be taken back: each is made through here and remembered with what was there before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, cast

from sqlalchemy import Column, ColumnElement, Table, and_, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import InstrumentedAttribute, Session

from matchmaker.db import Base

GUARD = "version"  # counted up with each change, so that somebody who edits the row at the same time is told


class Reversible:
    """Makes changes in the caller's transaction at the instant ``now``; ``changes`` holds what ``take_back`` needs, as JSON."""

    def __init__(self, session: Session, *, now: datetime) -> None:
        self.session = session
        self.now = now
        self.changes: list[dict[str, Any]] = []

    def set(self, model: type[Base], where: ColumnElement[bool], **values: Any) -> int:
        """Set columns of all rows that fit; rows that have the values already are left alone. Returns how many changed."""
        table = _table(model)
        self.session.flush()
        rows = self.session.execute(select(table).where(where).with_for_update()).mappings().all()
        changed = 0
        for row in rows:
            new = {name: value for name, value in values.items() if row[name] != value}
            if not new:
                continue
            self.changes.append(
                {"table": table.name, "key": _key(table, row),
                 "before": {name: _write(row[name]) for name in new}, "after": {name: _write(new[name]) for name in new}}
            )  # fmt: skip
            _update(self.session, table, _key(table, row), new)
            changed += 1
        return changed

    def repoint(self, column: InstrumentedAttribute[Any], *, gone_id: int, kept_id: int) -> int:
        """Let all rows that refer to one row refer to another. Returns how many."""
        return self.set(cast("type[Base]", column.class_), column == gone_id, **{column.key: kept_id})

    def remove(self, model: type[Base], where: ColumnElement[bool]) -> int:
        """Delete all rows that fit; returns how many."""
        table = _table(model)
        self.session.flush()
        rows = self.session.execute(select(table).where(where).with_for_update()).mappings().all()
        for row in rows:
            kept = {name: _write(value) for name, value in row.items()}
            self.changes.append({"table": table.name, "key": _key(table, row), "removed": kept})
            self.session.execute(delete(table).where(_is(table, _key(table, row))))
        return len(rows)


def take_back(session: Session, changes: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Put back what was there before, the last change first. Returns the changes that cannot be taken back, because the row
    was changed again or deleted meanwhile, or its place is taken."""
    return [change for change in reversed(changes) if not _undo(session, change)]


def changed_since(session: Session, changes: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Those of the changes that somebody has changed again meanwhile."""
    last: dict[tuple[str, str], dict[str, Any]] = {}
    for change in changes:
        where = (change["table"], repr(change["key"]))
        known = last.setdefault(where, {"table": change["table"], "key": change["key"], "after": {}})
        known["after"].update(change.get("after", {}))
    found: list[Mapping[str, Any]] = []
    for change in last.values():
        table = Base.metadata.tables[change["table"]]
        row = session.execute(select(table).where(_is(table, change["key"]))).mappings().one_or_none()
        stands = row is not None and all(
            _write(row[name]) == value for name, value in change["after"].items()
        )
        if change["after"] and not stands:
            found.append(change)
    return found


def _undo(session: Session, change: Mapping[str, Any]) -> bool:
    table = Base.metadata.tables[change["table"]]
    try:
        with session.begin_nested():
            if "removed" in change:
                values = {name: _read(table.c[name], value) for name, value in change["removed"].items()}
                session.execute(insert(table).values(values))
                return True
            row = session.execute(select(table).where(_is(table, change["key"])).with_for_update())
            now = row.mappings().one_or_none()
            if now is None or any(_write(now[name]) != value for name, value in change["after"].items()):
                return False
            before = {name: _read(table.c[name], value) for name, value in change["before"].items()}
            _update(session, table, change["key"], before)
            return True
    except IntegrityError:
        return False


def _table(model: type[Base]) -> Table:
    table = model.__table__
    assert isinstance(table, Table)
    return table


def _key(table: Table, row: Mapping[Any, Any]) -> dict[str, Any]:
    return {column.name: row[column.name] for column in table.primary_key}


def _is(table: Table, key: Mapping[str, Any]) -> ColumnElement[bool]:
    return and_(*(table.c[name] == value for name, value in key.items()))


def _update(session: Session, table: Table, key: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    counted = {GUARD: table.c[GUARD] + 1} if GUARD in table.c and GUARD not in values else {}
    session.execute(update(table).where(_is(table, key)).values({**values, **counted}))
    session.expire_all()


def _write(value: Any) -> Any:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _read(column: Column[Any], value: Any) -> Any:
    kind = getattr(column.type, "impl_instance", column.type).python_type  # of our own types too
    if value is None or kind not in {datetime, date, time, Decimal}:
        return value
    return Decimal(value) if kind is Decimal else kind.fromisoformat(value)
