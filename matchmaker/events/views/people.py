"""The people of an event, for its officers: the table, several at once, one in full."""

from __future__ import annotations

from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from matchmaker import clock
from matchmaker.db import fold
from matchmaker.errors import DomainError
from matchmaker.events import operations, queries
from matchmaker.events.models import Event, Question
from matchmaker.events.views.blueprint import blueprint, participation_of, run_event
from matchmaker.i18n import formatting
from matchmaker.meetings.acts import acts_for
from matchmaker.meetings.operations import Reminded, remind
from matchmaker.meetings.queries import requests_of_participation
from matchmaker.meetings.roster import RosterRow, filtered, gap_counts, roster
from matchmaker.web.access import actor, officer
from matchmaker.web.errors import message_of
from matchmaker.web.filters import reader_locale
from matchmaker.web.pagination import DENSE_SIZE, page_number, slice_page
from matchmaker.web.transaction import session

FILTERS = ("q", "state", "side", "country", "gap", "delegation")
COLUMNS = (
    "person",
    "phone",
    "side",
    "state",
    "free",
    "requests",
    "profile",
    "contact",
    "delegation",
    "languages",
)
USUAL = ("person", "phone", "side", "state", "requests", "profile", "contact")
BULK = ("remind", "accept", "decline", "withdraw", "move_up")


def chosen_filters(event: Event) -> dict[str, str]:
    """The filters in the address; ``q7`` for the organiser's question 7."""
    names = (*FILTERS, *(f"q{question.id}" for question in event.questions))
    return {name: request.args.get(name, "") for name in names}


def _columns(questions: list[Question]) -> list[str]:
    known = [*COLUMNS, *(f"q{question.id}" for question in questions)]
    asked = request.args.getlist("columns")
    return [name for name in known if name in asked] or list(USUAL)


@blueprint.get("/events/<slug>/people")
@officer
def people(slug: str) -> str:
    """Who is invited and takes part; who is silent, incomplete, or has asked for nobody."""
    shown = run_event(slug)
    chosen = chosen_filters(shown)
    rows = roster(session(), shown)
    page = slice_page(filtered(rows, chosen), number=page_number(), size=DENSE_SIZE)
    countries = {row.participation.company.country for row in rows}
    delegations = {row.participation.delegation_id: row.participation.delegation for row in rows}
    return render_template(
        "events/people.html", event=shown, page=page, chosen=chosen, columns=_columns(shown.questions),
        all_columns=COLUMNS, funnel=queries.funnel(session(), shown.id), gaps=gap_counts(rows), all_rows=len(rows),
        countries=_named(countries),
        delegations=[(str(number), found.name) for number, found in delegations.items() if found is not None],
        keep=request.query_string.decode(), answer_text=answer_text,
        questions={f"q{question.id}": question for question in shown.questions},
    )  # fmt: skip


def _named(codes: set[str]) -> list[tuple[str, str]]:
    names = ((code, formatting.country(code, reader_locale())) for code in codes)
    return sorted(names, key=lambda item: fold(item[1]))


@blueprint.post("/events/<slug>/people")
@officer
def bulk(slug: str) -> ResponseReturnValue:
    """Do one thing for those ticked, or for all that the filter shows."""
    shown = run_event(slug)
    action = request.form.get("action", "")
    ids = [int(value) for value in request.form.getlist("participation") if value.isdecimal()]
    if (one := request.form.get("move_up", "")).isdecimal():
        action, ids = "move_up", [int(one)]
    if request.form.get("all") or action == "remind_all":
        action = action.removesuffix("_all")
        ids = [row.participation.id for row in filtered(roster(session(), shown), chosen_filters(shown))]
    back = redirect(f"{url_for('events.people', slug=slug)}?{request.query_string.decode()}")
    if not ids or action not in BULK:
        flash(_("Tick somebody first."), "warning")
        return back
    try:
        flash(_done(shown, action, ids), "done")
    except DomainError as error:
        session().rollback()
        flash(message_of(error), "warning")
    return back


