"""Proposals: the list, one in full, the answer; the officer's overview."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker import clock
from matchmaker.catalogue.models import Offer
from matchmaker.errors import DomainError, Invalid, NotFound
from matchmaker.files.operations import store
from matchmaker.jobs.queries import latest
from matchmaker.lexicon.queries import lexicon, unread_count
from matchmaker.matching import operations, queries
from matchmaker.matching.conversion import need_value, offer_value
from matchmaker.matching.engine.weights import FIXED
from matchmaker.matching.forms import AnswerForm
from matchmaker.matching.learning import parallel_texts
from matchmaker.matching.models import Proposal
from matchmaker.matching.policy import may_see
from matchmaker.matching.presentation import Shown, marked_text, present
from matchmaker.web.access import actor, member, officer, signed_in
from matchmaker.web.errors import message_of
from matchmaker.web.filters import reader_locale
from matchmaker.web.forms import received_file
from matchmaker.web.pagination import page_number, paginate
from matchmaker.web.transaction import session

blueprint = Blueprint("matching", __name__)

ANSWERS = ("", "open", "interested", "mutual", "declined")


def _number(name: str) -> int | None:
    value = request.args.get(name, "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 10 else None


@blueprint.get("/matches")
@member
def matches() -> str:
    """The company's proposals as cards."""
    company_id = actor().company_id
    assert company_id is not None
    answer = request.args.get("answer", "")
    query = queries.proposals_of(
        company_id,
        answer=answer if answer in ANSWERS else "",
        offer_id=_number("offer"),
        need_id=_number("need"),
    )
    page = paginate(session(), query, number=page_number())
    words = lexicon(session())
    shown = [present(proposal, company_id, reader_locale(), words) for proposal in page.items]
    return render_template(
        "matching/matches.html",
        page=page,
        matches=shown,
        answer=answer,
        counts=queries.counts(session(), company_id),
        items=queries.items_of(session(), company_id),
    )


def _seen(proposal_id: int) -> Proposal:
    proposal = queries.find_proposal(session(), proposal_id)
    if proposal is None or not may_see(actor(), proposal):
        raise NotFound
    return proposal


def _full_page(proposal: Proposal, form: AnswerForm, status: int = 200) -> ResponseReturnValue:
    who = actor()
    mine = (
        who.company_id
        if who.company_id in {proposal.supplier_id, proposal.buyer_id}
        else proposal.supplier_id
    )
    assert mine is not None
    shown = present(proposal, mine, reader_locale(), lexicon(session()))
    offer_text = offer_value(proposal.offer, clock.now().date()).text
    need_text = need_value(proposal.need).text
    page = render_template(
        "matching/match.html",
        match=shown,
        form=form,
        answering=who.company_id == mine,
        texts={
            "offer": marked_text(offer_text, proposal.reasons, "offer"),
            "need": marked_text(need_text, proposal.reasons, "need"),
        },
        mine_is_offer=isinstance(shown.mine, Offer),
        contacts=queries.contacts(session(), shown.partner.id) if proposal.mutual_at or who.officer else [],
    )
    return page, status


@blueprint.get("/matches/<int:proposal_id>")
@signed_in
def match(proposal_id: int) -> ResponseReturnValue:
    """One proposal in full: both texts, each reason with its share, what is missing."""
    return _full_page(_seen(proposal_id), AnswerForm().offer_reasons())


@blueprint.post("/matches/<int:proposal_id>/answer")
@member
def answer(proposal_id: int) -> ResponseReturnValue:
    """Say interested, not now, or no."""
    proposal = _seen(proposal_id)
    form = AnswerForm().offer_reasons()
    if not form.validate():
        return _full_page(proposal, form, 422)
    version = str(form.version.data or "")
    try:
        operations.answer_proposal(
            session(),
            actor=actor(),
            now=clock.now(),
            proposal_id=proposal_id,
            value=str(form.value.data),
            reason=form.reason.data or None,
            note=form.note.data or None,
            version=int(version) if version.isdecimal() else None,
        )
    except NotFound:
        raise
    except DomainError as error:
        form.refuse(error)
        return _full_page(proposal, form, 422)
    changed = _seen(proposal_id)
    flash(
        _("You are both interested. You now see each other's contact details.")
        if changed.mutual_at
        else _("Your answer is kept."),
        "done",
    )
    if request.headers.get("HX-Request") and request.form.get("card"):
        return render_template("matching/_card.html", match=_for_me(changed))
    return redirect(url_for("matching.match", proposal_id=proposal_id))


def _for_me(proposal: Proposal) -> Shown:
    company_id = actor().company_id
    assert company_id is not None
    return present(proposal, company_id, reader_locale(), lexicon(session()))


@blueprint.get("/matching")
@officer
def overview() -> str:
    """How the matching does: runs, spread of proposals, companies without any."""
    return render_template(
        "matching/overview.html",
        runs=queries.latest_runs(session()),
        exposure=queries.exposure(session()),
        figures=queries.answer_figures(session()),
        without=queries.companies_without(session()),
        job=latest(session(), "matching.rebuild", "asked"),
        best=queries.best_proposals(session()),
        unread_words=unread_count(session()),
    )


@blueprint.get("/matching/progress")
@officer
def progress() -> str:
    """The run under way, asked for by the page while there is one."""
    return render_template("matching/_progress.html", job=latest(session(), "matching.rebuild", "asked"))


@blueprint.post("/matching/rebuild")
@officer
def rebuild() -> ResponseReturnValue:
    """Ask for a run over everything."""
    operations.request_rebuild(session(), actor=actor(), now=clock.now())
    flash(_("The run begins in the background."), "done")
    return redirect(url_for("matching.overview"))


LARGEST = 10 * 1024 * 1024  # bytes of a file of translated texts


@blueprint.get("/matching/learning")
@officer
def learning() -> str:
    """What answers have taught: both weightings, their figures, which one is in use."""
    run = queries.last_run(session())
    learned = run.details.get("learning") if run is not None else None
    return render_template("matching/learning.html", run=run, learned=learned, fixed=FIXED)


@blueprint.post("/matching/learning/words")
@officer
def learn_words() -> ResponseReturnValue:
    """Learn words from texts in two languages, the firms' and those of an uploaded file."""
    name, content = received_file(request.files.get("file"))
    try:
        if len(content) > LARGEST:
            raise Invalid("parallel_too_large")
        if content:
            parallel_texts(content)
    except Invalid as error:
        flash(message_of(error), "warning")
        return redirect(url_for("lexicon.translations"))
    kept = None
    if content:
        kept = store(
            session(), content, folder=current_app.extensions["settings"].data_folder, name=name,
            media_type="text/csv", purpose="parallel", now=clock.now(), uploaded_by_id=actor().user_id,
        ).id  # fmt: skip
    operations.request_learning(session(), actor=actor(), now=clock.now(), file_id=kept)
    flash(_("Texts are compared in the background."), "done")
    return redirect(url_for("lexicon.translations"))


@blueprint.get("/matching/learning/progress")
@officer
def learning_progress() -> ResponseReturnValue:
    """How far learning has come; when it is done the page is loaded anew."""
    job = latest(session(), "matching.learn_translations", "asked")
    if job is not None and job.state not in {"waiting", "running"}:
        return "", 204, {"HX-Redirect": url_for("lexicon.translations")}
    return render_template("lexicon/_learning.html", job=job)
