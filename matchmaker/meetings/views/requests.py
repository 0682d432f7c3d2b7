"""Asking, answering, the officer's list of requests."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker import clock
from matchmaker.errors import Conflict, DomainError, Invalid, NotFound
from matchmaker.events.models import Participation
from matchmaker.events.policy import booking_open, may_run
from matchmaker.events.queries import accepted, participations_of
from matchmaker.i18n import formatting
from matchmaker.matching.presentation import present
from matchmaker.matching.queries import best_between
from matchmaker.meetings import operations, queries
from matchmaker.meetings.booked import free_slots
from matchmaker.meetings.forms import AskForm, DeclineForm
from matchmaker.meetings.interpreters import Staff, staff_of
from matchmaker.meetings.languages import pair_of, words_of
from matchmaker.meetings.models import MeetingRequest
from matchmaker.meetings.policy import asking_open, may_answer, may_ask, may_see
from matchmaker.meetings.relations import (
    automatic_count,
    mandatory_unanswered,
    met_before,
    never_with,
    preferences_of,
    published_meeting,
    requests_sent,
)
from matchmaker.meetings.views.blueprint import blueprint, own, run_event, seen_event
from matchmaker.web.access import actor, member, officer, signed_in
from matchmaker.web.errors import message_of
from matchmaker.web.filters import reader_locale
from matchmaker.web.pagination import DENSE_SIZE, page_number, paginate
from matchmaker.web.transaction import session


@blueprint.get("/meetings")
@member
def index() -> str:
    """A member's events, requests to answer and next meetings."""
    company_id = actor().company_id
    assert company_id is not None
    requests = queries.requests_of_company(session(), company_id)
    return render_template(
        "meetings/index.html",
        participations=participations_of(session(), company_id),
        waiting=[
            found for found in requests if found.state == "open" and found.answering.company_id == company_id
        ],
        meetings=queries.next_meetings(session(), company_id, now=clock.now(), most=5),
        company_id=company_id,
        form=DeclineForm().offer_reasons(),
    )


@blueprint.get("/events/<slug>/requests")
@signed_in
def requests(slug: str) -> ResponseReturnValue:
    """A member's requests and whom one can ask; for the event's officers all requests."""
    event = seen_event(slug)
    if may_run(actor(), event):
        chosen = {"state": request.args.get("state", ""), "q": request.args.get("q", "")}
        page = paginate(
            session(), queries.requests_of_event(event.id, **chosen), number=page_number(), size=DENSE_SIZE
        )
        staff = staff_of(session(), event.id)
        return render_template(
            "meetings/requests_officer.html", event=event, page=page, chosen=chosen,
            automatic=automatic_count(session(), event.id),
            needs={row.id: _need(row, staff) for row in page.items},
        )  # fmt: skip
    mine = own(event)
    rows = queries.requests_of_company(session(), mine.company_id, event_id=event.id)
    joined = {  # two companies meet once, whoever of their people asks
        one.company_id for row in rows if row.state in {"open", "accepted"} for one in (row.asker, row.asked)
    }
    hidden = never_with(session(), mine.id, by_others=True)
    others = [
        other
        for other in accepted(session(), event.id)
        if may_see(event, mine, other) and other.id not in hidden
    ]
    best = best_between(session(), mine.company_id, [other.company_id for other in others])
    shown = [(other, present(best[other.company_id], mine.company_id, reader_locale()) if other.company_id in best else None)
             for other in others if other.company_id not in joined]  # fmt: skip
    shown.sort(key=lambda pair: (-(pair[1].proposal.score if pair[1] else 0.0), pair[0].company.name))
    return render_template(
        "meetings/requests.html", event=event, mine=mine, others=shown, form=DeclineForm().offer_reasons(),
        requests=rows,
        open_now=asking_open(event, clock.now()), preferences=preferences_of(session(), mine.id),
        askable={other.id for other in others if may_ask(event, mine, other)}, booking=booking_open(event, clock.now()),
        met=met_before(session(), event, mine.company_id, now=clock.now()) if event.met_before != "allow" else (),
        sent=requests_sent(session(), mine.id), unanswered=mandatory_unanswered(session(), mine),
    )  # fmt: skip


def _need(row: MeetingRequest, staff: Staff) -> str:
    """The languages between which a request needs an interpreter, in words."""
    pair = pair_of(row.interpreting, row.asker.company.languages, row.asked.company.languages, staff.spoken)
    return words_of(pair.key, reader_locale()) if pair else _("not needed")


@blueprint.route("/events/<slug>/ask/<int:participation_id>", methods=["GET", "POST"])
@member
def ask(slug: str, participation_id: int) -> ResponseReturnValue:
    """Ask to meet, with a message."""
    event = seen_event(slug)
    mine = own(event)
    other = session().get(Participation, participation_id)
    if other is None or other.event_id != event.id or not may_see(event, mine, other):
        raise NotFound
    booking = booking_open(event, clock.now())
    form = AskForm().offer_times(
        free_slots(session(), event, mine, other, now=clock.now()) if booking else [], event.time_zone
    )
    if form.validate_on_submit():
        try:
            operations.ask(
                session(), actor=actor(), now=clock.now(), asker_id=mine.id, asked_id=other.id,
                message=form.message.data or None, slot_id=form.slot.data or None,
            )  # fmt: skip
        except (Conflict, Invalid) as error:
            session().rollback()
            if error.code == "already_asked":
                flash(message_of(error), "warning")
                return redirect(url_for("meetings.requests", slug=slug))
            form.refuse(error)
        else:
            if event.direct_booking and booking and form.slot.data:
                flash(_("Booked. The meeting is in both agendas."), "done")
                return redirect(url_for("meetings.agenda", slug=slug))
            flash(
                _(
                    "%(company)s is asked, and has %(days)s days to answer.",
                    company=other.company.name,
                    days=event.answer_days,
                ),
                "done",
            )
            return redirect(url_for("meetings.requests", slug=slug))
    best = best_between(session(), mine.company_id, [other.company_id]).get(other.company_id)
    match = present(best, mine.company_id, reader_locale()) if best else None
    met = event.met_before != "allow" and other.company_id in met_before(
        session(), event, mine.company_id, now=clock.now()
    )
    page = render_template(
        "meetings/ask.html", event=event, other=other, form=form, match=match, met=met, booking=booking
    )
    return page, 422 if form.errors else 200