def _done(event: Event, action: str, ids: list[int]) -> str:
    opened, who, now = session(), actor(), clock.now()
    if action == "remind":
        return _reminded(
            remind(opened, actor=who, now=now, event_id=event.id, participation_ids=ids)
        )  # fmt: skip
    if action == "move_up":
        count = operations.move_up(opened, actor=who, now=now, event_id=event.id, participation_ids=ids)
        return ngettext("%(num)s moved up.", "%(num)s moved up.", count)
    if action == "withdraw":
        for number in ids:
            participation_of(event, number)
            operations.withdraw(opened, actor=who, now=now, participation_id=number)
        return ngettext("%(num)s taken out of the event.", "%(num)s taken out of the event.", len(ids))
    count = operations.answer_for(
        opened, actor=who, now=now, event_id=event.id, participation_ids=ids, accept=action == "accept"
    )
    return ngettext("Answered for %(num)s; they are told.", "Answered for %(num)s; they are told.", count)


def _reminded(result: Reminded) -> str:
    parts = [ngettext("%(num)s reminded.", "%(num)s reminded.", result.sent)]
    if result.recent:
        parts.append(
            ngettext(
                "%(num)s was reminded within a day.", "%(num)s were reminded within a day.", result.recent
            )
        )
    if result.unreachable:
        parts.append(
            ngettext("%(num)s has no account: call.", "%(num)s have no account: call.", result.unreachable)
        )
    if result.nothing:
        parts.append(ngettext("%(num)s lacks nothing.", "%(num)s lack nothing.", result.nothing))
    return " ".join(parts)


@blueprint.get("/events/<slug>/people/<int:participation_id>")
@officer
def participant(slug: str, participation_id: int) -> str:
    """One participant in full: how to reach, answers, requests, calls, what was done on their behalf."""
    shown = run_event(slug)
    found = participation_of(shown, participation_id)
    row = next(row for row in roster(session(), shown) if row.participation.id == found.id)
    return render_template(
        "events/participant.html", event=shown, row=row, participation=found, answers=_answers(shown, row),
        colleagues=queries.representatives(session(), shown.id, found.company_id),
        members=queries.people_to_tell(session(), found.company_id),
        requests=requests_of_participation(session(), found.id), acts=acts_for(session(), [found.id]),
    )  # fmt: skip


def _answers(event: Event, row: RosterRow) -> list[tuple[Question, str]]:
    """The organiser's questions and what was answered, in words."""
    return [(question, answer_text(question, row)) for question in event.questions]


def answer_text(question: Question, row: RosterRow) -> str:
    """What a participant answered: the text, the chosen option in the reader's language, or that there is a file."""
    found = row.answers.get(question.id)
    if found is None:
        return ""
    if found.file_id is not None:
        return _("File")
    if (
        question.kind == "choice"
        and (found.text or "").isdecimal()
        and int(found.text or "") < len(question.options)
    ):
        return _in_language(question.options[int(found.text or "")])
    return found.text or ""


def _in_language(texts: Mapping[str, str]) -> str:
    return str(texts.get(reader_locale()) or texts.get("en") or next(iter(texts.values()), ""))


@blueprint.post("/events/<slug>/people/<int:participation_id>/call")
@officer
def call(slug: str, participation_id: int) -> ResponseReturnValue:
    """Note that somebody was called."""
    shown = run_event(slug)
    found = participation_of(shown, participation_id)
    operations.note_call(
        session(), actor=actor(), now=clock.now(), participation_id=found.id, note=request.form.get("note")
    )
    flash(_("Noted: %(company)s was called.", company=found.company.name), "done")
    if "note" in request.form:
        return redirect(url_for("events.participant", slug=slug, participation_id=found.id))
    return redirect(f"{url_for('events.people', slug=slug)}?{request.query_string.decode()}")


@blueprint.post("/events/<slug>/people/<int:participation_id>/withdraw")
@officer
def withdraw(slug: str, participation_id: int) -> ResponseReturnValue:
    """Take a company out of the event."""
    participation_of(run_event(slug), participation_id)
    operations.withdraw(session(), actor=actor(), now=clock.now(), participation_id=participation_id)
    flash(_("The company is out of the event. Run the scheduler again if it had meetings."), "done")
    return redirect(url_for("events.people", slug=slug))
