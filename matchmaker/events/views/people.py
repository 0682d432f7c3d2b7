"""The people of an event: inviting, answers, days."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker import clock
from matchmaker.companies.enums import Side
from matchmaker.db import fold
from matchmaker.errors import NotFound
from matchmaker.events import operations, queries
from matchmaker.events.forms import DaysForm
from matchmaker.events.models import Event, Participation
from matchmaker.events.policy import is_own
from matchmaker.events.views.blueprint import blueprint, participation_of, run_event, seen_event
from matchmaker.i18n import formatting
from matchmaker.web.access import actor, officer, signed_in
from matchmaker.web.filters import reader_locale
from matchmaker.web.pagination import DENSE_SIZE, page_number, paginate
from matchmaker.web.transaction import session


@blueprint.get("/events/<slug>/people")
@officer
def people(slug: str) -> str:
    """Who is invited and takes part; whom one could invite."""
    shown = run_event(slug)
    chosen = {name: request.args.get(name, "") for name in ("state", "side", "q")}
    page = paginate(
        session(), queries.participations(shown.id, **chosen), number=page_number(), size=DENSE_SIZE
    )
    return render_template(
        "events/people.html",
        event=shown,
        page=page,
        chosen=chosen,
        funnel=queries.funnel(session(), shown.id),
    )


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
    flash(_("%(count)s companies invited.", count=count), "done")
    return redirect(url_for("events.people", slug=slug))


@blueprint.post("/events/<slug>/people/<int:participation_id>/answer")
@signed_in
def answer(slug: str, participation_id: int) -> ResponseReturnValue:
    """Take part or decline; officers on behalf."""
    shown = seen_event(slug)
    found = participation_of(shown, participation_id)
    accept = request.form.get("answer") == "accept"
    operations.answer_invitation(
        session(), actor=actor(), now=clock.now(), participation_id=participation_id, accept=accept
    )
    if is_own(actor(), found):
        if accept:
            flash(_("You take part. Now say when you can meet."), "done")
            return redirect(url_for("events.participation", slug=slug))
        flash(_("You do not take part. You can change your mind as long as the event is open."), "done")
        return redirect(url_for("events.event", slug=slug))
    flash(_("Kept for %(company)s.", company=found.company.name), "done")
    return redirect(url_for("events.people", slug=slug))


@blueprint.post("/events/<slug>/people/<int:participation_id>/withdraw")
@officer
def withdraw(slug: str, participation_id: int) -> ResponseReturnValue:
    """Take a company out of the event."""
    participation_of(run_event(slug), participation_id)
    operations.withdraw(session(), actor=actor(), now=clock.now(), participation_id=participation_id)
    flash(_("The company is out of the event. Run the scheduler again if it had meetings."), "done")
    return redirect(url_for("events.people", slug=slug))


@blueprint.route("/events/<slug>/my-days", methods=["GET", "POST"])
@signed_in
def participation(slug: str) -> ResponseReturnValue:
    """When one can meet: a grid of slots to tap."""
    shown = seen_event(slug)
    own = queries.own_participation(session(), shown.id, actor().company_id)
    if own is None or own.state != "accepted":
        raise NotFound
    return _days_page(shown, own, back=url_for("events.event", slug=slug))


@blueprint.route("/events/<slug>/people/<int:participation_id>/days", methods=["GET", "POST"])
@officer
def days_of(slug: str, participation_id: int) -> ResponseReturnValue:
    """The same, by an officer on behalf."""
    shown = run_event(slug)
    return _days_page(
        shown, participation_of(shown, participation_id), back=url_for("events.people", slug=slug)
    )


def _days_page(shown: Event, found: Participation, *, back: str) -> ResponseReturnValue:
    form = DaysForm(obj=found).offer_choices()
    busy = {row.slot_id for row in found.busy}
    if form.validate_on_submit():
        free = {int(value) for value in request.form.getlist("free") if value.isdecimal()}
        operations.set_days(
            session(), actor=actor(), now=clock.now(), participation_id=found.id, side=Side(form.side.data),
            busy_slots={slot.id for slot in shown.slots} - free, max_meetings=form.max_meetings.data,
        )  # fmt: skip
        flash(_("Kept. You can change it until the schedule is made."), "done")
        return redirect(back)
    page = render_template(
        "events/days.html", event=shown, participation=found, form=form, busy=busy, back=back
    )
    return page, 422 if form.errors else 200
