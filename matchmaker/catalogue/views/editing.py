"""The form of an offer or need, in steps; what is typed is kept as a draft at every step and change."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from matchmaker import clock
from matchmaker.catalogue import operations, queries
from matchmaker.catalogue.forms import ItemForm, NeedForm, OfferForm
from matchmaker.catalogue.models import Need, Offer
from matchmaker.catalogue.policy import may_edit
from matchmaker.catalogue.views.blueprint import blueprint
from matchmaker.companies.models import Company
from matchmaker.companies.operations import drop_draft, keep_draft
from matchmaker.companies.queries import find_draft
from matchmaker.errors import Conflict, NotFound
from matchmaker.matching.engine import suggest_hs, suggestions_ready
from matchmaker.matching.grouping import likely_group
from matchmaker.matching.queries import not_understood
from matchmaker.web.access import actor, member, signed_in
from matchmaker.web.errors import message_of
from matchmaker.web.filters import reader_locale
from matchmaker.web.transaction import session

FORMS: dict[str, tuple[type[ItemForm], type[Offer] | type[Need]]] = {
    "offer": (OfferForm, Offer),
    "need": (NeedForm, Need),
}


def _typed(form_class: type[ItemForm], *, step: int) -> dict[str, list[str]]:
    """What this step's page sent: its fields only, an unticked box as nothing."""
    return {name: request.form.getlist(name) for name in form_class.STEPS[step - 1]}


def _strings(item: Offer | Need, form_class: type[ItemForm]) -> dict[str, list[str]]:
    """A stored item as its form would send it, so that editing goes the same way as writing anew."""
    codes = list(item.name)
    texts: dict[str, str] = {
        "language": codes[0],
        "name": item.name[codes[0]],
        "description": item.description.get(codes[0], ""),
    }
    if len(codes) > 1:
        second = codes[1]
        texts |= {"second_language": second, "second_name": item.name[second],
                  "second_description": item.description.get(second, "")}  # fmt: skip
    values: dict[str, list[str]] = {name: [text] for name, text in texts.items()}
    for name in {name for step in form_class.STEPS for name in step} - set(values):
        stored = getattr(item, name, None)
        if isinstance(stored, list):
            values[name] = [str(entry) for entry in stored]
        elif isinstance(stored, bool):
            values[name] = ["y"] if stored else []
        elif stored not in (None, ""):
            values[name] = [_plain(stored)]
    return values


def _plain(value: Any) -> str:
    if isinstance(value, Decimal):
        text = f"{value.normalize():f}"
        return text.replace(".", ",") if reader_locale() == "vi" else text
    return str(value)


def _form(form_class: type[ItemForm], values: dict[str, list[str]]) -> ItemForm:
    pairs = [(name, entry) for name, entries in values.items() for entry in entries]
    form = form_class(formdata=MultiDict(pairs), meta={"csrf": False})
    return form.offer_choices()


def _defaults(kind: str, company: Company) -> dict[str, list[str]]:
    """Sensible first values, so that few fields need a touch."""
    locale = reader_locale()
    language = locale if locale in company.languages or not company.languages else company.languages[0]
    values = {"language": [language], "partnership_kind": ["trade"], "unit": ["t"], "currency": ["USD"]}
    return values | ({"market": [company.country]} if kind == "need" else {})


def _company() -> Company:
    company_id = actor().company_id
    assert company_id is not None
    return session().get_one(Company, company_id)


def _step() -> int:
    asked = request.values.get("step", "1")
    return int(asked) if asked in {"1", "2", "3"} else 1


def _page(
    kind: str, form: ItemForm, *, step: int, item: Offer | Need | None, version: str = "", status: int = 200
) -> ResponseReturnValue:
    action = (
        url_for(f"catalogue.new_{kind}")
        if item is None
        else url_for("catalogue.edit", kind=kind, slug=item.slug)
    )
    text = f"{form.name.data or ''}\n{form.second_name.data or ''}".strip() if step == 1 else ""
    told = bool(text) and suggestions_ready()  # else the form asks for them once it is open
    page = render_template(
        "catalogue/edit.html", kind=kind, form=form, step=step, item=item, version=version, action=action,
        suggestions=suggest_hs(text) if told and not form.hs_code.data else [],
        unread=not_understood(session(), text) if told else [],
    )  # fmt: skip
    return page, status


@blueprint.get("/company/offers/new")
@member
def new_offer() -> ResponseReturnValue:
    """A new offer: goes on with what was typed before."""
    return _new("offer")


@blueprint.get("/company/needs/new")
@member
def new_need() -> ResponseReturnValue:
    """A new need: goes on with what was typed before."""
    return _new("need")


