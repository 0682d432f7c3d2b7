"""Pages of accounts."""

from __future__ import annotations

from flask import Blueprint, render_template

from matchmaker.web.access import member, officer, public, signed_in

blueprint = Blueprint("accounts", __name__)


@blueprint.get("/settings")
@signed_in
def settings() -> str:
    """Placeholder."""
    return render_template("stub.html")


@blueprint.get("/settings/people")
@officer
def people() -> str:
    """Placeholder."""
    return render_template("stub.html")


@blueprint.get("/join")
@public
def join() -> str:
    """Placeholder."""
    return render_template("stub.html")


@blueprint.get("/sign-in")
@public
def sign_in() -> str:
    """Placeholder."""
    return render_template("stub.html")


@blueprint.post("/sign-out")
@signed_in
def sign_out() -> str:
    """Placeholder."""
    return render_template("stub.html")


@blueprint.post("/language")
@public
def choose_language() -> str:
    """Placeholder."""
    return render_template("stub.html")
