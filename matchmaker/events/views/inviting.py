"""Inviting by filter, by list, by public link; places and the waiting list."""

from __future__ import annotations

import segno
from flask import flash, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from matchmaker import clock
from matchmaker.db import fold
from matchmaker.errors import DomainError, Invalid, NotFound
from matchmaker.events import operations, queries
from matchmaker.events.models import Event
from matchmaker.events.views.blueprint import blueprint, run_event
from matchmaker.i18n import formatting
from matchmaker.stewardship.lists import match_lines, read_lines
from matchmaker.web.access import actor, current_actor, member, officer, public
from matchmaker.web.errors import message_of
from matchmaker.web.filters import reader_locale
from matchmaker.web.pagination import page_number, paginate
from matchmaker.web.transaction import session


@blueprint.get("/events/<slug>/invite")
@officer
def invite(slug: str) -> str:
    """Companies by filter, to invite."""
    shown = run_event(slug)
    chosen = {name: request.args.get(name, "") for name in ("side", "country", "group", "verified", "q")}
    query = queries.invitable(event_id=shown.id, **chosen)
    page = paginate(session(), query, number=page_number(), size=200)
    names = {
        code: formatting.country(code, reader_locale()) for code in queries.countries_of_companies(session())
    }
    countries = [("abroad", _("Outside Vietnam")), *sorted(names.items(), key=lambda item: fold(item[1]))]
    return render_template("events/invite.html", event=shown, page=page, chosen=chosen, countries=countries)


@blueprint.post("/events/<slug>/invite")
@officer
def invite_now(slug: str) -> ResponseReturnValue:
    """Invite those ticked."""
    shown = run_event(slug)
    ids = [int(value) for value in request.form.getlist("company") if value.isdecimal()]
    count = operations.invite(session(), actor=actor(), now=clock.now(), event_id=shown.id, company_ids=ids)
    flash(ngettext("%(num)s company invited.", "%(num)s companies invited.", count), "done")
    return redirect(url_for("events.people", slug=slug))


@blueprint.route("/events/<slug>/invite/list", methods=["GET", "POST"])
@officer
def invite_list(slug: str) -> ResponseReturnValue:
    """Names, e-mail addresses or tax codes, pasted or uploaded, matched with companies before anybody is invited."""
    shown = run_event(slug)
    sent = request.files.get("file")
    pasted, error = request.form.get("lines", ""), ""
    lines: list[str] = []
    try:
        lines = read_lines(pasted, sent.read() if sent else b"") if request.method == "POST" else []
    except Invalid as refused:
        error = message_of(refused)
    matched = match_lines(session(), lines)
    there = {row.company_id: row.state for row in queries.everybody(session(), shown.id)}
    page = render_template(
        "events/invite_list.html", event=shown, lines=pasted or "\n".join(lines), matched=matched, there=there,
        error=error,
    )  # fmt: skip
    return page, 422 if error else 200


@blueprint.get("/events/<slug>/invite/link")
@officer
def invite_link(slug: str) -> str:
    """The public link with its QR code; how many places there are."""
    return _link_page(run_event(slug))


def _link_page(shown: Event, error: str = "") -> str:
    address = (
        url_for("events.take_part", slug=shown.slug, code=shown.public_code, _external=True)
        if shown.public_code
        else ""
    )
    waiting = [row for row in queries.everybody(session(), shown.id) if row.state == "waiting"]
    return render_template(
        "events/invite_link.html", event=shown, address=address, error=error, waiting=len(waiting),
        code=segno.make(address, error="m").svg_data_uri(scale=5, border=2) if address else "",
        there=queries.companies_there(session(), shown.id), typed=request.form.get("capacity", shown.capacity or ""),
    )  # fmt: skip


@blueprint.post("/events/<slug>/invite/link")
@officer
def change_link(slug: str) -> ResponseReturnValue:
    """Make a new link, or end it."""
    shown = run_event(slug)
    on = request.form.get("link") == "new"
    operations.set_public_link(session(), actor=actor(), now=clock.now(), event_id=shown.id, on=on)
    flash(_("The link works from now on.") if on else _("The link no longer works."), "done")
    return redirect(url_for("events.invite_link", slug=slug))


@blueprint.post("/events/<slug>/places")
@officer
def places(slug: str) -> ResponseReturnValue:
    """How many companies can take part."""
    shown = run_event(slug)
    typed = request.form.get("capacity", "").strip()
    if typed and not (typed.isdecimal() and 0 < int(typed) < 100_000):
        return _link_page(shown, _("Write how many companies can take part, or leave it empty.")), 422
    moved = operations.set_places(
        session(), actor=actor(), now=clock.now(), event_id=shown.id, capacity=int(typed) if typed else None,
        moves_up=bool(request.form.get("moves_up")),
    )  # fmt: skip
    text = ngettext("%(num)s moved up.", "%(num)s moved up.", moved)
    flash(f"{_('Kept.')} {text}" if moved else _("Kept."), "done")
    return redirect(url_for("events.invite_link", slug=slug))


def _linked_event(slug: str, code: str) -> Event:
    event = queries.find_event(session(), slug)
    if event is None or event.public_code != code or event.state == "draft":
        raise NotFound
    return event


@blueprint.get("/events/<slug>/take-part/<code>")
@public
def take_part(slug: str, code: str) -> str:
    """What the public link opens: the event, and the way in for members and strangers."""
    shown, who = _linked_event(slug, code), current_actor()
    cookie["next"] = request.path  # joining and confirming the address come back here
    own = queries.own_participation(
        session(), shown.id, who.company_id if who else None, who.user_id if who else None
    )
    return render_template(
        "events/take_part.html", event=shown, code=code, own=own, places=queries.free_places(session(), shown)
    )  # fmt: skip


@blueprint.post("/events/<slug>/take-part/<code>")
@member
def take_part_now(slug: str, code: str) -> ResponseReturnValue:
    """Take part, or wait for a place."""
    shown = _linked_event(slug, code)
    cookie.pop("next", None)
    try:
        own = operations.take_part_by_link(
            session(), actor=actor(), now=clock.now(), event_id=shown.id, code=code
        )
    except DomainError as error:
        session().rollback()
        flash(message_of(error), "warning")
        return redirect(url_for("events.event", slug=slug))
    if own.state == "waiting":
        flash(
            _("All places are taken; you are on the waiting list and are told when one becomes free."), "done"
        )
        return redirect(url_for("events.event", slug=slug))
    flash(_("You take part. Now say when you can meet."), "done")
    return redirect(url_for("events.participation", slug=slug))
