"""Reading and applying officers' sheets; looking for twins."""

from __future__ import annotations

from typing import Any

from matchmaker.companies.queries import find_actor
from matchmaker.errors import DomainError, Invalid
from matchmaker.events.models import Event
from matchmaker.files.models import StoredFile
from matchmaker.files.operations import content_path
from matchmaker.stewardship.columns import COLUMNS
from matchmaker.stewardship.models import SpreadsheetImport
from matchmaker.stewardship.operations import (
    apply_import,
    apply_people,
    review_people,
    review_rows,
    store_failure,
    store_pairs,
    store_review,
)
from matchmaker.stewardship.pairs import find_pairs
from matchmaker.stewardship.people_columns import people_columns
from matchmaker.stewardship.queries import known_companies
from matchmaker.stewardship.sheets import read_sheet
from workers.context import Context


def read(context: Context, *, import_id: int, **_unknown: Any) -> dict[str, Any] | None:
    """Read a sheet and find likely twins; then it waits for decisions."""
    with context.read() as session:
        found = session.get(SpreadsheetImport, import_id)
        if found is None or found.state != "reading":
            return None
        folder = context.app.extensions["settings"].data_folder
        path = content_path(folder, session.get_one(StoredFile, found.file_id).sha256)
        event = session.get_one(Event, found.event_id) if found.event_id is not None else None
        columns = people_columns(event.questions) if event is not None else COLUMNS
        country = str((found.result.get("delegation") or {}).get("country") or "")
    try:
        rows = read_sheet(path.read_bytes(), columns)
    except Invalid as error:
        with context.write() as session:
            store_failure(session, import_id=import_id, code=error.code, parameters=error.parameters)
        return {"failed": error.code}
    context.progress(done=0, total=len(rows))
    with context.read() as session:
        reviewed = (
            review_rows(session, rows) if event is None else review_people(session, rows, country=country)
        )
    with context.write() as session:
        store_review(session, import_id=import_id, rows=reviewed)
    return {"rows": len(rows)}


def apply(context: Context, *, import_id: int, **_unknown: Any) -> dict[str, Any] | None:
    """Apply all rows in one transaction, or none."""
    with context.read() as session:
        found = session.get(SpreadsheetImport, import_id)
        actor = (
            find_actor(session, found.user_id) if found is not None and found.state == "applying" else None
        )
        work = apply_people if found is not None and found.kind == "people" else apply_import
    if actor is None:
        return None
    try:
        with context.write() as session:
            return dict(work(session, actor=actor, now=context.now(), import_id=import_id))
    except DomainError as error:
        with context.write() as session:
            store_failure(session, import_id=import_id, code=error.code, parameters=error.parameters)
        return {"failed": error.code}


def find_twins(context: Context, **_unknown: Any) -> dict[str, Any]:
    """Look at all companies for likely twins; the comparison holds no transaction."""
    with context.read() as session:
        companies = known_companies(session)
    pairs = find_pairs(companies)
    with context.write() as session:
        return dict(store_pairs(session, pairs, now=context.now()))
