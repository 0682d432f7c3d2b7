"""The organiser's questions: answering them, and all answers for the officer."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker import clock
from matchmaker.errors import Conflict, Invalid, NotFound
from matchmaker.events import operations, queries
from matchmaker.events.forms import AnswersForm, answers_form
from matchmaker.events.models import Event, Participation
from matchmaker.events.operations.answering import Upload
from matchmaker.events.policy import days_open
from matchmaker.events.views.blueprint import blueprint, own_row, participation_of, run_event, seen_event
from matchmaker.web.access import actor, member, officer
from matchmaker.web.filters import reader_locale
from matchmaker.web.transaction import session


@blueprint.route("/events/<slug>/my-answers", methods=["GET", "POST"])
@member
def own_answers(slug: str) -> ResponseReturnValue:
    """One's own answers; ``of`` names a colleague."""
    event = seen_event(slug)
    own = own_row(event)
    if own is None or own.state != "accepted":
        raise NotFound
    return _page(event, own, back=url_for("events.event", slug=slug), may=days_open(event, clock.now()))


@blueprint.route("/events/<slug>/people/<int:participation_id>/answers", methods=["GET", "POST"])
@officer
def answers_of(slug: str, participation_id: int) -> ResponseReturnValue:
    """Somebody's answers, and answering on behalf."""
    event = run_event(slug)
    found = participation_of(event, participation_id)
    return _page(event, found, back=url_for("events.answers", slug=slug), may=True)


def _page(event: Event, participation: Participation, *, back: str, may: bool) -> ResponseReturnValue:
    questions = queries.questions_for(event, participation.side)
    there = queries.answers_to(session(), participation.id)
    form = answers_form(questions, there, reader_locale())
    if form.validate_on_submit():
        try:
            operations.answer_questions(
                session(), actor=actor(), now=clock.now(), participation_id=participation.id,
                answers={question.id: _given(form, f"question{question.id}") for question in questions},
                folder=current_app.extensions["settings"].data_folder,
            )  # fmt: skip
        except (Invalid, Conflict) as error:
            session().rollback()
            form.refuse(error)
        else:
            flash(_("Your answers are kept."), "done")
            return redirect(back)
    page = render_template(
        "events/questions.html", event=event, participation=participation, questions=questions, there=there,
        form=form, back=back, may=may,
    )  # fmt: skip
    return page, 422 if form.errors else 200


def _given(form: AnswersForm, name: str) -> str | Upload | None:
    sent = request.files.get(name)
    if sent is not None and sent.filename:
        return Upload(sent.filename, sent.read())
    given = form[name].data
    return given or None if isinstance(given, str) else None


@blueprint.get("/events/<slug>/answers")
@officer
def answers(slug: str) -> str:
    """All answers of those who take part, one row a participant."""
    event = run_event(slug)
    return render_template(
        "events/answers.html", event=event, people=queries.accepted(session(), event.id),
        answers=queries.answers_of(session(), event.id),
    )  # fmt: skip
