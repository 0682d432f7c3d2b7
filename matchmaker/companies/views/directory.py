"""The public directory and a company's public page."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matchmaker.catalogue import queries as catalogue
from matchmaker.companies import queries
from matchmaker.companies.models import Company
from matchmaker.companies.places import FORMER, PROVINCES, former_name, province_name
from matchmaker.companies.policy import may_edit, may_see, may_see_contacts, public_tax_code
from matchmaker.companies.views.blueprint import blueprint
from matchmaker.errors import NotFound
from matchmaker.matching.queries import contact_open
from matchmaker.web.access import current_actor, public
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
    )