def _new(kind: str) -> ResponseReturnValue:
    form_class, _model = FORMS[kind]
    values = _defaults(kind, _company()) | (find_draft(session(), actor().user_id, kind) or {})
    return _page(kind, _form(form_class, values), step=_step(), item=None)


@blueprint.post("/company/offers/new")
@member
def add_offer() -> ResponseReturnValue:
    """One step of a new offer."""
    return _advance("offer", None)


@blueprint.post("/company/needs/new")
@member
def add_need() -> ResponseReturnValue:
    """One step of a new need."""
    return _advance("need", None)


def own_item(kind: str, slug: str) -> Offer | Need:
    """The item at this address, if the reader may change it."""
    found = queries.find_offer(session(), slug) if kind == "offer" else queries.find_need(session(), slug)
    if found is None or not may_edit(actor(), found):
        raise NotFound
    return found


@blueprint.get("/<any(offer, need):kind>s/<slug>/edit")
@signed_in
def edit(kind: str, slug: str) -> ResponseReturnValue:
    """The form of an item that is there."""
    item = own_item(kind, slug)
    form_class, _model = FORMS[kind]
    values = find_draft(session(), actor().user_id, f"{kind}:{item.id}") or _strings(item, form_class)
    version = values.pop("version", [str(item.version)])[0]
    return _page(kind, _form(form_class, values), step=_step(), item=item, version=version)


@blueprint.post("/<any(offer, need):kind>s/<slug>/edit")
@signed_in
def save(kind: str, slug: str) -> ResponseReturnValue:
    """One step of the form of an item that is there."""
    return _advance(kind, own_item(kind, slug))


def _advance(kind: str, item: Offer | Need | None) -> ResponseReturnValue:
    """Keep what was typed; go on, back, or finish."""
    form_class, model = FORMS[kind]
    who, now, step = actor(), clock.now(), _step()
    key = kind if item is None else f"{kind}:{item.id}"
    before = find_draft(session(), who.user_id, key)
    if before is None:
        before = _defaults(kind, _company()) if item is None else _strings(item, form_class)
    values = before | _typed(form_class, step=step)
    version = request.form.get("version", "")
    kept = values | ({"version": [version]} if item is not None else {})
    go = request.form.get("go", "next")
    if go == "keep":
        keep_draft(session(), user_id=who.user_id, form=key, values=kept, now=now)
        return "", 204
    form = _form(form_class, {name: entries for name, entries in values.items() if name != "version"})
    form.validate()
    wrong = set(form.errors)
    if go in {"next", "save"} and wrong & set(form_class.STEPS[step - 1]):
        return _page(kind, form, step=step, item=item, version=version, status=422)
    keep_draft(session(), user_id=who.user_id, form=key, values=kept, now=now)
    if go == "back" or (go == "next" and step < len(form_class.STEPS)):
        target = step + (1 if go == "next" else -1)
        endpoint = (
            url_for(f"catalogue.new_{kind}")
            if item is None
            else url_for("catalogue.edit", kind=kind, slug=item.slug)
        )
        return redirect(f"{endpoint}?step={target}")
    if wrong:
        return _page(kind, form, step=form.step_of(wrong), item=item, version=version, status=422)
    stored = form.values()
    stored["group"] = form.group.data or likely_group(form.hs_code.data, " ; ".join(stored["name"].values()))
    try:
        saved = operations.save_item(
            session(), model, actor=who, now=now, values=stored,
            company_id=item.company_id if item is not None else _company().id,
            item_id=item.id if item is not None else None,
            version=int(version) if version.isdecimal() else None,
        )  # fmt: skip
    except Conflict as error:
        form.form_errors.append(message_of(error))
        return _page(kind, form, step=step, item=item, version=version, status=422)
    drop_draft(session(), user_id=who.user_id, form=key)
    flash(_("Saved. The matching looks at it now; proposals appear within seconds."), "done")
    return redirect(url_for(f"catalogue.{kind}", slug=saved.slug))


@blueprint.post("/<any(offer, need):kind>s/draft/drop")
@signed_in
def throw_away(kind: str) -> ResponseReturnValue:
    """Begin anew."""
    drop_draft(session(), user_id=actor().user_id, form=kind)
    return redirect(url_for(f"catalogue.new_{kind}"))


@blueprint.get("/hs")
@signed_in
def hs() -> str:
    """HS codes suggested from text, and what of it was not understood, asked for by the form as one types."""
    text = f"{request.args.get('name', '')}\n{request.args.get('second_name', '')}".strip()[:500]
    return render_template(
        "catalogue/_hs.html", suggestions=suggest_hs(text), unread=not_understood(session(), text)
    )
