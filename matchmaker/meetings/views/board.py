"""The board of slots and tables: looked at, and a draft changed on it by hand, by form or by the page's script."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker import clock
from matchmaker.db import fold
from matchmaker.errors import Conflict, DomainError, NotFound
from matchmaker.events.models import Event, EventTable, Slot
from matchmaker.i18n import formatting
from matchmaker.meetings import operations, queries
from matchmaker.meetings.boards import Needs, board_of, meetings_of, waiting_of
from matchmaker.meetings.enums import ScheduleState
from matchmaker.meetings.interpreters import staff_of
from matchmaker.meetings.labels import ACTS, KINDS_OF_REASON, board_words
from matchmaker.meetings.models import ScheduleVersion
from matchmaker.meetings.trail import Act, acts_after, last_act, mark_of
from matchmaker.meetings.views.blueprint import blueprint, run_event, whole
from matchmaker.web.access import actor, officer
from matchmaker.web.errors import message_of
from matchmaker.web.filters import reader_locale
from matchmaker.web.transaction import session


def _version(event: Event, number: int) -> ScheduleVersion:
    version = queries.find_schedule(session(), event.id, number)
    if version is None or version.state in {ScheduleState.RUNNING, ScheduleState.FAILED}:
        raise NotFound
    return version


@blueprint.get("/events/<slug>/schedule/<int:number>/board")
@officer
def board(slug: str, number: int) -> str:
    """The board. On phones and without the page's script: what is held in one slot, as a list."""
    event, now = run_event(slug), clock.now()
    version = _version(event, number)
    data = board_of(session(), event, version, now=now, locale=reader_locale())
    asked, taken = request.args.get("slot", ""), {row[4] for row in data["meetings"]}
    ahead = [slot for slot in event.slots if slot.ends_at > now] or event.slots
    first = next((slot for slot in ahead if slot.id in taken), ahead[0] if ahead else None)
    shown = next((slot for slot in event.slots if str(slot.id) == asked), first)
    data |= {"mark": mark_of(session(), version.id), "words": board_words()}
    spoken = {code for person in data["people"].values() for code in person[2]}
    return render_template(
        "meetings/board.html", event=event, version=version, data=data, shown=shown,
        held=sorted((row for row in data["meetings"] if shown and row[4] == shown.id), key=lambda row: row[5] or 0),
        labels={table.id: table.label for table in event.tables},
        names={one["id"]: one["name"] for one in data["interpreters"]},
        halls=[(hall, hall) for hall in sorted({table.hall for table in event.tables if table.hall})],
        languages=[(code, formatting.language(code, reader_locale())) for code in sorted(spoken)],
    )  # fmt: skip


@blueprint.get("/events/<slug>/schedule/<int:number>/board/waiting")
@officer
def board_waiting(slug: str, number: int) -> ResponseReturnValue:
    """Requests that are not placed, the most wanted first; by words of the two names."""
    event = run_event(slug)
    words = fold(request.args.get("q", "")).split()
    found = waiting_of(session(), event, _version(event, number), words=words, locale=reader_locale())
    for one in found["requests"]:
        one["why"] = str(KINDS_OF_REASON.get(one["why"], ""))
    return jsonify(found)


@blueprint.get("/events/<slug>/schedule/<int:number>/board/changes")
@officer
def board_changes(slug: str, number: int) -> ResponseReturnValue:
    """What others have changed since the page last looked."""
    event = run_event(slug)
    version = _version(event, number)
    acts = acts_after(session(), version.id, whole_of("mark"))
    answer = _state(event, version, {act.meeting_id for act in acts})
    answer["mark"] = acts[-1].id if acts else whole_of("mark")
    answer["said"] = [_told(event, act) for act in acts if act.who_id != actor().user_id]
    return jsonify(answer)


