"""Pages of companies."""

from __future__ import annotations

from flask import Blueprint, render_template

from matchmaker.web.access import member, officer, public, signed_in

blueprint = Blueprint("companies", __name__)


@blueprint.get("/companies")
@public
def directory() -> str:
    """Placeholder."""
    return render_template("stub.html")


@blueprint.get("/company")
@member
def own() -> str:
    """Placeholder."""
    return render_template("stub.html")


@blueprint.get("/companies/manage")
@officer
def manage() -> str:
    """Placeholder."""
    return render_template("stub.html")
