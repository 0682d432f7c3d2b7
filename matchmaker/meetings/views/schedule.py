"""The officer's schedule: runs, the board, changes by hand, publication."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from matchmaker import clock
from matchmaker.errors import Conflict, NotFound
from matchmaker.events.models import Event
from matchmaker.jobs.models import Job
from matchmaker.meetings import operations, queries
from matchmaker.meetings.checklist import checklist
from matchmaker.meetings.conversion import names_of, row_id
from matchmaker.meetings.differences import differences, told
from matchmaker.meetings.enums import Publication, RunMode, ScheduleState
from matchmaker.meetings.labels import CHECKS, KINDS_OF_REASON
from matchmaker.meetings.models import Meeting, ScheduleVersion
from matchmaker.meetings.places import waiting
from matchmaker.meetings.presentation import Words, grouped, mentioned
from matchmaker.meetings.presentation import spoken as spoken_entries
from matchmaker.meetings.standing import stamp, standing
from matchmaker.meetings.views.blueprint import blueprint, run_event
from matchmaker.web.access import actor, officer
from matchmaker.web.errors import message_of
from matchmaker.web.filters import reader_locale
from matchmaker.web.pagination import DENSE_SIZE, page_number, slice_page
from matchmaker.web.transaction import session

FIRST = 5  # requests shown of each kind; the rest have their own page


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
    now = clock.now()
    return render_template(
        "meetings/schedule.html",
        event=event,
        versions=versions,
        shown=shown,
        running_for=round((now - shown.created_at).total_seconds()) if shown else 0,
        job=session().get(Job, shown.job_id) if shown and shown.job_id else None,
        schedulable=len(queries.wishes(session(), event.id)),
        final=queries.publication_of(session(), event) == Publication.FINAL,
        words=CHECKS,
        blocking=[check for check in checklist(session(), event, now=now) if check.blocks and not check.done],
        **(_contents(event, shown, now=now) if shown else {}),
    )


def _contents(event: Event, shown: ScheduleVersion, *, now: datetime) -> dict[str, Any]:
    """What a version holds: verdict, changes, board, who waits, and what is left out for what reason."""
    meetings = queries.meetings_of_schedule(session(), shown.id)
    draft = shown.state == ScheduleState.DRAFT
    fitting = waiting(session(), event, meetings, now=now) if draft and shown.unplaced else {}
    wishes = queries.wishes(session(), event.id)
    weights = {request: wish.weight for request, wish in wishes.items()}
    kinds = grouped(shown, weights, skip={f"r{request}" for request in fitting})
    first = {one.code: one.entries[:FIRST] for one in kinds}
    said = [entry for entries in first.values() for entry in entries]
    spoken = Words(reader_locale(), names_of(session(), event, reader_locale(), mentioned(shown, said)))
    requests = queries.load_requests(
        session(), [*list(fitting)[:FIRST], *(row_id(entry["request"]) for entry in said)]
    )
    return {
        "standing": standing(session(), event, shown, meetings),
        "fitting": [(requests[one], fitting[one]) for one in fitting if one in requests],
        "fit": len(fitting),
        "kinds": [(one, spoken_entries(first[one.code], requests, spoken)) for one in kinds],
        "kind_words": KINDS_OF_REASON,
        "advised": [spoken.advice(entry) for entry in shown.advice],
        "conflict": spoken.clash(shown.conflict) if shown.conflict else "",
        "stamp": stamp(event, meetings),
        **_changes(event, meetings, spoken.names, compared=draft and event.published_schedule_id is not None),
    }


def _changes(
    event: Event, meetings: list[Meeting], names: Mapping[str, str], *, compared: bool
) -> dict[str, Any]:
    published = event.published_schedule_id
    changed = (
        differences(queries.meetings_of_schedule(session(), published), meetings)
        if compared and published is not None
        else []
    )
    touched = sorted(names[f"p{person}"] for person in told(changed))
    return {"compared": compared, "changed": changed, "touched": touched}


@blueprint.get("/events/<slug>/schedule/<int:number>/left-out")
@officer
def left_out(slug: str, number: int) -> str:
    """All requests of a version that are not held, of one kind of reason or of all."""
    event = run_event(slug)
    version = queries.find_schedule(session(), event.id, number)
    if version is None:
        raise NotFound
    weights = {request: wish.weight for request, wish in queries.wishes(session(), event.id).items()}
    kinds = grouped(version, weights)
    asked = request.args.get("kind", "")
    entries = [entry for one in kinds if asked in {"", one.code} for entry in one.entries]
    page = slice_page(entries, number=page_number(), size=DENSE_SIZE)
    spoken = Words(
        reader_locale(), names_of(session(), event, reader_locale(), mentioned(version, page.items))
    )
    requests = queries.load_requests(session(), [row_id(entry["request"]) for entry in page.items])
    return render_template(
        "meetings/left_out.html", event=event, version=version, kinds=kinds, asked=asked, page=page,
        kind_words=KINDS_OF_REASON, rows=spoken_entries(page.items, requests, spoken),
    )  # fmt: skip


@blueprint.post("/events/<slug>/schedule")
@officer
def run(slug: str) -> ResponseReturnValue:
    """Start the scheduler."""
    event = run_event(slug)
    seconds, mode = request.form.get("seconds", "30"), request.form.get("mode", RunMode.SOLVE)
    try:
        operations.request_schedule(
            session(), actor=actor(), now=clock.now(), event_id=event.id,
            seconds=int(seconds) if seconds in {"10", "30", "120", "300"} else 30,
            mode=RunMode(mode) if mode in set(RunMode) else RunMode.SOLVE,
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
    running_for = round((clock.now() - version.created_at).total_seconds())
    return render_template(
        "meetings/_progress.html", event=event, version=version, job=job, running_for=running_for
    )


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
    """Make the draft what people see, provisionally or for good."""
    event = run_event(slug)
    provisional = request.form.get("publication") == Publication.PROVISIONAL
    try:
        count = operations.publish_schedule(
            session(), actor=actor(), now=clock.now(), event_id=event.id, number=number,
            seen=request.form.get("seen") or None,
            publication=Publication.PROVISIONAL if provisional else Publication.FINAL,
        )  # fmt: skip
    except Conflict as error:
        session().rollback()
        flash(message_of(error), "warning")
        return redirect(url_for("meetings.schedule", slug=slug, version=number))
    flash(
        ngettext(
            "Published. %(num)s participant is told.", "Published. %(num)s participants are told.", count
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
