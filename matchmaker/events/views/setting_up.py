"""Setting up an event in steps: each its own small forms, kept as one goes, with what still stands in the way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from matchmaker import clock
from matchmaker.errors import Conflict, Invalid, NotFound
from matchmaker.events import operations, queries
from matchmaker.events.forms import (
    BasicsForm,
    BoothForm,
    DayForm,
    HallForm,
    PhasesForm,
    QuestionForm,
    RulesForm,
    SessionForm,
)
from matchmaker.events.models import Event
from matchmaker.events.views.blueprint import blueprint, run_event
from matchmaker.i18n import formatting
from matchmaker.meetings import queries as meetings
from matchmaker.meetings.checklist import checklist
from matchmaker.meetings.labels import CHECKS
from matchmaker.meetings.planning import capacity
from matchmaker.web.access import actor, officer
from matchmaker.web.errors import message_of
from matchmaker.web.filters import reader_locale
from matchmaker.web.forms import Form
from matchmaker.web.transaction import session

NEW = "new"
Forms = Mapping[Any, Form]


@dataclass(frozen=True)
class Wanted:
    """What was sent: the form, its key on the page, and the operation to run once it is valid."""

    act: Callable[[], object]
    form: Form | None = None
    key: Any = NEW


@dataclass(frozen=True)
class Step:
    """One step: its name and page, its forms as they are stored, and reading what was sent."""

    title: object
    template: str
    forms: Callable[[Event], Forms]
    read: Callable[[Event], Wanted]


@blueprint.route("/events/<slug>/set-up/<step>", methods=["GET", "POST"])
@officer
def set_up(slug: str, step: str) -> ResponseReturnValue:
    """A step: its page, or what was sent from it."""
    event = run_event(slug)
    if step not in STEPS:
        raise NotFound
    if request.method == "GET":
        return _page(event, step)
    wanted = STEPS[step].read(event)
    if wanted.form is not None and not wanted.form.validate():
        return _page(event, step, wanted), 422
    try:
        wanted.act()
    except (Invalid, Conflict) as error:
        session().rollback()
        if wanted.form is not None:
            wanted.form.refuse(error)
        return _page(run_event(slug), step, wanted, message_of(error)), 422
    flash(_("Kept."), "done")
    for check in checklist(session(), event, now=clock.now()):
        words = CHECKS[check.code]
        if words.step == step and check.blocks and not check.done:
            flash(str(words.bad), "warning")
    return redirect(url_for("events.set_up", slug=slug, step=step))


def _page(event: Event, step: str, wanted: Wanted | None = None, refusal: str = "") -> str:
    forms = dict(STEPS[step].forms(event))
    if wanted is not None and wanted.form is not None:
        forms[wanted.key], refusal = wanted.form, ""
    names = list(STEPS)
    following = names[names.index(step) + 1] if step != names[-1] else None
    checks = checklist(session(), event, now=clock.now())
    return render_template(
        STEPS[step].template, event=event, step=step, steps=STEPS, forms=forms, refusal=refusal, checks=checks,
        words=CHECKS, following=following, version=request.form.get("version", event.version),
        blocked={CHECKS[check.code].step for check in checks if check.blocks and not check.done},
        **(_advice(event) if step == "halls" else {}),
        answered=queries.answer_counts(session(), event.id) if step == "questions" else {},
    )  # fmt: skip


def _advice(event: Event) -> dict[str, Any]:
    people = queries.funnel(session(), event.id)
    return {"capacity": capacity(event, exporters=people.exporters, buyers=people.buyers)}


def _version() -> int | None:
    sent = request.form.get("version", "")
    return int(sent) if sent.isdecimal() else None


def _number(name: str) -> int:
    sent = request.form.get(name, "")
    return int(sent) if sent.isdecimal() else 0


def _run(operation: Callable[..., object], event: Event, **values: Any) -> object:
    """The operation on the event, now, by who is signed in."""
    return operation(session(), actor=actor(), now=clock.now(), event_id=event.id, **values)


def _taken(event: Event) -> meetings.Taken:
    return meetings.taken_by_meetings(session(), event.id)


def _basics(event: Event) -> Wanted:
    form = BasicsForm.of(event)

    def act() -> object:
        return _run(
            operations.change_event, event, values=form.values(), version=_version(),
            slots_taken=_taken(event).slots,
        )  # fmt: skip

    return Wanted(act, form, "event")


def _days(event: Event) -> Wanted:
    day_id = _number("id")
    if request.form.get("act") == "remove":
        return Wanted(
            lambda: _run(operations.remove_day, event, day_id=day_id, slots_taken=_taken(event).slots)
        )
    day = next((found for found in event.days if found.id == day_id), None)
    if day is None and day_id:
        raise Conflict  # another officer has removed it
    form = DayForm.of(day) if day is not None else DayForm()

    def act() -> object:
        return _run(
            operations.save_day, event, plan=form.plan(), version=_version(), day_id=day_id or None,
            slots_taken=_taken(event).slots,
        )  # fmt: skip

    return Wanted(act, form, day_id or NEW)


def _day_forms(event: Event) -> Forms:
    return {NEW: DayForm(formdata=None)} | {day.id: DayForm.of(day, formdata=None) for day in event.days}


def _halls(event: Event) -> Wanted:
    match request.form.get("act"):
        case "booth":
            booth = _booth_form(event)
            return Wanted(
                lambda: _run(
                    operations.add_booth, event, participation_id=booth.participation.data,
                    label=booth.label.data, hall=booth.hall.data or None,
                ),
                booth, "booth",
            )  # fmt: skip
        case "remove-booth":
            table_id = _number("id")
            return Wanted(
                lambda: _run(
                    operations.remove_booth, event, table_id=table_id, tables_taken=_taken(event).tables
                )
            )
    place = request.form.get("hall", NEW)
    form = _hall_form(place)

    def act() -> object:
        name = form.name.data or None
        return _run(
            operations.set_hall, event, tables=form.tables.data or 0, hall=name if place == NEW else halls[place],
            name=name, prefix=form.prefix.data or None, adding=place == NEW, tables_taken=_taken(event).tables,
        )  # fmt: skip

    halls = {f"hall{number}": hall for number, (hall, _count) in enumerate(_hall_list(event))}
    if place != NEW and place not in halls:
        raise Conflict  # another officer has removed it
    return Wanted(act, form, place)


def _hall_list(event: Event) -> list[tuple[str | None, int]]:
    """The halls in the order of their tables, each with its number of shared ones."""
    counts: dict[str | None, int] = {}
    for table in event.shared_tables:
        counts[table.hall] = counts.get(table.hall, 0) + 1
    return list(counts.items())


def _hall_form(place: str, **options: Any) -> HallForm:
    return HallForm(prefix="" if place == NEW else f"{place}-", **options)


def _hall_forms(event: Event) -> Forms:
    stored = {
        f"hall{number}": _hall_form(f"hall{number}", data={"name": hall, "tables": count}, formdata=None)
        for number, (hall, count) in enumerate(_hall_list(event))
    }
    return {NEW: _hall_form(NEW, formdata=None), **stored, "booth": _booth_form(event, formdata=None)}


def _booth_form(event: Event, **options: Any) -> BoothForm:
    form = BoothForm(prefix="booth-", **options)
    people = [one for one in queries.accepted(session(), event.id) if one.id not in event.booths]
    form.participation.choices = [(0, _("Choose…")), *((one.id, one.company.name) for one in people)]
    return form


def _rules(event: Event) -> Wanted:
    form = RulesForm.of(event)
    return Wanted(
        lambda: _run(operations.change_event, event, values=form.values(), version=_version()), form, "event"
    )


def _phases(event: Event) -> Wanted:
    form, zone = PhasesForm.of(event), ZoneInfo(event.time_zone)
    return Wanted(
        lambda: _run(operations.set_phases, event, spans=form.spans(zone), version=_version()), form, "event"
    )


def _questions(event: Event) -> Wanted:
    question_id = _number("id")
    match request.form.get("act"):
        case "remove":
            return Wanted(lambda: _run(operations.remove_question, event, question_id=question_id))
        case "raise":
            return Wanted(lambda: _run(operations.raise_question, event, question_id=question_id))
    question = next((found for found in event.questions if found.id == question_id), None)
    if question is None and question_id:
        raise Conflict  # another officer has removed it
    form = QuestionForm.of(question)

    def act() -> object:
        return _run(operations.save_question, event, values=form.values(), question_id=question_id or None)

    return Wanted(act, form, question_id or NEW)


def _question_forms(event: Event) -> Forms:
    stored = {one.id: QuestionForm.of(one, formdata=None) for one in event.questions}
    return {NEW: QuestionForm.of(formdata=None), **stored}


def _programme(event: Event) -> Wanted:
    session_id = _number("id")
    if request.form.get("act") == "remove":
        return Wanted(lambda: _run(operations.remove_session, event, session_id=session_id))
    form = _session_form(event, session_id or None)

    def act() -> object:
        starts_at, ends_at = form.span(ZoneInfo(event.time_zone))
        return _run(
            operations.save_session, event, title={"vi": form.title_vi.data, "en": form.title_en.data},
            place=form.place.data or None, starts_at=starts_at, ends_at=ends_at, session_id=session_id or None,
            slots_taken=_taken(event).slots,
        )  # fmt: skip

    return Wanted(act, form, session_id or NEW)


def _session_form(event: Event, session_id: int | None = None, **options: Any) -> SessionForm:
    data: dict[str, Any] = {}
    part = next((found for found in event.programme if found.id == session_id), None)
    if part is not None:
        begins, ends = (at.astimezone(ZoneInfo(event.time_zone)) for at in (part.starts_at, part.ends_at))
        data = {"title_vi": part.title.get("vi"), "title_en": part.title.get("en"), "place": part.place,
                "day": begins.date(), "begins": begins.time(), "ends": ends.time()}  # fmt: skip
    form = SessionForm(data=data, prefix=f"session{session_id}-" if session_id else "", **options)
    form.day.choices = [(day.on, formatting.weekday(day.on, reader_locale())) for day in event.days]
    return form


def _session_forms(event: Event) -> Forms:
    stored = {part.id: _session_form(event, part.id, formdata=None) for part in event.programme}
    return {NEW: _session_form(event, formdata=None), **stored}


def _only(form: type[Any]) -> Callable[[Event], Forms]:
    """The one form of a step, as it is stored."""
    return lambda event: {"event": form.of(event, formdata=None)}


STEPS: Mapping[str, Step] = {
    "basics": Step(_l("Basics"), "events/set_up/basics.html", _only(BasicsForm), _basics),
    "days": Step(_l("Days"), "events/set_up/days.html", _day_forms, _days),
    "halls": Step(_l("Halls and tables"), "events/set_up/halls.html", _hall_forms, _halls),
    "rules": Step(_l("Rules"), "events/set_up/rules.html", _only(RulesForm), _rules),
    "phases": Step(_l("Phases"), "events/set_up/phases.html", _only(PhasesForm), _phases),
    "questions": Step(_l("Questions"), "events/set_up/questions.html", _question_forms, _questions),
    "programme": Step(_l("Programme"), "events/set_up/programme.html", _session_forms, _programme),
}
