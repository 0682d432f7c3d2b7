"""The officer's schedule: runs, the board, changes by hand, publication."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from matchmaker import clock
from matchmaker.errors import Conflict, NotFound
from matchmaker.events.models import Event
from matchmaker.jobs.models import Job
from matchmaker.meetings import operations, queries
from matchmaker.meetings.conversion import names_of, row_id
from matchmaker.meetings.models import Meeting, MeetingRequest, ScheduleVersion
from matchmaker.meetings.scheduler import Unplaced, render
from matchmaker.meetings.views.blueprint import blueprint, run_event
from matchmaker.web.access import actor, officer
from matchmaker.web.errors import message_of
from matchmaker.web.filters import reader_locale
from matchmaker.web.transaction import session


@dataclass(frozen=True)
class LeftOut:
    """A request that is not held, and why."""

    request: MeetingRequest
    reason: str


@blueprint.get("/events/<slug>/schedule")
@officer
def schedule(slug: str) -> str:
    """The newest version, or the one asked for."""
    event = run_event(slug)
    versions = queries.schedules_of(session(), event.id)
    asked = request.args.get("version", "")
    shown = next(
        (version for version in versions if str(version.number) == asked), versions[0] if versions else None
    )
    return _page(event, versions, shown)


def _page(event: Event, versions: list[ScheduleVersion], shown: ScheduleVersion | None) -> str:
    meetings = queries.meetings_of_schedule(session(), shown.id) if shown else []
    board: dict[tuple[int, int | None], Meeting] = {
        (meeting.slot_id, meeting.table_id): meeting for meeting in meetings
    }
    return render_template(
        "meetings/schedule.html",
        event=event,
        versions=versions,
        shown=shown,
        board=board,
        meetings=meetings,
        left_out=_left_out(event, shown) if shown else [],
        job=session().get(Job, shown.job_id) if shown and shown.job_id else None,
        figures=queries.figures_of(session(), event),
        schedulable=len(queries.schedulable(session(), event.id)),
    )


def _left_out(event: Event, version: ScheduleVersion) -> list[LeftOut]:
    requests = queries.load_requests(session(), [row_id(entry["request"]) for entry in version.unplaced])
    names = names_of(session(), event)
    listed = []
    for entry in version.unplaced:
        found = requests.get(row_id(entry["request"]))
        if found is None:
            continue
        if entry["code"] == "by_hand":
            reason = _("Taken out by hand.")
        else:
            parameters = {
                name: tuple(value) if isinstance(value, list) else value
                for name, value in entry["parameters"].items()
            }
            reason = render(Unplaced(entry["request"], entry["code"], parameters), reader_locale(), names)
        listed.append(LeftOut(found, reason))
    return listed


@blueprint.post("/events/<slug>/schedule")
@officer
def run(slug: str) -> ResponseReturnValue:
    """Start the scheduler."""
    event = run_event(slug)
    seconds = request.form.get("seconds", "30")
    try:
        operations.request_schedule(
            session(), actor=actor(), now=clock.now(), event_id=event.id,
            seconds=int(seconds) if seconds in {"10", "30", "120", "300"} else 30,
        )  # fmt: skip
    except Conflict as error:
        flash(message_of(error), "warning")
    return redirect(url_for("meetings.schedule", slug=slug))


@blueprint.get("/events/<slug>/schedule/<int:number>/progress")
@officer
def progress(slug: str, number: int) -> ResponseReturnValue:
    """How far the run has come; when it is done the page is loaded anew."""
    event = run_event(slug)
    version = queries.find_schedule(session(), event.id, number)
    if version is None:
        raise NotFound
    if version.state != "running":
        return "", 204, {"HX-Redirect": url_for("meetings.schedule", slug=slug, version=number)}
    job = session().get(Job, version.job_id) if version.job_id else None
    return render_template("meetings/_progress.html", event=event, version=version, job=job)


@blueprint.post("/events/<slug>/schedule/<int:number>/stop")
@officer
def stop(slug: str, number: int) -> ResponseReturnValue:
    """End the run with the best it has found."""
    event = run_event(slug)
    operations.stop_run(session(), actor=actor(), event_id=event.id, number=number)
    flash(_("The run ends with the best it has found."), "done")
    return redirect(url_for("meetings.schedule", slug=slug))


@blueprint.post("/events/<slug>/schedule/<int:number>/publish")
@officer
def publish(slug: str, number: int) -> ResponseReturnValue:
    """Make the draft what people see."""
    event = run_event(slug)
    told = operations.publish_schedule(
        session(), actor=actor(), now=clock.now(), event_id=event.id, number=number
    )
    flash(
        ngettext(
            "Published. %(num)s participant is told.", "Published. %(num)s participants are told.", told
        ),
        "done",
    )
    return redirect(url_for("meetings.schedule", slug=slug))


@blueprint.post("/events/<slug>/schedule/<int:number>/drop")
@officer
def drop(slug: str, number: int) -> ResponseReturnValue:
    """Delete a draft."""
    event = run_event(slug)
    operations.drop_draft(session(), actor=actor(), now=clock.now(), event_id=event.id, number=number)
    flash(_("The draft is deleted."), "done")
    return redirect(url_for("meetings.schedule", slug=slug))


def _whole(name: str) -> int | None:
    value = request.form.get(name, "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 10 else None


@blueprint.post("/events/<slug>/schedule/meetings/<int:meeting_id>")
@officer
def change(slug: str, meeting_id: int) -> ResponseReturnValue:
    """Move, lock, let go or remove a meeting of a draft; what cannot be is said, and nothing is changed."""
    run_event(slug)
    who, now, version = actor(), clock.now(), _whole("version")
    try:
        match request.form.get("act"):
            case "move":
                operations.move_meeting(
                    session(), actor=who, now=now, meeting_id=meeting_id, slot_id=_whole("slot") or 0,
                    table_id=_whole("table"), version=version,
                )  # fmt: skip
                flash(_("Moved, and locked there."), "done")
            case "lock" | "unlock" as act:
                operations.set_lock(
                    session(), actor=who, meeting_id=meeting_id, locked=act == "lock", version=version
                )
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
            session(), actor=actor(), now=clock.now(), schedule_id=version.id, request_id=_whole("request") or 0,
            slot_id=_whole("slot") or 0, table_id=_whole("table"),
        )  # fmt: skip
        flash(_("Placed, and locked there."), "done")
    except Conflict as error:
        session().rollback()
        flash(message_of(error), "warning")
    return redirect(url_for("meetings.schedule", slug=slug, version=number))
