"""Printing: the page of an event's papers, the PDFs themselves, and one's own agenda on paper."""

from __future__ import annotations

from collections.abc import Sequence

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from flask.typing import ResponseReturnValue

from matchmaker import clock
from matchmaker.errors import Conflict, NotFound
from matchmaker.events.models import Event, Participation
from matchmaker.events.queries import own_participation, representatives
from matchmaker.events.views.blueprint import run_event, seen_event
from matchmaker.jobs.models import Job
from matchmaker.meetings.interpreters import find_interpreter, own_places
from matchmaker.papers import operations, queries
from matchmaker.papers.contents import make_parts
from matchmaker.papers.contents.frame import Frame
from matchmaker.papers.enums import PaperKind
from matchmaker.papers.fonts import missing_packages
from matchmaker.papers.labels import NOTHING_YET, USES
from matchmaker.papers.prints import print_path
from matchmaker.papers.typesetting import first_page, typeset
from matchmaker.papers.words import LANGUAGES
from matchmaker.web.access import actor, interpreter, member, officer
from matchmaker.web.errors import message_of
from matchmaker.web.filters import reader_locale
from matchmaker.web.transaction import session

blueprint = Blueprint("papers", __name__)

AT_ONCE = 200  # participants whose papers are set while one waits; for more the worker does it
PERSONAL = [PaperKind.AGENDAS, PaperKind.BADGES]


def _chosen() -> str | None:
    """The language asked for; None for everybody's own."""
    asked = request.values.get("language", "")
    return asked if asked in LANGUAGES else None


def _kinds(name: str) -> list[PaperKind]:
    if name == "all":
        return list(PaperKind)
    if name not in set(PaperKind):
        raise NotFound
    return [PaperKind(name)]


def _frame(event: Event) -> Frame:
    return Frame(event, clock.now(), current_app.config["PUBLIC_URL"], reader_locale(), _chosen())


def _check_fonts() -> None:
    packages = missing_packages()
    if packages:
        raise Conflict("fonts_missing", packages=", ".join(packages))


