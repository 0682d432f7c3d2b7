"""Signing up in four short steps, and joining a company by invitation."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker import clock
from matchmaker.accounts import operations as accounts
from matchmaker.accounts.enums import Purpose
from matchmaker.accounts.forms import InvitedForm
from matchmaker.accounts.queries import find_user_by_email
from matchmaker.accounts.tokens import read
from matchmaker.accounts.views.blueprint import enter, passwords, secret
from matchmaker.companies import operations
from matchmaker.companies.enums import CompanyKind, Side
from matchmaker.companies.forms import JoinForm
from matchmaker.companies.models import ColleagueInvitation
from matchmaker.companies.places import read_place
from matchmaker.companies.views.blueprint import blueprint
from matchmaker.errors import Invalid
from matchmaker.web.access import current_actor, public
from matchmaker.web.errors import message_of
from matchmaker.web.filters import reader_locale
from matchmaker.web.labels import label
from matchmaker.web.limits import per_network
from matchmaker.web.locale import safe_path
from matchmaker.web.transaction import session


def _step() -> int:
    asked = request.values.get("step", "1")
    return int(asked) if asked in {"1", "2", "3", "4"} else 1


def _defaults() -> dict[str, object]:
    side = request.args.get("side", "")
    vietnamese = reader_locale() == "vi"
    return {
        "side": side if side in set(Side) else None,
        "kind": CompanyKind.IMPORTER if side == Side.BUYER else CompanyKind.PRODUCER,
        "country": "VN" if vietnamese or side == Side.EXPORTER else None,
        "province": "quang-ngai/kon-tum" if vietnamese or side == Side.EXPORTER else None,
        "purposes": [],
    }


@blueprint.get("/join")
@public
def join() -> ResponseReturnValue:
    """The first step; with ``?side=`` the door is already chosen."""
    if current_actor() is not None:
        return redirect(url_for("reports.home"))
    form = JoinForm(formdata=None, data=_defaults()).offer_choices()
    return render_template("companies/join.html", form=form, step=2 if form.side.data else 1)


@blueprint.post("/join")
@per_network
@public
def join_next() -> ResponseReturnValue:
    """One step further, or back; what was typed travels along. The last step makes account and company."""
    form = JoinForm().offer_choices()
    step = _step()
    if request.form.get("go") == "back":
        form.errors.clear()
        return render_template("companies/join.html", form=form, step=max(1, step - 1))
    form.validate()
    wrong = [name for fields in form.STEPS[:step] for name in fields if form[name].errors]
    if "csrf_token" in form.errors:
        return render_template("companies/join.html", form=form, step=step), 422
    if step == 3 and form.password.data:
        try:
            accounts.check_password_rules(
                str(form.password.data), name=str(form.name.data), email=str(form.email.data)
            )
        except Invalid as error:
            form.password.errors = [message_of(error)]
            wrong = [*wrong, "password"]
    for name in (name for fields in form.STEPS[step:] for name in fields):
        form[name].errors = []  # not asked yet
    if wrong:
        first = next(number for number, fields in enumerate(form.STEPS, 1) if set(fields) & set(wrong))
        return render_template("companies/join.html", form=form, step=first), 422
    if step < 4:
        return render_template("companies/join.html", form=form, step=step + 1)
    return _finish(form)


def _finish(form: JoinForm) -> ResponseReturnValue:
    now = clock.now()
    email = str(form.email.data)
    hashed = passwords().hash(str(form.password.data))  # before looking: equal timing for known addresses
    known = find_user_by_email(session(), email)
    if known is not None:
        accounts.tell_of_account(session(), known, now=now)
        return render_template("companies/joined.html", email=email, next=_next())
    province, former = read_place(form.province.data or "") if form.country.data == "VN" else (None, None)
    user = accounts.create_user(
        session(), now=now, name=str(form.name.data), email=email, password_hash=hashed,
        phone=form.phone.data or None, locale=reader_locale(),
    )  # fmt: skip
    granted = {Purpose(value) for value in form.purposes.data or []}
    operations.found_company(
        session(), now=now, actor_id=user.id, owner_id=user.id, legal_name=str(form.legal_name.data),
        side=Side(form.side.data), kind=CompanyKind(form.kind.data), country=str(form.country.data),
        province=province, former_province=former, languages=_languages(str(form.country.data)),
        published=Purpose.DIRECTORY in granted,
    )  # fmt: skip
    accounts.set_consents(
        session(), user_id=user.id, wordings={purpose: label(purpose) for purpose in Purpose}, granted=granted,
        locale=reader_locale(), now=now,
    )  # fmt: skip
    accounts.ask_to_verify(session(), user, now=now)
    return render_template("companies/joined.html", email=email, next=_next())


def _next() -> str | None:
    """Where somebody came from who was sent to join first, an event's public link say."""
    return safe_path(cookie.get("next"), "") or None


def _languages(country: str) -> list[str]:
    own = {
        "VN": "vi",
        "KR": "ko",
        "LA": "lo",
        "KH": "km",
        "TH": "th",
        "IN": "hi",
        "CN": "zh",
        "JP": "ja",
        "MM": "my",
    }
    return sorted({own.get(country, "en"), reader_locale()})


@blueprint.route("/colleague/<token>", methods=["GET", "POST"])
@public
def colleague(token: str) -> ResponseReturnValue:
    """A colleague's invitation: makes the account and joins the company."""
    (invitation_id,) = read(secret(), "colleague", token)
    invitation = session().get(ColleagueInvitation, invitation_id)
    if invitation is None or invitation.accepted_at is not None:
        raise Invalid("link_invalid")
    form = InvitedForm()
    if form.validate_on_submit():
        try:
            accounts.check_password_rules(
                str(form.password.data), name=str(form.name.data), email=invitation.email
            )
            user = accounts.create_user(
                session(), now=clock.now(), name=str(form.name.data), email=invitation.email,
                password_hash=passwords().hash(str(form.password.data)), locale=reader_locale(), verified=True,
            )  # fmt: skip
            operations.accept_colleague(session(), invitation_id=invitation_id, user=user, now=clock.now())
        except Invalid as error:
            form.refuse(error)
        else:
            enter(user)
            return redirect(url_for("reports.home"))
    page = render_template(
        "companies/colleague.html",
        form=form,
        invitation=invitation,
        title=_("Join %(company)s", company=invitation.company.name),
    )
    return page, 422 if form.errors else 200
