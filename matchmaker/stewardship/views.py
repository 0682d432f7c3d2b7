"""Pages of stewardship."""

from __future__ import annotations

from flask import Blueprint, render_template

from matchmaker.web.access import officer

blueprint = Blueprint("stewardship", __name__)


@blueprint.get("/imports")
@officer
def imports() -> str:
    """Placeholder."""
    return render_template("stub.html")