def _pdf(
    event: Event, name: str, kinds: Sequence[PaperKind], *, only: Sequence[int] | None = None,
    interpreter_ids: Sequence[int] | None = None,
) -> Response:  # fmt: skip
    """The papers as a file that the browser shows; Conflict where there is nothing, or a font is missing."""
    _check_fonts()
    frame = _frame(event)
    parts = make_parts(session(), frame, kinds, only=only, interpreter_ids=interpreter_ids)
    if not parts:
        raise Conflict("nothing_to_print")
    content = typeset(parts, title=event.title(frame.common), author=event.office.name)
    response = Response(content, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{event.slug}-{name}.pdf"'
    return response


@blueprint.get("/events/<slug>/papers")
@officer
def index(slug: str) -> str:
    """What can be printed, with a look at each."""
    event = run_event(slug)
    count = len(queries.people(session(), event.id))
    published = event.published_schedule_id is not None
    there = {
        PaperKind.AGENDAS: published and count > 0,
        PaperKind.TABLES: bool(queries.published_meetings(session(), event)),
        PaperKind.INTERPRETERS: published and bool(queries.interpreters(session(), event.id)),
    }
    asked = request.args.get("print", "")
    return render_template(
        "papers/index.html", event=event, people=count, at_once=count <= AT_ONCE, missing=missing_packages(),
        papers=[(kind, USES[kind], NOTHING_YET[kind], there.get(kind, count > 0)) for kind in PaperKind],
        chosen=_chosen() or "", languages=LANGUAGES,
        job=_job(event, int(asked)) if asked.isascii() and asked.isdecimal() and len(asked) < 10 else None,
    )  # fmt: skip


@blueprint.get("/events/<slug>/papers/<name>.pdf")
@officer
def paper(slug: str, name: str) -> ResponseReturnValue:
    """One kind, or all of them in one file."""
    event, kinds = run_event(slug), _kinds(name)
    if len(queries.people(session(), event.id)) > AT_ONCE:
        return redirect(url_for("papers.index", slug=slug))  # its buttons ask the worker
    return _pdf(event, name, kinds)


@blueprint.get("/events/<slug>/papers/<name>.png")
@officer
def preview(slug: str, name: str) -> Response:
    """The first page as a picture."""
    event = run_event(slug)
    _check_fonts()
    parts = make_parts(session(), _frame(event), _kinds(name)[:1], sample=True)
    if not parts:
        raise NotFound
    response = Response(first_page(parts[0], title=name), mimetype="image/png")
    response.headers["Cache-Control"] = "private, max-age=60"
    return response


@blueprint.post("/events/<slug>/papers/<name>")
@officer
def request_print(slug: str, name: str) -> ResponseReturnValue:
    """Have the worker set the papers of many."""
    event = run_event(slug)
    _check_fonts()
    job = operations.request_print(
        session(), actor=actor(), now=clock.now(), event_id=event.id, kinds=_kinds(name), shared=reader_locale(),
        chosen=_chosen(),
    )  # fmt: skip
    return redirect(url_for("papers.index", slug=slug, language=_chosen(), print=job.id))


def _job(event: Event, job_id: int) -> Job:
    job = session().get(Job, job_id)
    if job is None or job.name != "papers.print" or job.arguments.get("event_id") != event.id:
        raise NotFound
    return job


@blueprint.get("/events/<slug>/papers/prints/<int:job_id>")
@officer
def progress(slug: str, job_id: int) -> str:
    """How far a large print has come."""
    event = run_event(slug)
    return render_template("papers/_progress.html", event=event, job=_job(event, job_id))


@blueprint.get("/events/<slug>/papers/prints/<int:job_id>.pdf")
@officer
def made(slug: str, job_id: int) -> Response:
    """A large print."""
    event = run_event(slug)
    path = print_path(current_app.extensions["settings"].data_folder, _job(event, job_id).id)
    if not path.exists():
        raise NotFound
    return send_file(path, mimetype="application/pdf", download_name=f"{event.slug}.pdf")


@blueprint.get("/events/<slug>/people/<int:participation_id>/papers.pdf")
@officer
def person(slug: str, participation_id: int) -> ResponseReturnValue:
    """One participant's agenda and badge."""
    event = run_event(slug)
    found = session().get(Participation, participation_id)
    if found is None or found.event_id != event.id or found.state != "accepted":
        raise NotFound
    return _pdf(event, f"{found.company.slug}", PERSONAL, only=[found.id])


@blueprint.get("/events/<slug>/agenda.pdf")
@member
def own(slug: str) -> ResponseReturnValue:
    """One's own agenda on paper."""
    event = seen_event(slug)
    found = own_participation(session(), event.id, actor().company_id, actor().user_id)
    return _of_company(event, [found] if found is not None else [], back="meetings.agenda")


@blueprint.get("/events/<slug>/company-agenda.pdf")
@member
def company(slug: str) -> ResponseReturnValue:
    """The agendas of all who come for one's company."""
    event = seen_event(slug)
    people = representatives(session(), event.id, actor().company_id)
    return _of_company(event, people, back="meetings.company_agenda")


def _of_company(event: Event, people: Sequence[Participation], *, back: str) -> ResponseReturnValue:
    """Agendas of those who take part; what stands in the way is said on the page they came from."""
    coming = [one.id for one in people if one.state == "accepted"]
    if not coming:
        raise NotFound
    try:
        return _pdf(event, "agenda", [PaperKind.AGENDAS], only=coming)
    except Conflict as error:
        flash(message_of(error), "warning")
        return redirect(url_for(back, slug=event.slug))


@blueprint.get("/events/<slug>/interpreters/<int:interpreter_id>/roster.pdf")
@officer
def roster(slug: str, interpreter_id: int) -> ResponseReturnValue:
    """One interpreter's roster."""
    event = run_event(slug)
    found = find_interpreter(session(), event.id, interpreter_id)
    if found is None:
        raise NotFound
    return _pdf(event, "roster", [PaperKind.INTERPRETERS], interpreter_ids=[found.id])


@blueprint.get("/events/<slug>/interpreting.pdf")
@interpreter
def own_roster(slug: str) -> ResponseReturnValue:
    """One's own roster on paper."""
    event = seen_event(slug)
    places = own_places(session(), actor().user_id, event.id)
    if not places:
        raise NotFound
    return _pdf(event, "roster", [PaperKind.INTERPRETERS], interpreter_ids=[one.id for one in places])
