"""What phones keep and send back: lists as JSON, taps and reports that were made without network, the service worker."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from flask import (
    Response,
    abort,
    current_app,
    jsonify,
    render_template,
    request,
    send_from_directory,
    url_for,
)
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf

from matchmaker import clock
from matchmaker.attendance import operations
from matchmaker.attendance.enums import Answer
from matchmaker.attendance.operations import Report, Tap
from matchmaker.attendance.policy import kept_until
from matchmaker.attendance.presentation import Person, people_of_day
from matchmaker.attendance.views.blueprint import blueprint, helped_event, shown_day
from matchmaker.attendance.views.checking import read_time, said
from matchmaker.errors import Conflict, Invalid, NotFound
from matchmaker.events.models import Event
from matchmaker.meetings.export import partner_of
from matchmaker.meetings.models import Meeting
from matchmaker.meetings.queries import agenda_of
from matchmaker.meetings.views.blueprint import own, seen_event
from matchmaker.web.access import actor, helper, member, public
from matchmaker.web.errors import message_of
from matchmaker.web.filters import reader_locale
from matchmaker.web.forms import read_number
from matchmaker.web.transaction import session

MOST_ITEMS = 100


@blueprint.get("/service-worker.js")
@public
def service_worker() -> Response:
    """The script that makes pages open without network; at the root, so that it may look after the whole site."""
    response = send_from_directory(str(current_app.static_folder), "js/service-worker.js", max_age=0)
    response.headers["Cache-Control"] = "no-cache"
    return response


@blueprint.get("/offline")
@public
def offline() -> str:
    """The frame that opens without network; it holds nobody's data."""
    return render_template("attendance/offline.html")


@blueprint.get("/events/<slug>/check-in/list.json")
@helper
def people_file(slug: str) -> Response:
    """The participants, for a helper's phone; 410 once it may no longer be kept."""
    event, now = helped_event(slug), clock.now()
    people = people_of_day(session(), event, on=shown_day(event, now), now=now)
    return _kept(
        event, now, page=url_for("attendance.check_in", slug=slug), marks=url_for("attendance.marks", slug=slug),
        people=[_person(slug, one) for one in people],
    )  # fmt: skip


def _person(slug: str, one: Person) -> dict[str, Any]:
    found, person = one.attendance, one.participation
    paper = url_for("papers.person", slug=slug, participation_id=person.id) if actor().officer else None
    return {
        "id": person.id, "code": person.badge_code, "company": person.company.name, "name": person.person_name,
        "search": one.search_text, "phone": one.phone, "state": one.state,
        "since": found.since.isoformat() if found else None, "by": found.by.name if found else None,
        "expected_at": found.expected_at.isoformat() if found and found.expected_at else None,
        "next": _when(one.next) if one.next else None, "paper": paper,
    }  # fmt: skip


def _when(meeting: Meeting) -> dict[str, Any]:
    return {"at": meeting.slot.starts_at.isoformat(), "table": meeting.table.label if meeting.table else None}


@blueprint.get("/events/<slug>/agenda.json")
@member
def agenda_data(slug: str) -> Response:
    """One's own agenda for the phone: name, company, time and table, nothing more."""
    event, now = seen_event(slug), clock.now()
    mine = own(event)
    rows = []
    for meeting in agenda_of(session(), event, mine.id):
        partner = partner_of(meeting, mine.id)
        rows.append(
            {
                "key": meeting.key,
                "company": partner.company.name,
                "name": partner.person_name,
                **_when(meeting),
            }
        )
    return _kept(
        event, now, page=url_for("meetings.agenda", slug=slug), reports=url_for("attendance.reports", slug=slug),
        meetings=rows,
    )  # fmt: skip


