"""Every view says who may call it, with one of these; a test finds those that do not."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import abort, current_app, request
from flask_login import current_user

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.enums import Role

View = TypeVar("View", bound=Callable[..., Any])


def current_actor() -> Actor | None:
    """Who is signed in, or None."""
    return cast("Actor", current_user.actor) if current_user.is_authenticated else None


def actor() -> Actor:
    """Who is signed in; 401 (which leads to the sign-in page) for strangers."""
    found = current_actor()
    if found is None:
        abort(401)
    return found


def public(view: View) -> View:
    """Anybody may call the view."""
    view.permission = "public"  # type: ignore[attr-defined]
    return view


def _guard(permission: str, allows: Callable[[Actor], bool]) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if current_actor() is None:
                if request.accept_mimetypes.best == "application/json":
                    abort(401)  # a script asks: a page to sign in would only confuse it
                return current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
            if not allows(actor()):
                abort(403)
            return view(*args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return cast("View", guarded)

    return decorate


signed_in = _guard("signed in", lambda who: True)
member = _guard("member of a company", lambda who: who.company_id is not None)
owner = _guard("owner of a company", lambda who: who.company_id is not None and who.owner)
helper = _guard("helper or officer", lambda who: who.role is Role.HELPER or who.officer)
officer = _guard("officer", lambda who: who.officer)
interpreter = _guard("interpreter", lambda who: who.role is Role.INTERPRETER)
administrator = _guard("administrator", lambda who: who.role is Role.ADMINISTRATOR)
