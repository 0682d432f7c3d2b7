"""The public directory and a company's public page."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker import clock
from matchmaker.accounts.actor import Actor
from matchmaker.catalogue import queries as catalogue
from matchmaker.catalogue.operations import look_at_company
from matchmaker.companies import operations, queries
from matchmaker.companies.models import Company
from matchmaker.companies.places import FORMER, PROVINCES, former_name, province_name
from matchmaker.companies.policy import may_edit, may_see, may_see_contacts, public_tax_code
from matchmaker.companies.views.blueprint import blueprint
from matchmaker.errors import NotFound
from matchmaker.matching.queries import contact_open
from matchmaker.web.access import actor, current_actor, member, public
from matchmaker.web.pagination import page_number
from matchmaker.web.transaction import session

FACETS = ("group", "country", "province", "certificate", "kind", "side")


@blueprint.get("/companies")
@public
def directory() -> str:
    """Search and filter companies."""
    chosen = {facet: request.args.get(facet, "") for facet in FACETS}
    found = catalogue.search_companies(
        session(), q=request.args.get("q", ""), chosen=chosen, number=page_number()
    )
    return render_template(
        "companies/directory.html",
        found=found,
        chosen=chosen,
        q=request.args.get("q", ""),
        provinces=PROVINCES,
        former_names=FORMER,
    )


@blueprint.get("/companies/<slug>")
@public
def company(slug: str) -> ResponseReturnValue:
    """A company's page: facts, offers, certificates; contacts where both sides want it."""
    shown = queries.find_company(session(), slug)
    who = current_actor()
    if shown is not None and shown.merged_into_id is not None:
        return redirect(
            url_for("companies.company", slug=session().get_one(Company, shown.merged_into_id).slug)
        )
    if shown is None or not may_see(who, shown):
        raise NotFound
    mutual = (
        who is not None and who.company_id is not None and contact_open(session(), who.company_id, shown.id)
    )
    return render_template(
        "companies/company.html",
        company=shown,
        offers=catalogue.offers_of(session(), shown.id),
        needs=catalogue.needs_of(session(), shown.id),
        certificates=catalogue.certificates_of(session(), shown.id),
        may_edit=may_edit(who, shown),
        contacts=queries.people_of(session(), shown.id)
        if may_see_contacts(who, shown, mutual=mutual)
        else None,
        tax_code=shown.tax_code if may_edit(who, shown) else public_tax_code(shown),
        verifier=queries.verifier_of(session(), shown),
        province=province_name(shown.province),
        former=former_name(shown.former_province),
        address=url_for("companies.company", slug=slug, _external=True),
        wanted=_wanted(who, shown),
    )


def _wanted(who: Actor | None, shown: Company) -> bool | None:
    """Whether the reader's company wants this one as a partner; None where there is nothing to choose."""
    if who is None or who.company_id in {None, shown.id}:
        return None
    return shown.id not in session().get_one(Company, who.company_id).excluded_companies


@blueprint.post("/companies/<slug>/wanted")
@member
def set_wanted(slug: str) -> ResponseReturnValue:
    """Have a company no longer proposed to one's own, or again."""
    other, who, now = queries.find_company(session(), slug), actor(), clock.now()
    if other is None or who.company_id is None or not may_see(who, other):
        raise NotFound
    wanted = request.form.get("wanted") == "yes"
    operations.set_wanted(session(), actor=who, now=now, company_id=other.id, wanted=wanted)
    look_at_company(session(), who.company_id, now=now)
    text = (
        _("%(company)s may be proposed to you again.")
        if wanted
        else _("%(company)s is no longer proposed to you.")
    )
    flash(text % {"company": other.name}, "done")
    return redirect(url_for("companies.company", slug=slug))