def whole_of(name: str) -> int:
    """A whole number of the address; 0 where there is none."""
    value = request.args.get(name, "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 10 else 0


@blueprint.post("/events/<slug>/schedule/<int:number>/board")
@officer
def board_change(slug: str, number: int) -> ResponseReturnValue:
    """One change by the page's script; answers with the meetings as they are now, refused or not."""
    event = run_event(slug)
    version = _version(event, number)
    touched = {found for name in ("meeting", "other") if (found := whole(name))}
    said, status = "", 200
    try:
        touched |= _act(version.id)
        session().flush()
    except (Conflict, NotFound) as error:
        session().rollback()
        said, status = _refusal(event, version, error), 409
    answer = _state(event, version, touched)
    return jsonify(answer | {"said": said, "mark": mark_of(session(), version.id)}), status


def _state(event: Event, version: ScheduleVersion, touched: set[int]) -> dict[str, Any]:
    """These meetings as they stand, and those of them that are gone."""
    needs = Needs(staff_of(session(), event.id), reader_locale())
    rows = meetings_of(session(), version.id, needs, only=touched) if touched else []
    gone = touched - {row[0] for row in rows}
    return {"meetings": rows, "gone": sorted(gone), "needs": needs.listed, "draft": version.state == "draft"}


def _act(schedule_id: int) -> set[int]:
    """Do what the form says; the meetings it made or changed."""
    who, now, meeting_id, version = actor(), clock.now(), whole("meeting") or 0, whole("version")
    one: dict[str, Any] = {"actor": who, "now": now, "meeting_id": meeting_id, "version": version}
    acts: dict[str, Callable[[], Any]] = {
        "move": lambda: operations.move_meeting(
            session(), **one, slot_id=whole("slot") or 0, table_id=whole("table") or None
        ),
        "swap": lambda: operations.swap_meetings(
            session(), **one, other_id=whole("other") or 0, other_version=whole("other_version")
        ),
        "lock": lambda: operations.set_lock(session(), **one, locked=True),
        "unlock": lambda: operations.set_lock(session(), **one, locked=False),
        "interpreter": lambda: operations.assign_interpreter(
            session(), **one, interpreter_id=whole("interpreter") or None
        ),
        "remove": lambda: operations.remove_meeting(session(), **one),
        "add": lambda: operations.add_meeting(
            session(), actor=who, now=now, schedule_id=schedule_id, request_id=whole("request") or 0,
            slot_id=whole("slot") or 0, table_id=whole("table") or None,
        ),
    }  # fmt: skip
    act = acts.get(request.form.get("act", ""))
    if act is None:
        raise NotFound
    made = act()
    return {made.id} if request.form.get("act") == "add" else set()


def _refusal(event: Event, version: ScheduleVersion, error: DomainError) -> str:
    """Why not; where somebody else was quicker, who it was, when, and what they did."""
    found = last_act(session(), version.id, whole("meeting") or 0)
    stale = error.code in {"conflict", "not_found"}
    return (
        _told(event, found)
        if stale and found is not None
        else message_of(error) or _("There is no such page")
    )


def _told(event: Event, act: Act) -> str:
    """An act in words."""
    slot = session().get(Slot, act.slot_id) if act.slot_id else None
    table = session().get(EventTable, act.table_id) if act.table_id else None
    wanted = queries.find_request(session(), act.request_id or 0)
    names = f"{wanted.asker.company.name} – {wanted.asked.company.name}" if wanted else ""
    return str(ACTS[act.action]) % {
        "who": act.who, "at": formatting.clock(act.at, event.time_zone, reader_locale()), "meeting": names,
        "slot": _when(event, slot.starts_at) if slot else "", "table": table.label if table else "–",
    }  # fmt: skip


def _when(event: Event, at: datetime) -> str:
    several = len(event.days) > 1
    say = formatting.moment if several else formatting.clock
    return say(at, event.time_zone, reader_locale())


@blueprint.post("/events/<slug>/schedule/meetings/<int:meeting_id>")
@officer
def change(slug: str, meeting_id: int) -> ResponseReturnValue:
    """Move, lock, let go or remove a meeting of a draft by a form; what cannot be is said, and nothing is changed."""
    event = run_event(slug)
    who, now, version = actor(), clock.now(), whole("version")
    one: dict[str, Any] = {"actor": who, "now": now, "meeting_id": meeting_id, "version": version}
    try:
        match request.form.get("act"):
            case "move":
                operations.move_meeting(session(), **one, slot_id=whole("slot") or 0, table_id=whole("table"))
                flash(_("Moved, and locked there."), "done")
            case "lock" | "unlock" as act:
                operations.set_lock(session(), **one, locked=act == "lock")
            case "interpreter":
                operations.assign_interpreter(session(), **one, interpreter_id=whole("interpreter") or None)
                flash(_("Kept, and locked there."), "done")
            case "remove":
                operations.remove_meeting(session(), **one)
                flash(_("Taken out of the draft."), "done")
            case _:
                raise NotFound
    except Conflict as error:
        session().rollback()
        flash(message_of(error), "warning")
        draft = queries.find_schedule(session(), event.id, whole("number") or 0)
        found = last_act(session(), draft.id, meeting_id) if draft is not None else None
        if error.code == "conflict" and found is not None:
            flash(_told(event, found), "warning")
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
