"""Signing in and out, proving an address, forgotten passwords, one-time links, invitations, the language."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import logout_user

from matchmaker import clock
from matchmaker.accounts import operations
from matchmaker.accounts.forms import AddressForm, InvitedForm, NewPasswordForm, SignInForm
from matchmaker.accounts.models import OfficerInvitation, User
from matchmaker.accounts.tokens import read
from matchmaker.accounts.views.blueprint import blueprint, enter, passwords, secret
from matchmaker.errors import Invalid
from matchmaker.web.access import current_actor, public, signed_in
from matchmaker.web.filters import reader_locale
from matchmaker.web.limits import per_account, per_account_anywhere, per_network
from matchmaker.web.locale import LOCALES, safe_path
from matchmaker.web.transaction import session


@blueprint.route("/sign-in", methods=["GET", "POST"])
@per_account
@per_account_anywhere
@per_network
@public
def sign_in() -> ResponseReturnValue:
    """Address and password; goes on to where the reader wanted to go."""
    target = safe_path(request.values.get("next"), url_for("reports.home"))
    if request.method == "GET" and current_actor() is not None:
        return redirect(target)
    form = SignInForm()
    if form.validate_on_submit():
        try:
            user = operations.authenticate(
                session(), email=str(form.email.data), password=str(form.password.data), passwords=passwords()
            )
        except Invalid as error:
            form.refuse(error)
        else:
            cookie.clear()
            cookie.permanent = True
            enter(user)
            return redirect(target)
    page = render_template("accounts/sign_in.html", form=form, next=target)
    return page, 422 if form.errors else 200


@blueprint.post("/sign-out")
@signed_in
def sign_out() -> ResponseReturnValue:
    """End the session on this browser."""
    logout_user()
    cookie.clear()
    return redirect(url_for("reports.home"))


@blueprint.post("/language")
@public
def choose_language() -> ResponseReturnValue:
    """Read the site in another language; kept with the account, and the page stays."""
    locale = request.form.get("locale", "")
    if locale in LOCALES:
        cookie["locale"] = locale
        who = current_actor()
        if who is not None:
            operations.choose_locale(session(), user_id=who.user_id, locale=locale)
    return redirect(safe_path(request.form.get("next"), url_for("reports.home")))


@blueprint.get("/verify/<token>")
@public
def verify(token: str) -> ResponseReturnValue:
    """The link of the mail: a button proves the address (mail scanners follow links, but press no buttons)."""
    read(secret(), "verify", token)
    return render_template("accounts/confirm.html", title=_("Confirm your address"), button=_("Confirm"))


@blueprint.post("/verify/<token>")
@public
def verify_now(token: str) -> ResponseReturnValue:
    """The button was pressed."""
    user_id, email = read(secret(), "verify", token)
    user = operations.verify_email(session(), user_id=user_id, email=email, now=clock.now())
    flash(_("Your address is confirmed."), "done")
    if current_actor() is None:
        return redirect(url_for("accounts.sign_in", next=cookie.get("next")))
    enter(user)
    return redirect(safe_path(cookie.pop("next", None), url_for("reports.home")))


@blueprint.post("/verify")
@signed_in
def verify_again() -> ResponseReturnValue:
    """Send the link once more."""
    who = current_actor()
    assert who is not None
    operations.ask_to_verify(session(), session().get_one(User, who.user_id), now=clock.now())
    flash(_("The mail is on its way. Look into your spam folder too."), "done")
    return redirect(url_for("reports.home"))


@blueprint.route("/forgot", methods=["GET", "POST"])
@per_account
@per_account_anywhere
@per_network
@public
def forgot() -> ResponseReturnValue:
    """Ask for a link to set a new password; the answer tells nothing of who has an account."""
    form = AddressForm()
    if form.validate_on_submit():
        operations.ask_for_reset(session(), email=str(form.email.data), now=clock.now())
        return render_template("accounts/sent.html", email=form.email.data)
    page = render_template("accounts/forgot.html", form=form)
    return page, 422 if form.errors else 200


@blueprint.route("/reset/<token>", methods=["GET", "POST"])
@public
def reset(token: str) -> ResponseReturnValue:
    """Set a new password by the link; it works once."""
    user_id, stamp = read(secret(), "reset", token)
    known = session().get(User, user_id)
    if known is None or known.session_stamp != stamp:
        raise Invalid("link_invalid")
    form = NewPasswordForm()
    if form.validate_on_submit():
        try:
            user = operations.set_password(
                session(), user_id=user_id, password=str(form.password.data), passwords=passwords(), now=clock.now(),
                stamp=stamp,
            )  # fmt: skip
        except Invalid as error:
            form.refuse(error)
        else:
            cookie.clear()
            enter(user)
            flash(_("Your new password is set."), "done")
            return redirect(url_for("reports.home"))
    page = render_template("accounts/reset.html", form=form)
    return page, 422 if form.errors else 200


@blueprint.get("/address/<token>")
@public
def confirm_address(token: str) -> ResponseReturnValue:
    """The link in the new mailbox."""
    read(secret(), "address", token)
    return render_template(
        "accounts/confirm.html", title=_("Use this address from now on"), button=_("Confirm")
    )


@blueprint.post("/address/<token>")
@public
def confirm_address_now(token: str) -> ResponseReturnValue:
    """The new address is proven."""
    user_id, email, stamp = read(secret(), "address", token)
    operations.change_address(session(), user_id=user_id, email=email, stamp=stamp, now=clock.now())
    flash(_("Your address is changed."), "done")
    return redirect(url_for("accounts.settings"))


@blueprint.get("/link/<token>")
@public
def link(token: str) -> ResponseReturnValue:
    """A one-time link handed over by an officer; opening it uses nothing up."""
    found = operations.find_link(session(), token, now=clock.now())
    return render_template(
        "accounts/confirm.html",
        title=_("Welcome, %(name)s", name=found.user.name),
        text=_(
            "This link signs you in on this phone, once. Afterwards you can set a password in your account."
        ),
        button=_("Sign in"),
    )


@blueprint.post("/link/<token>")
@per_network
@public
def link_now(token: str) -> ResponseReturnValue:
    """Sign in by the link."""
    user = operations.use_sign_in_link(session(), token=token, now=clock.now())
    cookie.clear()
    cookie.permanent = True
    enter(user)
    return redirect(url_for("reports.home"))


@blueprint.route("/invited/<token>", methods=["GET", "POST"])
@public
def invited(token: str) -> ResponseReturnValue:
    """An officer's, helper's or interpreter's invitation."""
    (invitation_id,) = read(secret(), "officer", token)
    invitation = session().get(OfficerInvitation, invitation_id)
    if invitation is None or invitation.accepted_at is not None:
        raise Invalid("link_invalid")
    form = InvitedForm()
    if form.validate_on_submit():
        try:
            user = operations.accept_invitation(
                session(), invitation_id=invitation_id, name=str(form.name.data), password=str(form.password.data),
                passwords=passwords(), now=clock.now(), locale=reader_locale(),
            )  # fmt: skip
        except Invalid as error:
            form.refuse(error)
        else:
            cookie.clear()
            enter(user)
            return redirect(url_for("reports.home"))
    page = render_template("accounts/invited.html", form=form, invitation=invitation)
    return page, 422 if form.errors else 200
