"""The lexicon for officers: look up, add, what was not understood, word lists in and out, learned translations."""

from __future__ import annotations

import csv
from io import StringIO

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker import clock
from matchmaker.catalogue.nomenclature.lexicon import EXPRESSION, LANGUAGES
from matchmaker.catalogue.nomenclature.wordlists import COLUMNS
from matchmaker.errors import Conflict, Invalid, NotFound
from matchmaker.i18n import formatting
from matchmaker.jobs.queries import latest
from matchmaker.lexicon import operations, queries
from matchmaker.lexicon.forms import ListForm, WordForm
from matchmaker.web.access import actor, officer
from matchmaker.web.errors import message_of
from matchmaker.web.filters import reader_locale
from matchmaker.web.forms import received_file
from matchmaker.web.pagination import DENSE_SIZE, page_number, paginate, slice_page
from matchmaker.web.transaction import session

blueprint = Blueprint("lexicon", __name__)

EXAMPLES = ("ginger", "coffee", "cassava", "cinnamon", "@dried")


def language_choices() -> list[tuple[str, str]]:
    """The lexicon's languages and Latin, which species names are in."""
    return [(code, formatting.language(code, reader_locale())) for code in (*LANGUAGES, "la")]


def _counts() -> dict[str, int]:
    return {"unread": queries.unread_count(session()), "own": queries.own_word_count(session())}


@blueprint.get("/lexicon")
@officer
def index() -> str:
    """Look a word up in any language."""
    asked, language = request.args.get("word", "").strip()[:200], request.args.get("language", "")
    found, known = queries.look_up(session(), asked, language=language), queries.lexicon(session()).concepts
    return render_template(
        "lexicon/index.html",
        chosen={"word": asked, "language": language},
        languages=language_choices(),
        page=slice_page(found, number=page_number()),
        newest=queries.own_words(session()) if not asked else [],
        size=sum(concept.kind != EXPRESSION for concept in known.values()),
        examples=[known[name] for name in EXAMPLES if name in known],
        counts=_counts(),
        job=latest(session(), "matching.rebuild", "asked"),
    )


@blueprint.get("/lexicon/concept")
@officer
def concept() -> str:
    """One concept with its names in all languages; ``id`` is in the query since identifiers may be addresses."""
    found = queries.lexicon(session()).concepts.get(request.args.get("id", ""))
    if found is None:
        raise NotFound
    known = queries.lexicon(session())
    return render_template(
        "lexicon/concept.html",
        concept=found,
        languages=language_choices(),
        ancestors=[known.concepts[name] for name in known.ancestors(found.id)],
        narrower=[entry for entry in known.concepts.values() if entry.broader == found.id],
        own={(word.language, word.label): word for word in queries.own_words(session(), found.id)},
    )


@blueprint.get("/lexicon/words/new")
@officer
def new_word() -> ResponseReturnValue:
    """Add a word; the address may say which."""
    form = WordForm(request.args, meta={"csrf": True}).offer_choices(language_choices())
    form.language.data = form.language.data or reader_locale()
    return _word_page(form)


def _word_page(form: WordForm, status: int = 200) -> ResponseReturnValue:
    return render_template("lexicon/word.html", form=form), status


@blueprint.post("/lexicon/words/new")
@officer
def add_word() -> ResponseReturnValue:
    """Keep the word; everything is read anew with it."""
    form = WordForm().offer_choices(language_choices())
    if not form.validate():
        return _word_page(form, 422)
    try:
        word = operations.add_word(
            session(), actor=actor(), now=clock.now(), label=str(form.label.data), language=str(form.language.data),
            concept=form.concept.data or "", kind=str(form.kind.data), hs_code=form.hs_code.data or "",
            broader=form.broader.data or "",
        )  # fmt: skip
    except Invalid as error:
        form.refuse(error)
        return _word_page(form, 422)
    flash(
        _("“%(word)s” is added. Offers and needs are read anew in the background.", word=word.label), "done"
    )
    return redirect(url_for("lexicon.concept", id=word.concept))


@blueprint.post("/lexicon/words/<int:word_id>/remove")
@officer
def remove_word(word_id: int) -> ResponseReturnValue:
    """Take a word of one's own away."""
    word = operations.remove_word(session(), actor=actor(), now=clock.now(), word_id=word_id)
    flash(_("“%(word)s” is removed.", word=word.label), "done")
    return redirect(url_for("lexicon.index"))


