"""The day of the event: what happens is noted, and the schedule repaired around it."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker import clock
from matchmaker.attendance.repairing import suggestions
from matchmaker.attendance.views.blueprint import shown_day
from matchmaker.errors import Conflict, Invalid, NotFound
from matchmaker.events.queries import accepted
from matchmaker.meetings import operations, queries
from matchmaker.meetings.enums import DisturbanceKind
from matchmaker.meetings.models import Disturbance
from matchmaker.meetings.places import waiting
from matchmaker.meetings.views.blueprint import blueprint, run_event, whole
from matchmaker.web.access import actor, officer
from matchmaker.web.errors import message_of
from matchmaker.web.labels import label
from matchmaker.web.transaction import session

OFFERED = 8  # waiting requests shown, the most wanted
OF_PEOPLE = (DisturbanceKind.LATE, DisturbanceKind.LEAVES, DisturbanceKind.CANCELLED)


@blueprint.get("/events/<slug>/day")
@officer
def day(slug: str) -> str:
    """What has happened, which meetings it breaks, and repair."""
    return _page(slug)


def _page(slug: str, problem: str = "") -> str:
    event, now = run_event(slug), clock.now()
    published = event.published_schedule_id
    meetings = queries.meetings_of_schedule(session(), published) if published is not None else []
    blocked = queries.blocked(session(), event)
    ahead = [slot for slot in event.slots if slot.starts_at > now]
    broken = blocked.broken(meetings, now=now)
    draft = queries.open_repair(session(), event) if published is not None else None
    kept = [meeting for meeting in meetings if meeting not in broken]
    fitting = waiting(session(), event, kept, now=now) if published is not None and draft is None else {}
    requests = queries.load_requests(session(), list(fitting)[:OFFERED])
    return render_template(
        "meetings/day.html",
        event=event,
        problem=problem,
        people=sorted(accepted(session(), event.id), key=lambda person: person.company.name.casefold()),
        kinds=[(kind.value, label(kind)) for kind in OF_PEOPLE],
        ahead=ahead or event.slots,
        running=[meeting for meeting in meetings if meeting.slot.ends_at > now],
        disturbances=queries.disturbances_of(session(), event.id),
        broken=broken,
        draft=draft,
        suggestions=suggestions(session(), event, on=shown_day(event, now), now=now),
        fitting=[(requests[one], fitting[one]) for one in fitting if one in requests],
    )


def _noted(slug: str, act: Callable[[int], Disturbance]) -> ResponseReturnValue:
    """Do it and go back to the page; a refusal is shown on it."""
    event = run_event(slug)
    try:
        act(event.id)
    except (Invalid, Conflict) as error:
        session().rollback()
        return _page(slug, message_of(error)), 422
    flash(_("Noted. Repair the schedule when you have noted everything."), "done")
    return redirect(url_for("meetings.day", slug=slug))


@blueprint.post("/events/<slug>/day/person")
@officer
def note_person(slug: str) -> ResponseReturnValue:
    """Somebody has cancelled, comes late or leaves early."""
    kind = request.form.get("kind", "")
    if kind not in set(OF_PEOPLE):
        raise NotFound
    return _noted(
        slug,
        lambda event_id: operations.disturb_person(
            session(), actor=actor(), now=clock.now(), event_id=event_id, kind=DisturbanceKind(kind),
            participation_id=whole("participation") or 0, slot_id=whole("slot"),
        ),
    )  # fmt: skip


@blueprint.post("/events/<slug>/day/table")
@officer
def note_table(slug: str) -> ResponseReturnValue:
    """A table cannot be used from a slot on."""
    return _noted(
        slug,
        lambda event_id: operations.disturb_table(
            session(), actor=actor(), now=clock.now(), event_id=event_id, table_id=whole("table") or 0,
            slot_id=whole("slot"),
        ),
    )  # fmt: skip


@blueprint.post("/events/<slug>/day/overrun")
@officer
def note_overrun(slug: str) -> ResponseReturnValue:
    """A meeting runs over."""
    return _noted(
        slug,
        lambda event_id: operations.disturb_meeting(
            session(), actor=actor(), now=clock.now(), event_id=event_id, meeting_id=whole("meeting") or 0,
            slots=whole("slots") or 1,
        ),
    )  # fmt: skip


@blueprint.post("/events/<slug>/day/<int:disturbance_id>/undo")
@officer
def undo(slug: str, disturbance_id: int) -> ResponseReturnValue:
    """Take a note back."""
    event = run_event(slug)
    operations.undo_disturbance(
        session(), actor=actor(), now=clock.now(), event_id=event.id, disturbance_id=disturbance_id
    )
    return redirect(url_for("meetings.day", slug=slug))


@blueprint.post("/events/<slug>/day/place")
@officer
def place_waiting(slug: str) -> ResponseReturnValue:
    """One click: a waiting request gets a freed slot, in a draft that shows who is touched before it is published."""
    event = run_event(slug)
    try:
        meeting = operations.place_waiting(
            session(), actor=actor(), now=clock.now(), event_id=event.id, request_id=whole("request") or 0,
            slot_id=whole("slot") or 0,
        )  # fmt: skip
    except Conflict as error:
        session().rollback()
        return _page(slug, message_of(error)), 422
    flash(_("Placed in a draft. See who is touched, then publish."), "done")
    return redirect(url_for("meetings.schedule", slug=slug, version=meeting.schedule.number))
