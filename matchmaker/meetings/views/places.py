"""One meeting, or one request that waits: where it could be held, and what is in the way elsewhere."""

from __future__ import annotations

from flask import render_template

from matchmaker import clock
from matchmaker.errors import NotFound
from matchmaker.events.models import Event, Participation
from matchmaker.meetings import queries
from matchmaker.meetings.interpreters import staff_of
from matchmaker.meetings.languages import words_of
from matchmaker.meetings.models import Meeting, MeetingRequest, ScheduleVersion
from matchmaker.meetings.places import places
from matchmaker.meetings.views.blueprint import blueprint, run_event
from matchmaker.web.access import officer
from matchmaker.web.filters import reader_locale
from matchmaker.web.transaction import session


@blueprint.get("/events/<slug>/schedule/meetings/<int:meeting_id>")
@officer
def meeting_places(slug: str, meeting_id: int) -> str:
    """A meeting of a version, and where else it could be."""
    event = run_event(slug)
    meeting = session().get(Meeting, meeting_id)
    if meeting is None or meeting.schedule.event_id != event.id:
        raise NotFound
    return _page(event, meeting.schedule, meeting.a, meeting.b, meeting=meeting)


@blueprint.get("/events/<slug>/schedule/<int:number>/requests/<int:request_id>")
@officer
def request_places(slug: str, number: int, request_id: int) -> str:
    """A request that is not held in a version, and where it could be."""
    event = run_event(slug)
    version = queries.find_schedule(session(), event.id, number)
    wanted = queries.find_request(session(), request_id)
    if version is None or wanted is None or wanted.event_id != event.id:
        raise NotFound
    return _page(event, version, wanted.asker, wanted.asked, wanted=wanted)


def _page(
    event: Event,
    version: ScheduleVersion,
    one: Participation,
    other: Participation,
    *,
    meeting: Meeting | None = None,
    wanted: MeetingRequest | None = None,
) -> str:
    meetings = queries.meetings_of_schedule(session(), version.id)
    staff = staff_of(session(), event.id)
    said = (
        meeting.request.interpreting
        if meeting and meeting.request
        else wanted.interpreting
        if wanted
        else None
    )
    pair = staff.pair(said, one, other)
    others = [
        found for found in meetings if meeting and found.slot_id == meeting.slot_id and found is not meeting
    ]
    taken = {found.interpreter_id for found in others if found.interpreter_id}
    return render_template(
        "meetings/places.html",
        event=event,
        version=version,
        meeting=meeting,
        wanted=wanted,
        names={one.id: one.company.name, other.id: other.company.name},
        pair=words_of(pair.key, reader_locale()) if pair else "",
        staff=staff,
        able=staff.able(pair) if pair else [],
        free=staff.free(meeting.slot_id, taken) if meeting else [],
        places=places(
            session(),
            event,
            meetings,
            (one.id, other.id),
            now=clock.now(),
            staff=staff,
            pair=pair,
            moving=meeting.id if meeting else None,
        ),
    )
