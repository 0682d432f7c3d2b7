"""One transaction a request: opened when first asked for, committed once, after the view has answered."""

from __future__ import annotations

from typing import Any

from flask import Flask, current_app, g, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from matchmaker.db import Database

READING = {"GET", "HEAD", "OPTIONS"}


class Application(Flask):
    """Flask whose requests are transactions.

    An answer below 400 commits; any other, and any exception, rolls back. So a form shown again (422) leaves
    nothing half-written, and a commit that fails becomes an error page like any other exception.
    """

    database: Database

    def dispatch_request(self) -> ResponseReturnValue:
        response = self.make_response(super().dispatch_request())
        opened: Session | None = g.get("session")
        if opened is not None:
            if response.status_code < 400 and request.method not in READING:
                opened.commit()
            else:
                opened.rollback()
        return response


def session() -> Session:
    """The request's session. A GET's cannot be committed: no GET changes state."""
    if "session" not in g:
        database: Database = current_app.database  # type: ignore[attr-defined]
        g.session = database.session(writes=request.method not in READING)
    found: Session = g.session
    return found


def close_session(exception: BaseException | None = None) -> Any:
    """Registered for the end of the request."""
    opened: Session | None = g.pop("session", None)
    if opened is not None:
        opened.close()