def seen_request(slug: str, request_id: int) -> MeetingRequest:
    event = seen_event(slug)
    found = queries.find_request(session(), request_id)
    who = actor()
    concerned = found is not None and who.company_id in {found.asker.company_id, found.asked.company_id}
    if found is None or found.event_id != event.id or not (concerned or may_run(who, event)):
        raise NotFound
    return found


@blueprint.post("/events/<slug>/requests/<int:request_id>/accept")
@signed_in
def accept(slug: str, request_id: int) -> ResponseReturnValue:
    """Say yes."""
    found = seen_request(slug, request_id)
    try:
        operations.accept(session(), actor=actor(), now=clock.now(), request_id=request_id)
    except Conflict as error:
        session().rollback()
        flash(message_of(error), "warning")
        return _back(slug, seen_request(slug, request_id))
    booked = published_meeting(session(), found)
    if not booking_open(found.event, clock.now()):
        flash(_("Accepted. The meeting gets its time and table in the schedule."), "done")
    elif booked is not None:
        at = formatting.moment(booked.slot.starts_at, found.event.time_zone, reader_locale())
        flash(_("Accepted, and booked for %(time)s.", time=at), "done")
    else:
        flash(_("Accepted, but no slot suits both at present; it waits for one."), "warning")
    return _back(slug, found)


@blueprint.post("/events/<slug>/requests/<int:request_id>/decline")
@signed_in
def decline(slug: str, request_id: int) -> ResponseReturnValue:
    """Say no, with a reason."""
    found = seen_request(slug, request_id)
    form = DeclineForm().offer_reasons()
    form.validate()
    try:
        operations.decline(
            session(), actor=actor(), now=clock.now(), request_id=request_id, reason=form.reason.data or "",
            note=form.note.data or None,
        )  # fmt: skip
    except Invalid as error:
        form.refuse(error)
        return render_template("meetings/decline.html", event=found.event, request_row=found, form=form), 422
    flash(_("Declined; they are told politely."), "done")
    return _back(slug, found)


@blueprint.get("/events/<slug>/requests/<int:request_id>/decline")
@signed_in
def decline_page(slug: str, request_id: int) -> str:
    """Ask why."""
    found = seen_request(slug, request_id)
    if not may_answer(actor(), found):
        raise NotFound
    return render_template(
        "meetings/decline.html", event=found.event, request_row=found, form=DeclineForm().offer_reasons()
    )


@blueprint.post("/events/<slug>/requests/<int:request_id>/withdraw")
@signed_in
def withdraw(slug: str, request_id: int) -> ResponseReturnValue:
    """Take one's request back."""
    found = seen_request(slug, request_id)
    operations.withdraw(session(), actor=actor(), now=clock.now(), request_id=request_id)
    flash(_("Taken back."), "done")
    return _back(slug, found)


@blueprint.post("/events/<slug>/requests/<int:request_id>/must")
@officer
def must(slug: str, request_id: int) -> ResponseReturnValue:
    """This meeting has to be held, or no longer has to."""
    found = seen_request(slug, request_id)
    operations.set_must(session(), actor=actor(), now=clock.now(), request_id=request_id, must=not found.must)
    return redirect(url_for("meetings.requests", slug=slug))


def _back(slug: str, found: MeetingRequest) -> ResponseReturnValue:
    waiting = request.form.get("back") == "meetings" and not may_run(actor(), found.event)
    return redirect(url_for("meetings.index") if waiting else url_for("meetings.requests", slug=slug))


@blueprint.route("/events/<slug>/requests/new", methods=["GET", "POST"])
@officer
def add(slug: str) -> ResponseReturnValue:
    """A request on behalf of a company; it counts as accepted when the officer says so."""
    event = run_event(slug)
    people = accepted(session(), event.id)
    error = ""
    if request.method == "POST":
        ids = [
            int(request.form.get(name, "")) if request.form.get(name, "").isdecimal() else 0
            for name in ("asker", "asked")
        ]
        try:
            made = operations.ask(
                session(), actor=actor(), now=clock.now(), asker_id=ids[0], asked_id=ids[1], message=None
            )
            if request.form.get("agreed"):
                operations.accept(session(), actor=actor(), now=clock.now(), request_id=made.id)
        except NotFound:
            error = _("Choose two companies.")
        except DomainError as refused:
            error = message_of(refused)
        else:
            flash(_("The request is added."), "done")
            return redirect(url_for("meetings.requests", slug=slug))
    page = render_template("meetings/add.html", event=event, people=people, error=error)
    return page, 422 if error else 200
