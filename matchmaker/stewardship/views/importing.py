"""Importing companies, and people of events, from officers' spreadsheets."""

from __future__ import annotations

from io import BytesIO

from flask import (
    Response,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FileField
from wtforms.validators import InputRequired

from matchmaker import clock
from matchmaker.errors import Conflict, Invalid
from matchmaker.events.models import Event
from matchmaker.jobs.queries import latest
from matchmaker.stewardship import operations, queries
from matchmaker.stewardship.columns import COLUMNS
from matchmaker.stewardship.labels import PROBLEMS, REASONS
from matchmaker.stewardship.models import SpreadsheetImport
from matchmaker.stewardship.people_columns import people_columns
from matchmaker.stewardship.sheets import template
from matchmaker.stewardship.views.blueprint import blueprint
from matchmaker.web.access import actor, officer
from matchmaker.web.errors import MESSAGES, message_of
from matchmaker.web.filters import reader_locale
from matchmaker.web.forms import Form
from matchmaker.web.pagination import DENSE_SIZE, page_number, paginate, slice_page
from matchmaker.web.transaction import session

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class UploadForm(Form):
    """A sheet."""

    file = FileField(_l("Sheet (XLSX or CSV)"), validators=[InputRequired(_l("Choose a file."))])


@blueprint.get("/imports")
@officer
def imports() -> ResponseReturnValue:
    """Upload a sheet; the imports so far."""
    return _list_page(UploadForm())


def _list_page(form: UploadForm, status: int = 200) -> ResponseReturnValue:
    page = paginate(session(), queries.imports_of(actor()), number=page_number())
    return render_template("stewardship/imports.html", page=page, form=form), status


@blueprint.get("/imports/template.xlsx")
@officer
def template_file() -> Response:
    """The template, with headings in the reader's language."""
    return send_file(
        BytesIO(template(reader_locale())),
        mimetype=SHEET,
        as_attachment=True,
        download_name="matchmaker.xlsx",
    )


@blueprint.post("/imports")
@officer
def upload() -> ResponseReturnValue:
    """Take a sheet."""
    form = UploadForm()
    sent = request.files.get("file")
    content = sent.read() if sent else b""
    try:
        operations.check_upload(content)
    except Invalid as error:
        form.validate()
        form.refuse(error)
        return _list_page(form, 422)
    made = operations.begin_import(
        session(), actor=actor(), now=clock.now(), content=content, name=(sent.filename or "") if sent else "",
        folder=current_app.extensions["settings"].data_folder,
    )  # fmt: skip
    return redirect(url_for("stewardship.review", import_id=made.id))


def _found(import_id: int) -> SpreadsheetImport:
    return operations.find_import(session(), actor(), import_id)


@blueprint.get("/imports/<int:import_id>")
@officer
def review(import_id: int) -> ResponseReturnValue:
    """Each row with its problems and its likely twin, to decide."""
    found = _found(import_id)
    shown = request.args.get("show", "")
    rows = [row for row in found.rows if _kept(row, shown)]
    page = slice_page(rows, number=page_number(), size=DENSE_SIZE)
    twins = queries.names_of(
        session(), {row["twin"]["id"] for row in page.items if row["twin"] and row["twin"]["id"] > 0}
    )
    error = (
        str(MESSAGES.get(found.error or "", "")) % found.result.get("parameters", {}) if found.error else ""
    )
    event = session().get_one(Event, found.event_id) if found.event_id is not None else None
    line = found.result.get("parameters", {}).get("line") if found.error else None
    if line is not None:
        error = _("Row %(line)s: %(error)s", line=line, error=error)
    return render_template(
        "stewardship/review.html",
        found=found,
        event=event,
        options={f"q{one.id}": one.options for one in event.questions if one.options} if event is not None else {},
        page=page,
        shown=shown,
        twins=twins,
        columns=people_columns(event.questions) if event is not None else COLUMNS,
        problems=PROBLEMS,
        reasons=REASONS,
        error=error,
        counts={name: sum(_kept(row, name) for row in found.rows) for name in ("problems", "twins", "new", "merge", "skip")},
        job=latest(session(), "stewardship.apply" if found.state == "applying" else "stewardship.read", str(found.id)),
    )  # fmt: skip


def _kept(row: dict[str, object], shown: str) -> bool:
    if shown == "problems":
        return bool(row["problems"])
    if shown == "twins":
        return row["twin"] is not None
    return shown not in operations.DECISIONS or row["decision"] == shown


@blueprint.get("/imports/<int:import_id>/progress")
@officer
def progress(import_id: int) -> ResponseReturnValue:
    """How far reading or applying has come; when it is done the page is loaded anew."""
    found = _found(import_id)
    if found.state not in {"reading", "applying"}:
        return "", 204, {"HX-Redirect": url_for("stewardship.review", import_id=import_id)}
    job = latest(
        session(), "stewardship.apply" if found.state == "applying" else "stewardship.read", str(found.id)
    )
    return render_template("stewardship/_progress.html", found=found, job=job)


@blueprint.post("/imports/<int:import_id>")
@officer
def decide(import_id: int) -> ResponseReturnValue:
    """Keep the decisions of this page, and apply all when asked to."""
    decisions = {
        int(name.removeprefix("row-")): value
        for name, value in request.form.items()
        if name.startswith("row-") and name[4:].isdecimal()
    }
    try:
        operations.decide(session(), actor=actor(), import_id=import_id, decisions=decisions)
        if request.form.get("go") == "apply":
            operations.request_apply(session(), actor=actor(), now=clock.now(), import_id=import_id)
        else:
            flash(_("Decisions kept."), "done")
    except Conflict as error:
        flash(message_of(error), "warning")
    keep = {name: request.args[name] for name in ("show", "page") if request.args.get(name)}
    return redirect(
        url_for("stewardship.review", import_id=import_id, show=keep.get("show"), page=keep.get("page"))
    )
