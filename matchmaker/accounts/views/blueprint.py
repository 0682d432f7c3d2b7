"""The blueprint, and what its pages share."""

from __future__ import annotations

from flask import Blueprint, current_app
from flask_login import UserMixin, login_user

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.models import User
from matchmaker.accounts.passwords import Passwords
from matchmaker.accounts.tokens import sign
from matchmaker.companies.queries import find_actor
from matchmaker.web.transaction import session

blueprint = Blueprint("accounts", __name__)


class SignedIn(UserMixin):
    """What Flask-Login keeps in the session: the user's id and the stamp of the password it was made with."""

    def __init__(self, user_id: int, stamp: str, actor: Actor | None = None) -> None:
        self.user_id = user_id
        self.stamp = stamp
        self.actor = actor

    def get_id(self) -> str:
        return f"{self.user_id}:{self.stamp}"


def passwords() -> Passwords:
    """The installation's password hasher."""
    found: Passwords = current_app.extensions["passwords"]
    return found


def enter(user: User) -> None:
    """Sign this user in on this browser; what the request still does, it does for this reader."""
    who = find_actor(session(), user.id)
    login_user(SignedIn(user.id, user.session_stamp, who), remember=False)


def secret() -> str:
    """What links are signed with."""
    return str(current_app.secret_key)


@blueprint.app_template_global("signed")
def signed(purpose: str, *values: str | int) -> str:
    """A token for a link in a mail, signed as the mail is rendered."""
    return sign(secret(), purpose, *values)
