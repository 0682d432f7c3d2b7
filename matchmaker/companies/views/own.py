"""One's own company: profile, people, what to add next."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker import clock
from matchmaker.accounts.forms import AddressForm
from matchmaker.catalogue import queries as catalogue
from matchmaker.catalogue.operations import look_at_company
from matchmaker.companies import operations, queries
from matchmaker.companies.completeness import completeness
from matchmaker.companies.forms import ProfileForm
from matchmaker.companies.models import Company
from matchmaker.companies.places import read_place
from matchmaker.companies.policy import may_edit
from matchmaker.companies.views.blueprint import blueprint
from matchmaker.errors import Conflict, Invalid, NotFound
from matchmaker.web.access import actor, member, owner, signed_in
from matchmaker.web.filters import reader_locale
from matchmaker.web.transaction import session

TEXTS = ("latin_name", "trading_name", "tax_code", "commune", "address", "website", "phone", "email")


@blueprint.get("/company")
@member
def own() -> str:
    """The company as its people see it."""
    return _own_page(AddressForm())


def _own_page(form: AddressForm) -> str:
    company_id = actor().company_id
    assert company_id is not None
    company = session().get_one(Company, company_id)
    figures = catalogue.figures_of(session(), company_id)
    return render_template(
        "companies/own.html",
        company=company,
        complete=completeness(
            company, items=figures.items, certificates=figures.certificates, photos=figures.photos
        ),
        figures=figures,
        people=queries.people_of(session(), company_id),
        invitations=queries.open_colleagues(session(), company_id),
        unwanted=queries.unwanted_by(session(), company),
        form=form,
    )


def _editable(slug: str) -> Company:
    company = queries.find_company(session(), slug)
    if company is None or not may_edit(actor(), company):
        raise NotFound
    return company


def _filled(company: Company) -> ProfileForm:
    place = company.province or ""
    if company.former_province and company.former_province != company.province:
        place = f"{company.province}/{company.former_province}"
    texts = {f"description_{code}": company.description.get(code, "") for code in ("vi", "en")}
    return ProfileForm(obj=company, data={"place": place, **texts})


@blueprint.get("/companies/<slug>/edit")
@signed_in
def edit(slug: str) -> str:
    """The profile's form."""
    company = _editable(slug)
    return render_template(
        "companies/edit.html", company=company, form=_filled(company).offer_choices(), version=company.version
    )


@blueprint.post("/companies/<slug>/edit")
@signed_in
def save(slug: str) -> ResponseReturnValue:
    """Save the profile; the second of two people saving at once is told."""
    company = _editable(slug)
    form = ProfileForm().offer_choices()
    version = request.form.get("version", "")
    if form.validate():
        try:
            operations.update_company(
                session(), actor=actor(), now=clock.now(), company_id=company.id, values=_values(form, company),
                version=int(version) if version.isdecimal() else None,
            )  # fmt: skip
        except (Invalid, Conflict) as error:
            form.refuse(error)
        else:
            look_at_company(session(), company.id, now=clock.now())
            flash(_("The profile is saved."), "done")
            return redirect(url_for("companies.company", slug=slug))
    return render_template("companies/edit.html", company=company, form=form, version=version), 422


def _values(form: ProfileForm, company: Company) -> dict[str, Any]:
    province, former = read_place(form.place.data or "") if form.country.data == "VN" else (None, None)
    texts = {"vi": form.description_vi.data, "en": form.description_en.data}
    return {
        **{name: form[name].data or None for name in (*TEXTS, "employees", "turnover")},
        **{
            name: form[name].data
            for name in ("legal_name", "kind", "country", "founded", "export_share", "published")
        },
        **{name: form[name].data or [] for name in ("languages", "partnership_kinds", "excluded_countries")},
        "province": province,
        "former_province": former,
        "description": {code: text for code, text in {**company.description, **texts}.items() if text},
    }


@blueprint.post("/company/people")
@owner
def invite() -> ResponseReturnValue:
    """Invite a colleague by mail."""
    form = AddressForm()
    if not form.validate():
        return _own_page(form), 422
    operations.invite_colleague(
        session(), actor=actor(), now=clock.now(), email=str(form.email.data), locale=reader_locale()
    )
    flash(_("The invitation is on its way to %(email)s.", email=form.email.data), "done")
    return redirect(url_for("companies.own"))


@blueprint.post("/company/people/<int:membership_id>/remove")
@owner
def remove(membership_id: int) -> ResponseReturnValue:
    """Take somebody out of the company."""
    operations.remove_member(session(), actor=actor(), membership_id=membership_id, now=clock.now())
    flash(_("The person no longer belongs to the company."), "done")
    return redirect(url_for("companies.own"))
