"""Versions of a schedule: who made them when and how good they are, two side by side, an older one brought back."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from matchmaker import clock
from matchmaker.errors import Conflict
from matchmaker.events.models import Event
from matchmaker.meetings import operations, queries
from matchmaker.meetings.differences import differences
from matchmaker.meetings.models import Meeting, ScheduleVersion
from matchmaker.meetings.standing import standing
from matchmaker.meetings.trail import makers_of
from matchmaker.meetings.views.blueprint import blueprint, run_event
from matchmaker.web.access import actor, officer
from matchmaker.web.errors import message_of
from matchmaker.web.pagination import DENSE_SIZE, page_number, slice_page
from matchmaker.web.transaction import session

KINDS = ("added", "gone", "moved", "table", "interpreter")


@blueprint.get("/events/<slug>/schedule/history")
@officer
def history(slug: str) -> str:
    """All versions, the newest first."""
    event = run_event(slug)
    versions = queries.schedules_of(session(), event.id)
    return render_template(
        "meetings/history.html", event=event, page=slice_page(versions, number=page_number(), size=DENSE_SIZE),
        makers=makers_of(session(), versions), held=queries.held_by_version(session(), event.id),
        published=next((one.number for one in versions if one.id == event.published_schedule_id), 0),
        done=[version for version in versions if version.state not in {"running", "failed"}],
    )  # fmt: skip


@blueprint.get("/events/<slug>/schedule/compare")
@officer
def compare(slug: str) -> ResponseReturnValue:
    """Two versions: figures side by side, and what becomes of each meeting from the one to the other."""
    event = run_event(slug)
    one, other = (_version(event, name) for name in ("one", "other"))
    if one is None or other is None:
        return redirect(url_for("meetings.history", slug=slug))
    meetings = [queries.meetings_of_schedule(session(), version.id) for version in (one, other)]
    found = differences(*meetings)
    kind = request.args.get("kind", "")
    return render_template(
        "meetings/compare.html", event=event, one=one, other=other, kinds=KINDS, kind=kind,
        standings=[_standing(event, *pair) for pair in zip((one, other), meetings, strict=True)],
        counted={name: sum(change.kind == name for change in found) for name in KINDS},
        page=slice_page([change for change in found if kind in {"", change.kind}], number=page_number(), size=DENSE_SIZE),
    )  # fmt: skip


def _standing(event: Event, version: ScheduleVersion, meetings: list[Meeting]) -> object:
    return standing(session(), event, version, meetings)


def _version(event: Event, name: str) -> ScheduleVersion | None:
    asked = request.args.get(name, "")
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 10 else 0
    return queries.find_schedule(session(), event.id, number)


@blueprint.post("/events/<slug>/schedule/<int:number>/restore")
@officer
def restore(slug: str, number: int) -> ResponseReturnValue:
    """Bring an older version back as a draft."""
    event = run_event(slug)
    try:
        draft = operations.restore_version(
            session(), actor=actor(), now=clock.now(), event_id=event.id, number=number
        )
    except Conflict as error:
        session().rollback()
        flash(message_of(error), "warning")
        return redirect(url_for("meetings.history", slug=slug))
    flash(
        _("Version %(number)s is back as a draft. See who is touched, then publish.", number=number), "done"
    )
    return redirect(url_for("meetings.schedule", slug=slug, version=draft.number))


@blueprint.post("/events/<slug>/schedule/<int:number>/final")
@officer
def make_final(slug: str, number: int) -> ResponseReturnValue:
    """What is published provisionally becomes final."""
    event = run_event(slug)
    try:
        count = operations.make_final(
            session(), actor=actor(), now=clock.now(), event_id=event.id, number=number
        )
    except Conflict as error:
        session().rollback()
        flash(message_of(error), "warning")
    else:
        flash(
            ngettext("Final. %(num)s participant is told.", "Final. %(num)s participants are told.", count),
            "done",
        )
    return redirect(url_for("meetings.schedule", slug=slug, version=number))
