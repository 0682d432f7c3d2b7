"""The live board: for the officer's phone, and for the hall's screen, which anybody may look at who has its address."""

from __future__ import annotations

from datetime import datetime

import segno
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from matchmaker import clock
from matchmaker.attendance import operations, queries
from matchmaker.attendance.hall import TableNow, hall_at
from matchmaker.attendance.presentation import people_of_day
from matchmaker.attendance.views.blueprint import blueprint, shown_day
from matchmaker.errors import NotFound
from matchmaker.events.models import Event
from matchmaker.meetings.views.blueprint import run_event
from matchmaker.web.access import actor, officer, public
from matchmaker.web.locale import LOCALES
from matchmaker.web.transaction import session

ROWS, SECONDS = 16, 12  # tables on the screen at once; so long until the next ones


@blueprint.get("/events/<slug>/now")
@officer
def now_board(slug: str) -> str:
    """What goes on: who is missing, which tables are free, what runs over, what starts next. Renews itself."""
    event, now = run_event(slug), clock.now()
    part = request.headers.get("HX-Request") == "true"
    people = people_of_day(session(), event, on=shown_day(event, now), now=now)
    return render_template(
        "attendance/_now.html" if part else "attendance/now.html",
        event=event,
        hall=hall_at(session(), event, now),
        people={one.participation.id: one for one in people},
    )


@blueprint.get("/events/<slug>/hall")
@officer
def hall(slug: str) -> str:
    """The address of the hall's screen, to open on a television."""
    event = run_event(slug)
    screen = queries.screen_of(session(), event.id)
    address = url_for("attendance.screen", token=screen.token, _external=True) if screen else ""
    code = segno.make(address, error="m").svg_data_uri(scale=5, border=2) if address else ""
    return render_template("attendance/hall.html", event=event, screen=screen, address=address, code=code)


@blueprint.post("/events/<slug>/hall")
@officer
def make_hall(slug: str) -> ResponseReturnValue:
    """A new address; the one before stops working."""
    operations.make_screen(session(), actor=actor(), now=clock.now(), event_id=run_event(slug).id)
    flash(_("The screen has a new address."), "done")
    return redirect(url_for("attendance.hall", slug=slug))


@blueprint.get("/hall/<token>")
@public
def screen(token: str) -> str:
    """Now and next per table in large type, in all languages at once; the token is the permission."""
    event = queries.event_of_screen(session(), token)
    if event is None:
        raise NotFound
    now = clock.now()
    found = hall_at(session(), event, now)
    busy = [row for row in found.tables if row.now or row.next]
    pages = max(1, -(-len(busy) // ROWS))
    page = int(now.timestamp() // SECONDS) % pages
    part = request.headers.get("HX-Request") == "true"
    return render_template(
        "attendance/_screen.html" if part else "attendance/screen.html",
        event=event,
        token=token,
        hall=found,
        columns=_columns(busy[page * ROWS : (page + 1) * ROWS]),
        page=page + 1,
        pages=pages,
        words=_words(event, now),
        seconds=SECONDS,
    )


def _columns(rows: list[TableNow]) -> list[list[TableNow]]:
    """Two columns of equal length, read downwards."""
    half = -(-len(rows) // 2)
    return [rows[:half], rows[half:]] if len(rows) > ROWS // 2 else [rows]


def _words(event: Event, now: datetime) -> dict[str, list[str]]:
    """The screen's few words, in each language of the site."""
    words: dict[str, list[str]] = {}
    for locale in LOCALES:
        with force_locale(locale):
            texts = {
                "title": event.title(locale), "now": _("Now"), "next": _("Next"), "table": _("Table"),
                "pause": _("Nothing is on at present."), "until": _("until"),
            }  # fmt: skip
        for name, text in texts.items():
            if text not in words.setdefault(name, []):
                words[name].append(text)
    return words
