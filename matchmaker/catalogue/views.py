"""Pages of catalogue."""

from __future__ import annotations

from flask import Blueprint, render_template

from matchmaker.web.access import member, officer, public, signed_in

blueprint = Blueprint("catalogue", __name__)


@blueprint.get("/products")
@public
def products() -> str:
    """Placeholder."""
    return render_template("stub.html")
