"""One's own offers, needs, certificates and photos."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker import clock
from matchmaker.catalogue import operations, queries
from matchmaker.catalogue.enums import ItemState
from matchmaker.catalogue.forms import CertificateForm, PhotoForm
from matchmaker.catalogue.models import Offer
from matchmaker.catalogue.policy import may_edit
from matchmaker.catalogue.views.blueprint import blueprint
from matchmaker.catalogue.views.editing import own_item
from matchmaker.companies.enums import Side
from matchmaker.companies.models import Company
from matchmaker.companies.queries import drafts_of
from matchmaker.errors import Invalid, NotFound
from matchmaker.web.access import actor, member, signed_in
from matchmaker.web.filters import reader_locale
from matchmaker.web.forms import received_file
from matchmaker.web.transaction import session


@blueprint.get("/company/products")
@member
def own() -> str:
    """All that the company offers and looks for, and unfinished forms."""
    company_id = actor().company_id
    assert company_id is not None
    return render_template(
        "catalogue/own.html",
        buying=session().get_one(Company, company_id).side == Side.BUYER,
        offers=queries.offers_of(session(), company_id, all_states=True),
        needs=queries.needs_of(session(), company_id, all_states=True),
        drafts=[
            draft.form for draft in drafts_of(session(), actor().user_id) if draft.form in {"offer", "need"}
        ],
    )


@blueprint.post("/<any(offer, need):kind>s/<slug>/state")
@signed_in
def change_state(kind: str, slug: str) -> ResponseReturnValue:
    """Pause, resume or archive."""
    item = own_item(kind, slug)
    wanted = request.form.get("state", "")
    if wanted not in set(ItemState):
        raise NotFound
    operations.set_state(session(), item, actor=actor(), now=clock.now(), state=ItemState(wanted))
    texts = {"active": _("It is proposed to partners again."), "paused": _("It rests; nobody gets it proposed."),
             "archived": _("It is archived.")}  # fmt: skip
    flash(texts[wanted], "done")
    return redirect(
        url_for("catalogue.own") if actor().company_id == item.company_id else url_for("companies.manage")
    )


def _editable_offer(slug: str) -> Offer:
    offer = queries.find_offer(session(), slug)
    if offer is None or not may_edit(actor(), offer):
        raise NotFound
    return offer


@blueprint.route("/offers/<slug>/photos", methods=["GET", "POST"])
@signed_in
def photos(slug: str) -> ResponseReturnValue:
    """The offer's photos; add one."""
    offer = _editable_offer(slug)
    form = PhotoForm()
    if form.validate_on_submit():
        _name, content = received_file(request.files.get("photo"))
        try:
            operations.add_photo(
                session(), actor=actor(), now=clock.now(), offer=offer, content=content,
                folder=current_app.extensions["settings"].data_folder, caption=form.caption.data or None,
            )  # fmt: skip
        except Invalid as error:
            form.refuse(error)
        else:
            flash(_("The photo is added."), "done")
            return redirect(url_for("catalogue.photos", slug=slug))
    page = render_template("catalogue/photos.html", offer=offer, form=form)
    return page, 422 if form.errors else 200


@blueprint.post("/offers/<slug>/photos/<int:photo_id>/remove")
@signed_in
def remove_photo(slug: str, photo_id: int) -> ResponseReturnValue:
    """Take a photo away."""
    operations.remove_photo(session(), actor=actor(), offer=_editable_offer(slug), photo_id=photo_id)
    return redirect(url_for("catalogue.photos", slug=slug))


@blueprint.route("/company/certificates", methods=["GET", "POST"])
@member
def certificates() -> ResponseReturnValue:
    """The company's certificates; add one."""
    company_id = actor().company_id
    assert company_id is not None
    offers = queries.offers_of(session(), company_id)
    form = CertificateForm().offer_choices([(offer.id, offer.title(reader_locale())) for offer in offers])
    if form.validate_on_submit():
        name, content = received_file(request.files.get("file"))
        try:
            operations.add_certificate(
                session(), actor=actor(), now=clock.now(), company_id=company_id, kind=str(form.kind.data),
                number=form.number.data or None, issuer=form.issuer.data or None, expires_on=form.expires_on.data,
                offers=form.offers.data or [], content=content, file_name=name,
                folder=current_app.extensions["settings"].data_folder,
            )  # fmt: skip
        except Invalid as error:
            form.refuse(error)
        else:
            flash(_("The certificate is added."), "done")
            return redirect(url_for("catalogue.certificates"))
    page = render_template(
        "catalogue/certificates.html", certificates=queries.certificates_of(session(), company_id), form=form
    )
    return page, 422 if form.errors else 200


@blueprint.post("/company/certificates/<int:certificate_id>/remove")
@member
def remove_certificate(certificate_id: int) -> ResponseReturnValue:
    """Take a certificate away."""
    operations.remove_certificate(session(), actor=actor(), now=clock.now(), certificate_id=certificate_id)
    flash(_("The certificate is removed."), "done")
    return redirect(url_for("catalogue.certificates"))
