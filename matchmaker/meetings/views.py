"""Pages of meetings."""

from __future__ import annotations

from flask import Blueprint, render_template

from matchmaker.web.access import member, officer, public, signed_in

blueprint = Blueprint("meetings", __name__)


@blueprint.get("/meetings")
@member
def index() -> str:
    """Placeholder."""
    return render_template("stub.html")
