"""Domain errors become HTTP here and nowhere else; no stack trace reaches a reader."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import structlog
from flask import Flask, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from matchmaker.errors import Conflict, DomainError, Forbidden, Invalid, NotFound

STATUS = {NotFound: 404, Forbidden: 403, Conflict: 409, Invalid: 422}

TITLES = {
    400: _l("This request could not be understood"),
    401: _l("Please sign in"),
    403: _l("You may not do this"),
    404: _l("There is no such page"),
    405: _l("This request could not be understood"),
    409: _l("Somebody else was quicker"),
    413: _l("The file is too large"),
    422: _l("This could not be accepted"),
    429: _l("Too many tries"),
    500: _l("Something went wrong on our side"),
}
ADVICE = {
    400: _l("Go back, reload the page and try again."),
    401: _l("Sign in and try again."),
    403: _l(
        "Your account has no right to do this. If you think it should, ask your trade promotion officer."
    ),
    404: _l("The address may be mistyped, or the thing is no longer there or not for you to see."),
    405: _l("Go back, reload the page and try again."),
    409: _l("What you were looking at has changed meanwhile. Reload the page, look again, then decide."),
    413: _l("Choose a smaller file and try again."),
    422: _l("Go back, correct what you entered and try again."),
    429: _l("Wait a few minutes, then try again."),
    500: _l("Nothing was changed. Try again; if it happens again, tell the people who run this site."),
}


def message_of(error: DomainError) -> str:
    """What to tell the reader about a domain error: the message registered for its code, in their language."""
    template = MESSAGES.get(error.code)
    said = {name: SAID.get(name, str)(value) for name, value in error.parameters.items()}
    return str(template) % said if template is not None else ""


MESSAGES: dict[str, object] = {
    "conflict": _l("Somebody else changed this in the meantime. Look at the newest state, then decide."),
}
"""code -> lazy message; each domain's ``labels`` module adds its own."""

SAID: dict[str, Callable[[Any], str]] = {}
"""name of a parameter -> how the reader says its value, where it is a code; added to by ``labels`` too."""


def error_page(status: int, detail: str = "") -> tuple[str, int]:
    """The page for a status, in the reader's language."""
    shown = status if status in TITLES else 500 if status >= 500 else 400
    page = render_template(
        "errors/error.html", title=TITLES[shown], advice=detail or ADVICE[shown], status=status
    )
    return page, status


def register_error_pages(app: Flask) -> None:
    """Attach the handlers."""

    @app.errorhandler(DomainError)
    def domain_error(error: DomainError) -> tuple[str, int]:
        status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 400)
        return error_page(status, message_of(error))

    @app.errorhandler(StaleDataError)
    def stale(error: StaleDataError) -> tuple[str, int]:
        return error_page(409)

    @app.errorhandler(CSRFError)
    def forged(error: CSRFError) -> tuple[str, int]:
        return error_page(400, _("The page was open for too long. Reload it and send the form again."))

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Any:
        if error.code is None or error.code < 400:
            return error  # a redirect raised as an exception
        return error_page(error.code)

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> tuple[str, int]:
        if app.testing:
            raise error
        structlog.get_logger().error("request failed", path=request.path, exc_info=error)
        return error_page(500)