def _kept(event: Event, now: datetime, **values: Any) -> Response:
    """A list with whose it is, until when, and the token for sending back."""
    until = kept_until(event)
    if now >= until:
        abort(410)
    shared = {
        "user": actor().user_id, "until": int(until.timestamp() * 1000), "csrf": generate_csrf(),
        "title": event.title(reader_locale()), "zone": event.time_zone,
    }  # fmt: skip
    return jsonify({**shared, **values})


Item = Mapping[str, Any]


def _items() -> Iterator[tuple[Item, timedelta]]:
    """What was sent, each with its age by the phone's own clock; 400 where it is not as our scripts send it."""
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        abort(400)
    items = body.get("items")
    if not isinstance(items, list) or len(items) > MOST_ITEMS:
        abort(400)
    sent_at = body["sent_at"] if isinstance(body.get("sent_at"), (int, float)) else 0
    for item in items:
        if not isinstance(item, dict) or not isinstance(item.get("key"), str):
            abort(400)
        at = item["at"] if isinstance(item.get("at"), (int, float)) else sent_at
        yield item, timedelta(milliseconds=min(max(sent_at - at, 0), 10**10))


@blueprint.post("/events/<slug>/check-in/marks")
@helper
def marks(slug: str) -> Response:
    """Taps of a helper's phone, each answered for itself; sending one again does nothing twice."""
    event, now = helped_event(slug), clock.now()
    taps = [_tap(event, item, age, now) for item, age in _items()]
    found = operations.mark_all(session(), actor=actor(), now=now, event_id=event.id, taps=taps)
    return jsonify(
        results=[
            {"key": one.key, "answer": one.answer,
             "message": message_of(one.error) if one.error else said(event, one) if one.answer is Answer.ALREADY else ""}
            for one in found
        ]
    )  # fmt: skip


def _tap(event: Event, item: Item, age: timedelta, now: datetime) -> Tap:
    person, reason = item.get("participation"), item.get("reason")
    return Tap(
        key=item["key"], kind=str(item.get("kind")), age=age, code=str(item.get("code") or ""),
        participation_id=person if isinstance(person, int) and 0 < person < 2**31 else None,
        expected_at=read_time(event, str(item.get("expected_at") or ""), now),
        reason=str(reason) if reason else None,
    )  # fmt: skip


@blueprint.post("/events/<slug>/reports")
@member
def reports(slug: str) -> Response:
    """Reports of meetings that were written without network, each answered for itself."""
    event, now = seen_event(slug), clock.now()

    def save(item: Item, age: timedelta) -> None:
        with session().begin_nested():
            operations.save_report(
                session(), actor=actor(), now=now, event_id=event.id, report=_report(item, age),
                folder=current_app.extensions["settings"].data_folder,
            )  # fmt: skip

    return jsonify(results=[_answered(save, item, age) for item, age in _items()])


def _answered(save: Callable[[Item, timedelta], None], item: Item, age: timedelta) -> dict[str, str]:
    try:
        save(item, age)
    except NotFound:
        return {
            "key": item["key"],
            "answer": Answer.REFUSED,
            "message": _("This meeting is no longer in your agenda."),
        }
    except (Invalid, Conflict) as error:
        return {"key": item["key"], "answer": Answer.REFUSED, "message": message_of(error)}
    return {"key": item["key"], "answer": Answer.DONE, "message": ""}


def _report(item: Item, age: timedelta) -> Report:
    def text(name: str) -> str | None:
        return str(item[name]).strip() or None if item.get(name) is not None else None

    rating = text("rating")
    return Report(
        meeting_key=str(item.get("meeting")), held=str(item.get("held")), age=age, next_step=text("next_step"),
        rating=int(rating) if rating and rating.isdecimal() and len(rating) < 4 else None,
        value=_amount(text("value")), currency=(text("currency") or "")[:3] or None, notes=text("notes"),
    )  # fmt: skip


def _amount(text: str | None) -> Decimal | None:
    try:
        return read_number(text.replace(" ", ""), reader_locale()) if text else None
    except ValueError:
        raise Invalid("amount_unreadable", field="value") from None
