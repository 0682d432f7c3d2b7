"""Pages of outcomes."""

from __future__ import annotations

from flask import Blueprint, render_template

from matchmaker.web.access import signed_in

blueprint = Blueprint("outcomes", __name__)


@blueprint.get("/outcomes")
@signed_in
def index() -> str:
    """Placeholder."""
    return render_template("stub.html")
