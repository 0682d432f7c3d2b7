"""Changing a draft by hand on the board."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker import clock
from matchmaker.errors import Conflict, NotFound
from matchmaker.meetings import operations, queries
from matchmaker.meetings.views.blueprint import blueprint, run_event, whole
from matchmaker.web.access import actor, officer
from matchmaker.web.errors import message_of
from matchmaker.web.transaction import session


@blueprint.post("/events/<slug>/schedule/meetings/<int:meeting_id>")
@officer
def change(slug: str, meeting_id: int) -> ResponseReturnValue:
    """Move, lock, let go or remove a meeting of a draft; what cannot be is said, and nothing is changed."""
    run_event(slug)
    who, now, version = actor(), clock.now(), whole("version")
    try:
        match request.form.get("act"):
            case "move":
                operations.move_meeting(
                    session(), actor=who, now=now, meeting_id=meeting_id, slot_id=whole("slot") or 0,
                    table_id=whole("table"), version=version,
                )  # fmt: skip
                flash(_("Moved, and locked there."), "done")
            case "lock" | "unlock" as act:
                operations.set_lock(
                    session(),
                    actor=who,
                    now=now,
                    meeting_id=meeting_id,
                    locked=act == "lock",
                    version=version,
                )
            case "interpreter":
                operations.assign_interpreter(
                    session(), actor=who, now=now, meeting_id=meeting_id, interpreter_id=whole("interpreter") or None,
                    version=version,
                )  # fmt: skip
                flash(_("Kept, and locked there."), "done")
            case "remove":
                operations.remove_meeting(
                    session(), actor=who, now=now, meeting_id=meeting_id, version=version
                )
                flash(_("Taken out of the draft."), "done")
            case _:
                raise NotFound
    except Conflict as error:
        session().rollback()
        flash(message_of(error), "warning")
    return redirect(url_for("meetings.schedule", slug=slug, version=request.form.get("number")))


@blueprint.post("/events/<slug>/schedule/<int:number>/add")
@officer
def place(slug: str, number: int) -> ResponseReturnValue:
    """Place a request by hand."""
    event = run_event(slug)
    version = queries.find_schedule(session(), event.id, number)
    if version is None:
        raise NotFound
    try:
        operations.add_meeting(
            session(), actor=actor(), now=clock.now(), schedule_id=version.id, request_id=whole("request") or 0,
            slot_id=whole("slot") or 0, table_id=whole("table"),
        )  # fmt: skip
        flash(_("Placed, and locked there."), "done")
    except Conflict as error:
        session().rollback()
        flash(message_of(error), "warning")
    return redirect(url_for("meetings.schedule", slug=slug, version=number))
