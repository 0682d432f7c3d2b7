"""Products for everybody: search, one offer or need, the shortlist, comparison, saved searches."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker import clock
from matchmaker.catalogue import operations, queries
from matchmaker.catalogue.comparison import compare_rows
from matchmaker.catalogue.enums import CertificateKind, ProductForm, ProductGroup
from matchmaker.catalogue.models import Need, Offer
from matchmaker.catalogue.policy import may_edit, may_see
from matchmaker.catalogue.tree import headings
from matchmaker.catalogue.views.blueprint import blueprint
from matchmaker.companies.enums import CompanyKind
from matchmaker.companies.places import FORMER, PROVINCES
from matchmaker.errors import NotFound
from matchmaker.i18n import formatting
from matchmaker.web.access import actor, current_actor, public, signed_in
from matchmaker.web.filters import reader_locale
from matchmaker.web.labels import label_of
from matchmaker.web.pagination import page_number
from matchmaker.web.transaction import session

FACETS = ("group", "form", "country", "province", "certificate", "kind")
MOST_COMPARED = 4


@blueprint.get("/products")
@public
def products() -> str:
    """Search and browse products, with pictures."""
    chosen = {facet: request.args.get(facet, "") for facet in FACETS}
    q = request.args.get("q", "")
    found = queries.search_offers(session(), q=q, chosen=chosen, number=page_number())
    who = current_actor()
    return render_template(
        "catalogue/products.html",
        found=found,
        chosen=chosen,
        q=q,
        provinces=PROVINCES,
        former_names=FORMER,
        searches=queries.searches_of(session(), who.user_id) if who else [],
        kept={entry.offer_id for entry in queries.shortlist_of(session(), who.user_id)} if who else set(),
    )


def _item_page(item: Offer | Need | None, template: str) -> str:
    who = current_actor()
    if item is None or not may_see(who, item):
        raise NotFound
    kept = who is not None and any(
        entry.offer_id == item.id for entry in queries.shortlist_of(session(), who.user_id)
    )
    code = item.hs_code or ""
    heading = headings().get(code[:6]) or headings().get(code[:4])
    return render_template(template, item=item, may_edit=may_edit(who, item), kept=kept, tariff=heading)


@blueprint.get("/offers/<slug>")
@public
def offer(slug: str) -> str:
    """One offer."""
    return _item_page(queries.find_offer(session(), slug), "catalogue/offer.html")


@blueprint.get("/needs/<slug>")
@public
def need(slug: str) -> str:
    """One need."""
    return _item_page(queries.find_need(session(), slug), "catalogue/need.html")


@blueprint.get("/shortlist")
@signed_in
def shortlist() -> str:
    """What one keeps in view."""
    return render_template(
        "catalogue/shortlist.html", entries=queries.shortlist_of(session(), actor().user_id)
    )


@blueprint.post("/offers/<slug>/shortlist")
@signed_in
def toggle_shortlist(slug: str) -> ResponseReturnValue:
    """Put an offer on the shortlist, or take it off."""
    found = queries.find_offer(session(), slug)
    if found is None:
        raise NotFound
    on = operations.toggle_shortlist(session(), actor=actor(), now=clock.now(), offer=found)
    flash(_("On your shortlist.") if on else _("Off your shortlist."), "done")
    return redirect(url_for("catalogue.offer", slug=slug))


@blueprint.get("/compare")
@public
def compare() -> str:
    """Up to four offers side by side."""
    slugs = request.args.getlist("offer")[:MOST_COMPARED]
    found = [queries.find_offer(session(), slug) for slug in slugs]
    offers = [entry for entry in found if entry is not None and may_see(current_actor(), entry)]
    return render_template("catalogue/compare.html", offers=offers, rows=compare_rows(offers))


@blueprint.post("/searches")
@signed_in
def save_search() -> ResponseReturnValue:
    """Keep the search; new results are told."""
    query = {name: request.form[name] for name in (*FACETS, "q") if request.form.get(name)}
    name = request.form.get("name", "").strip() or _spoken(query) or _("All products")
    operations.save_search(session(), actor=actor(), now=clock.now(), name=name, query=query)
    flash(_("The search is kept; you are told of new offers in it."), "done")
    return redirect(f"{url_for('catalogue.products')}?{urlencode(query)}")


def _spoken(query: dict[str, str]) -> str:
    """A search as the reader would say it: its words, then what it is narrowed to."""
    kinds = {"group": ProductGroup, "form": ProductForm, "certificate": CertificateKind, "kind": CompanyKind}
    said = [query.get("q", "").strip(), *(label_of(kind, query.get(name)) for name, kind in kinds.items())]
    if len(query.get("country", "")) == 2:
        said.append(formatting.country(query["country"], reader_locale()))
    province = query.get("province", "")
    return " · ".join(filter(None, [*said, PROVINCES.get(province) or FORMER.get(province, "")]))


@blueprint.post("/searches/<int:search_id>/drop")
@signed_in
def drop_search(search_id: int) -> ResponseReturnValue:
    """Forget a saved search."""
    operations.drop_search(session(), actor=actor(), search_id=search_id)
    return redirect(url_for("catalogue.products"))
