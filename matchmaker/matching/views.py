"""Pages of matching."""

from __future__ import annotations

from flask import Blueprint, render_template

from matchmaker.web.access import member, officer, public, signed_in

blueprint = Blueprint("matching", __name__)


@blueprint.get("/matches")
@member
def matches() -> str:
    """Placeholder."""
    return render_template("stub.html")


@blueprint.get("/matching")
@officer
def overview() -> str:
    """Placeholder."""
    return render_template("stub.html")
