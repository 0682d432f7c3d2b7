"""A company at an event: its answer, its people, when they can meet, what was done on their behalf."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker import clock
from matchmaker.companies.enums import Side
from matchmaker.errors import Conflict, DomainError, NotFound
from matchmaker.events import operations, queries
from matchmaker.events.forms import DaysForm
from matchmaker.events.models import Event, Participation
from matchmaker.events.policy import is_own, may_run
from matchmaker.events.views.blueprint import blueprint, own_row, participation_of, run_event, seen_event
from matchmaker.meetings.acts import acts_for
from matchmaker.web.access import actor, member, officer, signed_in
from matchmaker.web.errors import message_of
from matchmaker.web.transaction import session


@blueprint.post("/events/<slug>/people/<int:participation_id>/answer")
@signed_in
def answer(slug: str, participation_id: int) -> ResponseReturnValue:
    """Take part or decline; officers on behalf."""
    shown = seen_event(slug)
    found = participation_of(shown, participation_id)
    accept = request.form.get("answer") == "accept"
    answered = operations.answer_invitation(
        session(), actor=actor(), now=clock.now(), participation_id=participation_id, accept=accept
    )
    if is_own(actor(), found):
        if answered.state == "waiting":
            flash(
                _("All places are taken; you are on the waiting list and are told when one becomes free."),
                "done",
            )
        elif accept and queries.questions_for(shown, found.side):
            flash(_("You take part. Please answer the organiser's questions."), "done")
            return redirect(url_for("events.own_answers", slug=slug, of=request.form.get("of")))
        elif accept:
            flash(_("You take part. Now say when you can meet."), "done")
            return redirect(url_for("events.participation", slug=slug, of=request.form.get("of")))
        else:
            flash(_("You do not take part. You can change your mind as long as the event is open."), "done")
        return redirect(url_for("events.event", slug=slug))
    if answered.state == "waiting":
        flash(
            _("All places are taken: %(company)s is on the waiting list.", company=found.company.name),
            "warning",
        )
    else:
        flash(_("Kept for %(company)s.", company=found.company.name), "done")
    return redirect(f"{url_for('events.people', slug=slug)}?{request.query_string.decode()}")


@blueprint.route("/events/<slug>/my-days", methods=["GET", "POST"])
@signed_in
def participation(slug: str) -> ResponseReturnValue:
    """When one can meet: a grid of slots to tap; ``of`` names a colleague."""
    shown = seen_event(slug)
    own = own_row(shown)
    if own is None or own.state != "accepted":
        raise NotFound
    return _days_page(shown, own, back=url_for("events.event", slug=slug))


@blueprint.route("/events/<slug>/people/<int:participation_id>/days", methods=["GET", "POST"])
@officer
def days_of(slug: str, participation_id: int) -> ResponseReturnValue:
    """The same, by an officer on behalf."""
    shown = run_event(slug)
    back = url_for("events.participant", slug=slug, participation_id=participation_id)
    return _days_page(shown, participation_of(shown, participation_id), back=back)


def _days_page(shown: Event, found: Participation, *, back: str) -> ResponseReturnValue:
    form = DaysForm(obj=found).offer_choices()
    busy = {row.slot_id for row in found.busy}
    if form.validate_on_submit():
        free = {int(value) for value in request.form.getlist("free") if value.isdecimal()}
        try:
            operations.set_days(
                session(), actor=actor(), now=clock.now(), participation_id=found.id, side=Side(form.side.data),
                busy_slots={slot.id for slot in shown.slots} - free, max_meetings=form.max_meetings.data,
            )  # fmt: skip
        except Conflict as error:
            session().rollback()
            form.refuse(error)
        else:
            flash(_("Kept. You can change it until the schedule is made."), "done")
            return redirect(back)
    page = render_template(
        "events/days.html", event=shown, participation=found, form=form, busy=busy, back=back
    )
    return page, 422 if form.errors else 200


@blueprint.post("/events/<slug>/representatives")
@signed_in
def add_representative(slug: str) -> ResponseReturnValue:
    """Another person of the company comes too."""
    shown, who = seen_event(slug), actor()
    typed = request.form.get("company", "")
    officer_for = int(typed) if may_run(who, shown) and typed.isdecimal() else None
    company_id = officer_for or who.company_id
    if company_id is None:
        raise NotFound
    user = request.form.get("user", "")
    try:
        made = operations.add_representative(
            session(), actor=who, now=clock.now(), event_id=shown.id, company_id=company_id,
            user_id=int(user) if user.isdecimal() else None, person=request.form.get("person", ""),
        )  # fmt: skip
    except DomainError as error:
        session().rollback()
        if isinstance(error, NotFound):
            raise
        flash(message_of(error) or _("Only the owner of the company can do this."), "warning")
    else:
        flash(_("%(person)s comes too.", person=made.person_name), "done")
    if officer_for is not None:
        back = request.form.get("back", "")
        return redirect(
            url_for("events.participant", slug=slug, participation_id=int(back))
            if back.isdecimal() else url_for("events.people", slug=slug)
        )  # fmt: skip
    return redirect(url_for("events.event", slug=slug))


@blueprint.get("/events/<slug>/on-behalf")
@member
def on_behalf(slug: str) -> str:
    """What officers have done for one's company at this event."""
    shown = seen_event(slug)
    rows = queries.representatives(session(), shown.id, actor().company_id)
    if not rows:
        raise NotFound
    return render_template(
        "events/on_behalf.html", event=shown, acts=acts_for(session(), [row.id for row in rows])
    )
