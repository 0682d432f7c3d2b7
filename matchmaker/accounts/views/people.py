"""The people of the offices: invitations, closing accounts, offices."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker import clock
from matchmaker.accounts import operations, queries
from matchmaker.accounts.enums import Role
from matchmaker.accounts.forms import InviteForm, OfficeForm
from matchmaker.accounts.policy import may_manage
from matchmaker.accounts.views.blueprint import blueprint
from matchmaker.errors import Invalid
from matchmaker.web.access import actor, administrator, officer
from matchmaker.web.filters import reader_locale
from matchmaker.web.transaction import session


def _invite_form() -> InviteForm:
    who = actor()
    names = [
        (office.id, office.name if reader_locale() == "vi" else office.name_en)
        for office in queries.offices(session())
        if who.writes_for(office.id)
    ]
    return InviteForm().offer_choices(names)


def _shown(form: InviteForm, status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "accounts/people.html",
        people=session().scalars(queries.office_people(actor())).unique().all(),
        invitations=queries.open_invitations(session(), actor()),
        form=form,
        may_manage=may_manage,
    )
    return page, status


@blueprint.get("/settings/people")
@officer
def people() -> ResponseReturnValue:
    """Officers, helpers and interpreters, and whom one has invited."""
    return _shown(_invite_form())


@blueprint.post("/settings/people")
@officer
def invite() -> ResponseReturnValue:
    """Invite somebody into an office."""
    form = _invite_form()
    if form.validate():
        try:
            operations.invite_officer(
                session(), actor=actor(), now=clock.now(), email=str(form.email.data), role=Role(form.role.data),
                office_id=form.office.data, locale=reader_locale(),
            )  # fmt: skip
        except Invalid as error:
            form.refuse(error)
        else:
            flash(_("The invitation is on its way to %(email)s.", email=form.email.data), "done")
            return redirect(url_for("accounts.people"))
    return _shown(form, 422)


@blueprint.post("/settings/people/<int:user_id>/close")
@officer
def close(user_id: int) -> ResponseReturnValue:
    """Close an account."""
    operations.set_disabled(session(), actor=actor(), user_id=user_id, disabled=True, now=clock.now())
    flash(_("The account is closed; you can open it again."), "done")
    return redirect(url_for("accounts.people"))


@blueprint.post("/settings/people/<int:user_id>/open")
@officer
def reopen(user_id: int) -> ResponseReturnValue:
    """Open a closed account again."""
    operations.set_disabled(session(), actor=actor(), user_id=user_id, disabled=False, now=clock.now())
    flash(_("The account is open again."), "done")
    return redirect(url_for("accounts.people"))


@blueprint.route("/settings/offices", methods=["GET", "POST"])
@administrator
def offices() -> ResponseReturnValue:
    """The offices; add one."""
    form = OfficeForm().offer_kinds()
    if form.validate_on_submit():
        operations.save_office(
            session(), actor=actor(), now=clock.now(), name=str(form.name.data), name_en=str(form.name_en.data),
            kind=str(form.kind.data), province=None, email=form.email.data or None, phone=form.phone.data or None,
        )  # fmt: skip
        flash(_("The office is added."), "done")
        return redirect(url_for("accounts.offices"))
    page = render_template("accounts/offices.html", offices=queries.offices(session()), form=form)
    return page, 422 if form.errors else 200
