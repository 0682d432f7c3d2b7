"""Pages of stewardship."""

from __future__ import annotations

from flask import Blueprint, render_template

from matchmaker.web.access import member, officer, public, signed_in

blueprint = Blueprint("stewardship", __name__)


@blueprint.get("/imports")
@officer
def imports() -> str:
    """Placeholder."""
    return render_template("stub.html")
