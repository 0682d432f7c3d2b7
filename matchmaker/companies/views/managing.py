"""Officers: the list of companies, vouching for them, registering those who cannot do it themselves."""

from __future__ import annotations

import segno
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker import clock
from matchmaker.accounts import operations as accounts
from matchmaker.accounts.models import User
from matchmaker.companies import operations, queries
from matchmaker.companies.enums import CompanyKind, MemberRole, Side
from matchmaker.companies.forms import OnBehalfForm
from matchmaker.companies.models import Company, Membership
from matchmaker.companies.places import read_place
from matchmaker.companies.views.blueprint import blueprint
from matchmaker.errors import Invalid, NotFound
from matchmaker.stewardship.queries import pair_counts
from matchmaker.web.access import actor, officer
from matchmaker.web.pagination import DENSE_SIZE, page_number, paginate
from matchmaker.web.transaction import session


@blueprint.get("/companies/manage")
@officer
def manage() -> str:
    """All companies, those not yet verified first."""
    chosen = {name: request.args.get(name, "") for name in ("state", "kind", "side", "q")}
    page = paginate(session(), queries.managed(**chosen), number=page_number(), size=DENSE_SIZE)
    twins = pair_counts(session()).get("open", 0)
    return render_template("companies/manage.html", page=page, chosen=chosen, twins=twins)


@blueprint.post("/companies/<slug>/verify")
@officer
def verify(slug: str) -> ResponseReturnValue:
    """Vouch for a company."""
    return _set_verified(slug, verified=True)


@blueprint.post("/companies/<slug>/unverify")
@officer
def unverify(slug: str) -> ResponseReturnValue:
    """Take the verification back."""
    return _set_verified(slug, verified=False)


def _set_verified(slug: str, *, verified: bool) -> ResponseReturnValue:
    company = queries.find_company(session(), slug)
    if company is None:
        raise NotFound
    operations.set_verified(
        session(), actor=actor(), now=clock.now(), company_id=company.id, verified=verified
    )
    text = _("%(company)s is verified.") if verified else _("%(company)s is no longer verified.")
    flash(text % {"company": company.name}, "done")
    if request.form.get("back") == "list":
        return redirect(url_for("companies.manage", state="unverified"))
    return redirect(url_for("companies.company", slug=slug))


@blueprint.route("/companies/new", methods=["GET", "POST"])
@officer
def new() -> ResponseReturnValue:
    """Register a company and its person on behalf."""
    form = OnBehalfForm(
        data={"side": Side.EXPORTER, "country": "VN", "province": "quang-ngai/kon-tum"}
    ).offer_choices()
    if form.validate_on_submit():
        try:
            company = _register(form)
        except Invalid as error:
            form.refuse(error)
        else:
            flash(_("%(company)s is registered.", company=company.name), "done")
            return redirect(url_for("companies.company", slug=company.slug))
    page = render_template("companies/new.html", form=form)
    return page, 422 if form.errors else 200


def _register(form: OnBehalfForm) -> Company:
    now, who = clock.now(), actor()
    province, former = read_place(form.province.data or "") if form.country.data == "VN" else (None, None)
    user = accounts.create_user(
        session(), now=now, name=str(form.name.data), email=form.email.data or None, phone=form.phone.data or None,
        locale="vi" if form.country.data == "VN" else "en",
    )  # fmt: skip
    company = operations.found_company(
        session(), now=now, actor_id=who.user_id, owner_id=user.id, legal_name=str(form.legal_name.data),
        side=Side(form.side.data), kind=CompanyKind(form.kind.data), country=str(form.country.data),
        province=province, former_province=former, tax_code=form.tax_code.data or None, office_id=who.office_id,
        languages=["vi"] if form.country.data == "VN" else ["en"],
    )  # fmt: skip
    if user.email:
        accounts.ask_to_verify(session(), user, now=now)
    return company


@blueprint.post("/companies/<slug>/people/<int:user_id>/link")
@officer
def make_link(slug: str, user_id: int) -> ResponseReturnValue:
    """A one-time sign-in link and its QR code, shown once, to hand over."""
    company = queries.find_company(session(), slug)
    user = session().get(User, user_id)
    belongs = company is not None and any(
        membership.user_id == user_id for membership in queries.people_of(session(), company.id)
    )
    if company is None or user is None or not belongs:
        raise NotFound
    token = accounts.make_sign_in_link(session(), actor=actor(), user=user, now=clock.now())
    address = url_for("accounts.link", token=token, _external=True)
    code = segno.make(address, error="m").svg_data_uri(scale=6, border=2)
    return render_template("companies/link.html", company=company, user=user, address=address, code=code)


@blueprint.post("/companies/<slug>/people")
@officer
def add_person(slug: str) -> ResponseReturnValue:
    """Give a company that has none a person, who may have no e-mail."""
    company = queries.find_company(session(), slug)
    if company is None:
        raise NotFound
    name = request.form.get("name", "").strip()[:120]
    if not name:
        flash(_("Write the person's name."), "error")
        return redirect(url_for("companies.company", slug=slug))
    user = accounts.create_user(
        session(), now=clock.now(), name=name, phone=request.form.get("phone", "").strip()[:40] or None
    )
    first = not session().query(Membership).filter_by(company_id=company.id).count()
    operations.add_member(
        session(), company_id=company.id, user_id=user.id, role=MemberRole.OWNER if first else MemberRole.MEMBER,
        now=clock.now(),
    )  # fmt: skip
    flash(_("%(name)s can sign in by a link that you hand over.", name=name), "done")
    return redirect(url_for("companies.company", slug=slug))
