"""Pages of events."""

from __future__ import annotations

from flask import Blueprint, render_template

from matchmaker.web.access import member, officer, public, signed_in

blueprint = Blueprint("events", __name__)


@blueprint.get("/events")
@public
def index() -> str:
    """Placeholder."""
    return render_template("stub.html")
