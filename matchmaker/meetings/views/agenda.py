"""Agendas: on the page, as a file, as a calendar feed."""

from __future__ import annotations

from flask import Response, render_template, url_for
from flask_babel import force_locale
from flask_babel import gettext as _

from matchmaker import clock
from matchmaker.accounts.models import User
from matchmaker.attendance.queries import reports_by
from matchmaker.errors import NotFound
from matchmaker.events.models import Event, Participation
from matchmaker.events.queries import by_calendar_token, representatives
from matchmaker.meetings import queries
from matchmaker.meetings.enums import Publication
from matchmaker.meetings.export import Words, calendar
from matchmaker.meetings.views.blueprint import blueprint, own, run_event, seen_event
from matchmaker.web.access import actor, member, officer, public
from matchmaker.web.filters import reader_locale
from matchmaker.web.transaction import session


def _agenda_page(event: Event, participation: Participation) -> str:
    user = session().get_one(User, actor().user_id)
    meetings = {meeting.slot_id: meeting for meeting in queries.agenda_of(session(), event, participation.id)}
    return render_template(
        "meetings/agenda.html", event=event, participation=participation, meetings=meetings, my_zone=user.time_zone,
        busy={row.slot_id for row in participation.busy},
        provisional=queries.publication_of(session(), event) == Publication.PROVISIONAL,
        reports=reports_by(session(), participation.id),
    )  # fmt: skip


@blueprint.get("/events/<slug>/agenda")
@member
def agenda(slug: str) -> str:
    """One's own agenda: the day as a line with gaps."""
    event = seen_event(slug)
    return _agenda_page(event, own(event))


@blueprint.get("/events/<slug>/company-agenda")
@member
def company_agenda(slug: str) -> str:
    """Who of one's company meets whom when: a column for each person."""
    event = seen_event(slug)
    people = [
        row for row in representatives(session(), event.id, actor().company_id) if row.state == "accepted"
    ]
    if not people:
        raise NotFound
    agendas = {
        row.id: {meeting.slot_id: meeting for meeting in queries.agenda_of(session(), event, row.id)}
        for row in people
    }
    return render_template("meetings/company_agenda.html", event=event, people=people, agendas=agendas)


@blueprint.get("/events/<slug>/people/<int:participation_id>/agenda")
@officer
def agenda_of(slug: str, participation_id: int) -> str:
    """Somebody's agenda, for the event's officers."""
    event = run_event(slug)
    participation = session().get(Participation, participation_id)
    if participation is None or participation.event_id != event.id:
        raise NotFound
    return _agenda_page(event, participation)


def calendar_words() -> Words:
    """The words of a calendar in the language of the page being made."""
    return Words(reader_locale(), _("Table"), _("Online"), _("Interpreter"))


def _calendar(event: Event, participation: Participation, *, attachment: bool) -> Response:
    meetings = queries.ever_published(session(), event, queries.with_participant(participation.id))
    content = calendar(
        event, participation, meetings, words=calendar_words(), now=clock.now(),
        address=url_for("meetings.agenda", slug=event.slug, _external=True),
    )  # fmt: skip
    response = Response(content, mimetype="text/calendar")
    if attachment:
        response.headers["Content-Disposition"] = f'attachment; filename="{event.slug}.ics"'
    return response


@blueprint.get("/events/<slug>/agenda.ics")
@member
def agenda_file(slug: str) -> Response:
    """The agenda as a file."""
    event = seen_event(slug)
    return _calendar(event, own(event), attachment=True)


@blueprint.get("/calendar/<token>.ics")
@public
def feed(token: str) -> Response:
    """The agenda as a feed to subscribe to; the token is the permission. Calendar programs name no language: it is in
    the person's. Who was taken out of the event finds the meetings cancelled."""
    participation = by_calendar_token(session(), token)
    if participation is None:
        raise NotFound
    with force_locale(participation.user.locale if participation.user is not None else reader_locale()):
        return _calendar(participation.event, participation, attachment=False)
