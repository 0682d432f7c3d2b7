"""Pages of notices."""

from __future__ import annotations

from flask import Blueprint, render_template

from matchmaker.web.access import member, officer, public, signed_in

blueprint = Blueprint("notices", __name__)


@blueprint.get("/notices")
@signed_in
def index() -> str:
    """Placeholder."""
    return render_template("stub.html")


@blueprint.get("/outbox")
@public
def outbox() -> str:
    """Placeholder."""
    return render_template("stub.html")
