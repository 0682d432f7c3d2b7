"""The arrivals board and walk-ins."""

from __future__ import annotations

from uuid import uuid4

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker import clock
from matchmaker.attendance import operations, queries
from matchmaker.attendance.forms import NEW, WalkInForm
from matchmaker.attendance.presentation import people_of_day
from matchmaker.attendance.repairing import suggestions
from matchmaker.attendance.views.blueprint import blueprint, helped_event, shown_day
from matchmaker.companies.enums import Side
from matchmaker.companies.forms import country_choices
from matchmaker.db import fold
from matchmaker.errors import Conflict, Invalid
from matchmaker.events.operations import NewParticipant
from matchmaker.web.access import actor, helper
from matchmaker.web.transaction import session


@blueprint.get("/events/<slug>/arrivals")
@helper
def arrivals(slug: str) -> str:
    """Who is here, who is missing and has the next meeting; renews itself."""
    event, now = helped_event(slug), clock.now()
    on = shown_day(event, now)
    part = request.headers.get("HX-Request") == "true"
    return render_template(
        "attendance/_arrivals.html" if part else "attendance/arrivals.html",
        event=event,
        on=on,
        people=people_of_day(session(), event, on=on, now=now),
        suggestions=suggestions(session(), event, on=on, now=now) if actor().officer else None,
    )


def _form() -> WalkInForm:
    """The form with the companies that the name typed so far may mean."""
    name = request.values.get("legal_name", "")
    companies = queries.companies_named(session(), name)
    listed = [(str(one.id), f"{one.name} · {one.country}") for one in companies]
    return WalkInForm(data={"key": str(uuid4()), "legal_name": name}).offer_choices(listed, country_choices())


@blueprint.get("/events/<slug>/walk-in")
@helper
def walk_in(slug: str) -> str:
    """Register somebody who is not on the list; as a part of the page, the known companies of the name typed."""
    event = helped_event(slug)
    part = request.headers.get("HX-Request") == "true"
    return render_template(
        "attendance/_companies.html" if part else "attendance/walk_in.html", event=event, form=_form()
    )


@blueprint.post("/events/<slug>/walk-in")
@helper
def register(slug: str) -> ResponseReturnValue:
    """Into the list, and checked in."""
    event, form = helped_event(slug), _form()
    if form.validate():
        try:
            result = operations.register_walk_in(
                session(),
                actor=actor(),
                now=clock.now(),
                event_id=event.id,
                new=_new(form),
                key=str(form.key.data),
            )
        except (Invalid, Conflict) as error:
            session().rollback()
            event, form = helped_event(slug), _form()
            form.refuse(error)
        else:
            assert result.state is not None
            person = result.state.participation
            flash(
                _("%(company)s is registered and here. Code: %(code)s", company=person.company.name,
                  code=person.badge_code), "done",
            )  # fmt: skip
            return redirect(url_for("attendance.check_in", slug=slug, code=person.badge_code))
    return render_template("attendance/walk_in.html", event=event, form=form), 422


def _new(form: WalkInForm) -> NewParticipant:
    """Raises Invalid where a known company has the same name and nobody has said which is meant."""
    chosen = str(form.company.data or "")
    name = str(form.legal_name.data)
    if not chosen and any(
        fold(text.rpartition(" · ")[0]) == fold(name) for _id, text in form.company.choices or []
    ):
        raise Invalid("company_unsure", field="company")
    return NewParticipant(
        person=str(form.person.data), company_id=int(chosen) if chosen not in {"", NEW} else None, legal_name=name,
        side=Side(form.side.data), country=str(form.country.data), phone=form.phone.data or None,
    )  # fmt: skip
