"""Removing the demonstration: all that is marked as demo, and what hangs on it.

What hangs on what is read from the foreign keys, so that no table can be forgotten.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Table, delete, or_, select, update
from sqlalchemy.orm import Session

from matchmaker.accounts.models import Consent, SignInLink, User
from matchmaker.audit.models import AuditEntry
from matchmaker.catalogue.models import SavedSearch
from matchmaker.companies.models import Company, Draft
from matchmaker.db import Base
from matchmaker.files.models import StoredFile
from matchmaker.notices.models import Notice, OutboxMessage

Doomed = dict[str, set[int]]  # table -> ids of the rows that go
PERSONAL = (Notice, OutboxMessage, Consent, Draft, SavedSearch, SignInLink)


def remove(session: Session, *, now: datetime) -> int:
    """Delete all demo rows; returns the number of companies. People named in the audit trail stay, closed and nameless:
    the trail is never changed."""
    demo_users = set(session.scalars(select(User.id).where(User.demo.is_(True))))
    for model in PERSONAL:
        session.execute(delete(model).where(model.user_id.in_(demo_users)))
    doomed = _doomed(session, demo_users)
    for table in Base.metadata.sorted_tables:
        for column, parent in _references(table):
            if column.nullable and doomed.get(parent):
                session.execute(update(table).where(column.in_(doomed[parent])).values({column.name: None}))
    for table in reversed(Base.metadata.sorted_tables):
        if doomed.get(table.name):
            session.execute(delete(table).where(table.c.id.in_(doomed[table.name])))
        elif "id" not in table.c:
            hanging = [
                column.in_(doomed[parent]) for column, parent in _references(table) if doomed.get(parent)
            ]
            if hanging:
                session.execute(delete(table).where(or_(*hanging)))
    session.execute(
        update(User)
        .where(User.demo.is_(True))
        .values(email=None, name="demo", password_hash=None, phone=None, disabled_at=now, office_id=None)
    )
    session.expire_all()
    return len(doomed[Company.__tablename__])


def _doomed(session: Session, demo_users: set[int]) -> Doomed:
    """Rows marked as demo, and those that cannot be without one of these."""
    named = {
        user
        for column, _parent in _references(AuditEntry.__table__, all_tables=True)  # type: ignore[arg-type]
        for user in session.scalars(select(column).where(column.is_not(None)))
    }
    doomed: Doomed = {
        table.name: set(session.scalars(select(table.c.id).where(table.c.demo.is_(True))))
        for table in Base.metadata.sorted_tables
        if "demo" in table.c
    }
    doomed[User.__tablename__] -= named
    files = or_(
        StoredFile.company_id.in_(doomed[Company.__tablename__]), StoredFile.uploaded_by_id.in_(demo_users)
    )
    doomed[StoredFile.__tablename__] = set(session.scalars(select(StoredFile.id).where(files)))
    grown = True
    while grown:
        grown = False
        for table in Base.metadata.sorted_tables:
            if "id" not in table.c:
                continue
            for column, parent in _references(table):
                if column.nullable or not doomed.get(parent):
                    continue
                found = set(session.scalars(select(table.c.id).where(column.in_(doomed[parent]))))
                new = found - doomed.setdefault(table.name, set())
                doomed[table.name] |= new
                grown = grown or bool(new)
    return doomed


def _references(table: Table, *, all_tables: bool = False) -> list[tuple[Column[int], str]]:
    """The table's columns that refer to other rows, with the table referred to; the audit trail's cannot change."""
    if table.name == AuditEntry.__tablename__ and not all_tables:
        return []
    return [(key.parent, key.column.table.name) for key in table.foreign_keys]
