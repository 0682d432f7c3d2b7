"""Uploaded files, by policy."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, send_file

from matchmaker.catalogue.models import Certificate
from matchmaker.companies.models import Company
from matchmaker.companies.policy import may_edit, may_see
from matchmaker.errors import NotFound
from matchmaker.files.models import StoredFile
from matchmaker.files.operations import content_path
from matchmaker.web.access import current_actor, public
from matchmaker.web.transaction import session

blueprint = Blueprint("files", __name__)

SHOWN = {"image/jpeg", "image/png", "application/pdf"}


@blueprint.get("/files/<int:file_id>")
@public
def file(file_id: int) -> Response:
    """Photos and certificates of visible companies; anything else for the company's people and officers."""
    stored = session().get(StoredFile, file_id)
    if stored is None or not _may_read(stored):
        raise NotFound
    path = content_path(current_app.extensions["settings"].data_folder, stored.sha256)
    if not path.exists():
        raise NotFound
    response = send_file(
        path, mimetype=stored.media_type, as_attachment=stored.media_type not in SHOWN, download_name=stored.name,
        etag=stored.sha256, max_age=86400,
    )  # fmt: skip
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _may_read(stored: StoredFile) -> bool:
    who = current_actor()
    company = session().get(Company, stored.company_id) if stored.company_id is not None else None
    if company is None:
        return who is not None and (who.officer or stored.uploaded_by_id == who.user_id)
    if may_edit(who, company):
        return True
    if stored.purpose == "certificate":
        attached = session().query(Certificate.id).filter_by(file_id=stored.id).first() is not None
        return attached and may_see(who, company)
    return stored.purpose == "photo" and may_see(who, company)
