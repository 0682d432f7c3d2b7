"""Around requests: another time, how much one wants to meet, pairs from proposals, links of online meetings, the loss of
booking by oneself."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from matchmaker import clock
from matchmaker.errors import Conflict, Invalid, NotFound
from matchmaker.meetings import operations, queries
from matchmaker.meetings.booked import free_slots, loss_of
from matchmaker.meetings.enums import PreferenceValue
from matchmaker.meetings.models import Meeting
from matchmaker.meetings.policy import may_answer
from matchmaker.meetings.views.blueprint import blueprint, own, run_event, seen_event, whole
from matchmaker.meetings.views.requests import seen_request
from matchmaker.web.access import actor, member, officer, signed_in
from matchmaker.web.errors import message_of
from matchmaker.web.transaction import session


@blueprint.route("/events/<slug>/requests/<int:request_id>/time", methods=["GET", "POST"])
@signed_in
def another_time(slug: str, request_id: int) -> ResponseReturnValue:
    """Answer with another time, of those that suit both as things stand."""
    found = seen_request(slug, request_id)
    if not may_answer(actor(), found):
        raise NotFound
    refusal = ""
    if request.method == "POST":
        try:
            operations.propose_time(
                session(), actor=actor(), now=clock.now(), request_id=request_id, slot_id=whole("slot") or 0
            )
        except (Conflict, Invalid) as error:
            session().rollback()
            found, refusal = seen_request(slug, request_id), message_of(error)
        else:
            flash(_("Your time is proposed; the other side answers now."), "done")
            return redirect(url_for("meetings.requests", slug=slug))
    slots = free_slots(session(), found.event, found.asker, found.asked, now=clock.now())
    page = render_template(
        "meetings/another_time.html", event=found.event, row=found, refusal=refusal,
        slots=[slot for slot in slots if slot.id != found.slot_id],
    )  # fmt: skip
    return page, 422 if refusal else 200


@blueprint.post("/events/<slug>/preferences/<int:participation_id>")
@member
def prefer(slug: str, participation_id: int) -> ResponseReturnValue:
    """How much one wants to meet another participant."""
    event = seen_event(slug)
    value = request.form.get("value", "")
    if value not in set(PreferenceValue):
        raise NotFound
    try:
        operations.set_preference(
            session(), actor=actor(), now=clock.now(), participation_id=own(event).id, other_id=participation_id,
            value=PreferenceValue(value),
        )  # fmt: skip
        flash(_("Kept. The other side does not see it."), "done")
    except Conflict as error:
        session().rollback()
        flash(message_of(error), "warning")
    return redirect(url_for("meetings.requests", slug=slug))


@blueprint.post("/events/<slug>/requests/fill")
@officer
def fill(slug: str) -> ResponseReturnValue:
    """Let the system make pairs from proposals, or take those it has made back."""
    event = run_event(slug)
    if request.form.get("act") == "drop":
        count = operations.drop_automatic(session(), actor=actor(), now=clock.now(), event_id=event.id)
        flash(
            ngettext("%(num)s automatic pair taken back.", "%(num)s automatic pairs taken back.", count),
            "done",
        )
    else:
        count = operations.fill_wishes(session(), actor=actor(), now=clock.now(), event_id=event.id)
        flash(
            ngettext("%(num)s pair added from proposals.", "%(num)s pairs added from proposals.", count),
            "done",
        )
    return redirect(url_for("meetings.requests", slug=slug))


@blueprint.post("/events/<slug>/agenda/<int:meeting_id>/link")
@signed_in
def link(slug: str, meeting_id: int) -> ResponseReturnValue:
    """Say where an online meeting is held: either side, or an officer."""
    event = seen_event(slug)
    try:
        operations.set_link(
            session(), actor=actor(), now=clock.now(), event_id=event.id, meeting_id=meeting_id,
            link=request.form.get("link", "").strip(),
        )  # fmt: skip
        flash(_("The link is kept; the other side sees it too."), "done")
    except Invalid as error:
        session().rollback()
        flash(message_of(error), "warning")
    meeting = session().get_one(Meeting, meeting_id)
    concerned = actor().company_id in {meeting.a.company_id, meeting.b.company_id}
    if concerned:
        return redirect(url_for("meetings.agenda", slug=slug))
    return redirect(url_for("meetings.agenda_of", slug=slug, participation_id=meeting.a_id))


@blueprint.get("/events/<slug>/schedule/loss")
@officer
def loss(slug: str) -> str:
    """What booking by oneself costs against the best schedule of the same wishes; fetched as the page of the schedule opens."""
    event = run_event(slug)
    published = event.published_schedule_id
    meetings = queries.meetings_of_schedule(session(), published) if published is not None else []
    return render_template("meetings/_loss.html", loss=loss_of(session(), event, meetings, now=clock.now()))
