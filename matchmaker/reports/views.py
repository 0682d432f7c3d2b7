"""Pages of reports."""

from __future__ import annotations

from flask import Blueprint, render_template

from matchmaker.web.access import member, officer, public, signed_in

blueprint = Blueprint("reports", __name__)


@blueprint.get("/")
@public
def home() -> str:
    """Placeholder."""
    return render_template("stub.html")


@blueprint.get("/privacy")
@public
def privacy() -> str:
    """Placeholder."""
    return render_template("stub.html")