@blueprint.get("/lexicon/unread")
@officer
def unread() -> str:
    """What was not understood in the names of offers and needs."""
    left_out = request.args.get("show") == "left-out"
    page = paginate(session(), queries.unread_words(left_out=left_out), number=page_number(), size=DENSE_SIZE)
    return render_template("lexicon/unread.html", page=page, left_out=left_out, counts=_counts())


@blueprint.post("/lexicon/unread/<int:word_id>")
@officer
def judge_unread(word_id: int) -> ResponseReturnValue:
    """Leave a word out of the list, or put it back."""
    left_out = request.form.get("left_out") == "yes"
    word = operations.leave_out(session(), actor=actor(), word_id=word_id, left_out=left_out)
    text = _("“%(word)s” is left out.") if left_out else _("“%(word)s” is back in the list.")
    flash(text % {"word": word.word}, "done")
    return redirect(url_for("lexicon.unread", show=None if left_out else "left-out"))


@blueprint.get("/lexicon/lists")
@officer
def lists() -> ResponseReturnValue:
    """Word lists so far, and the upload."""
    return _lists_page(ListForm())


def _lists_page(form: ListForm, status: int = 200) -> ResponseReturnValue:
    page = paginate(session(), queries.word_lists(), number=page_number())
    return render_template("lexicon/lists.html", page=page, form=form, counts=_counts()), status


@blueprint.post("/lexicon/lists")
@officer
def upload() -> ResponseReturnValue:
    """Take a word list to look at."""
    form = ListForm()
    if not form.validate():
        return _lists_page(form, 422)
    name, content = received_file(request.files.get("file"))
    try:
        made = operations.begin_list(
            session(), actor=actor(), now=clock.now(), name=name, content=content, licence=str(form.licence.data),
        )  # fmt: skip
    except Invalid as error:
        form.refuse(error)
        return _lists_page(form, 422)
    return redirect(url_for("lexicon.word_list", list_id=made.id))


@blueprint.get("/lexicon/lists/<int:list_id>")
@officer
def word_list(list_id: int) -> str:
    """What a list would add, before anything changes."""
    found = operations.find_list(session(), actor(), list_id)
    known = queries.lexicon(session()).concepts
    page = slice_page(found.entries, number=page_number(), size=DENSE_SIZE)
    new = sum(entry["new"] for entry in found.entries)
    return render_template("lexicon/list.html", found=found, page=page, known=known, new=new)


@blueprint.post("/lexicon/lists/<int:list_id>")
@officer
def decide_list(list_id: int) -> ResponseReturnValue:
    """Take the whole list over, or leave it."""
    who, now = actor(), clock.now()
    try:
        if request.form.get("go") == "accept":
            added = operations.accept_list(session(), actor=who, now=now, list_id=list_id)
            flash(
                _("%(added)s words added. Offers and needs are read anew in the background.", added=added),
                "done",
            )
        else:
            operations.refuse_list(session(), actor=who, now=now, list_id=list_id)
            flash(_("The list is left; nothing was changed."), "done")
    except Conflict as error:
        flash(message_of(error), "warning")
        return redirect(url_for("lexicon.word_list", list_id=list_id))
    return redirect(url_for("lexicon.lists"))


@blueprint.get("/lexicon/export.csv")
@officer
def export() -> Response:
    """The own words, or with ``all`` the whole lexicon, as a word list that can be read again."""
    everything = "all" in request.args
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows(queries.exported(session(), everything=everything))
    name = "lexicon.csv" if everything else "own-words.csv"
    return Response(
        "\ufeff" + text.getvalue(),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@blueprint.get("/lexicon/translations")
@officer
def translations() -> str:
    """Word translations learned from texts in two languages, to accept or refuse."""
    page = paginate(session(), queries.translations(), number=page_number(), size=DENSE_SIZE)
    return render_template(
        "lexicon/translations.html",
        page=page,
        known=queries.lexicon(session()).concepts,
        counts=_counts(),
        job=latest(session(), "matching.learn_translations", "asked"),
    )


@blueprint.post("/lexicon/translations/<int:translation_id>")
@officer
def decide_translation(translation_id: int) -> ResponseReturnValue:
    """Take a translation into the lexicon, or refuse it."""
    accept = request.form.get("go") == "accept"
    try:
        found = operations.decide_translation(
            session(), actor=actor(), now=clock.now(), translation_id=translation_id, accept=accept
        )
        text = _("“%(word)s” is added.") if accept else _("“%(word)s” is refused.")
        flash(text % {"word": found.word}, "done")
    except (Conflict, Invalid) as error:
        flash(message_of(error), "warning")
    return redirect(url_for("lexicon.translations"))
