"""One's own account: name and language, password, address, consent, the data that is kept."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker import clock
from matchmaker.accounts import operations
from matchmaker.accounts.enums import Purpose
from matchmaker.accounts.forms import AddressForm, ChangePasswordForm, ConsentForm, PersonForm
from matchmaker.accounts.models import User
from matchmaker.accounts.queries import open_consents
from matchmaker.accounts.views.blueprint import blueprint, enter, passwords
from matchmaker.errors import Invalid
from matchmaker.web.access import actor, signed_in
from matchmaker.web.filters import reader_locale
from matchmaker.web.labels import label
from matchmaker.web.limits import per_network
from matchmaker.web.transaction import session


def _me() -> User:
    return session().get_one(User, actor().user_id)


def _shown(status: int = 200, **forms: object) -> ResponseReturnValue:
    user = _me()
    granted = [purpose.value for purpose in open_consents(session(), user.id)]
    shown = {
        "person": PersonForm(obj=user, prefix="person-"),
        "password": ChangePasswordForm(prefix="password-"),
        "address": AddressForm(prefix="address-"),
        "consent": ConsentForm(prefix="consent-", data={"purposes": granted}).offer_purposes(),
    } | forms
    return render_template("accounts/settings.html", user=user, forms=shown), status


@blueprint.get("/settings")
@signed_in
def settings() -> ResponseReturnValue:
    """All of it on one page."""
    return _shown()


@blueprint.post("/settings")
@signed_in
def save_settings() -> ResponseReturnValue:
    """Name, telephone, language."""
    form = PersonForm(prefix="person-")
    if not form.validate():
        return _shown(422, person=form)
    operations.change_settings(
        session(), actor=actor(), name=str(form.name.data), phone=form.phone.data or None,
        job_title=form.job_title.data or None, locale=str(form.locale.data), dense=bool(form.dense.data),
    )  # fmt: skip
    flash(_("Your account is changed."), "done")
    return redirect(url_for("accounts.settings"))


@blueprint.post("/settings/password")
@per_network
@signed_in
def change_password() -> ResponseReturnValue:
    """A new password; sessions elsewhere end."""
    form = ChangePasswordForm(prefix="password-")
    if form.validate():
        try:
            user = operations.change_password(
                session(), actor=actor(), now=clock.now(), current=form.current.data or "",
                password=str(form.password.data), passwords=passwords(),
            )  # fmt: skip
        except Invalid as error:
            form.refuse(error)
        else:
            enter(user)
            flash(_("Your new password is set. Other devices are signed out."), "done")
            return redirect(url_for("accounts.settings"))
    return _shown(422, password=form)


@blueprint.post("/settings/address")
@per_network
@signed_in
def ask_for_address() -> ResponseReturnValue:
    """Another address, once it is confirmed there."""
    form = AddressForm(prefix="address-")
    if not form.validate():
        return _shown(422, address=form)
    operations.ask_for_address(session(), actor=actor(), now=clock.now(), email=str(form.email.data))
    flash(_("We have sent a mail to the new address. It is used once you confirm it there."), "done")
    return redirect(url_for("accounts.settings"))


@blueprint.post("/settings/consents")
@signed_in
def save_consents() -> ResponseReturnValue:
    """What one agrees to; withdrawing is as easy as agreeing."""
    form = ConsentForm(prefix="consent-").offer_purposes()
    if not form.validate():
        return _shown(422, consent=form)
    operations.set_consents(
        session(), user_id=actor().user_id, wordings={purpose: label(purpose) for purpose in Purpose},
        granted={Purpose(value) for value in form.purposes.data or []}, locale=reader_locale(), now=clock.now(),
    )  # fmt: skip
    flash(_("Your consents are kept."), "done")
    return redirect(url_for("accounts.settings"))
