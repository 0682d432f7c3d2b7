"""Texts to copy into Zalo or WhatsApp, for those whom the newest publication touched."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from flask import current_app, render_template, url_for
from flask_babel import force_locale

from matchmaker import clock
from matchmaker.accounts.models import User
from matchmaker.attendance import queries
from matchmaker.attendance.views.blueprint import blueprint
from matchmaker.companies.models import Company
from matchmaker.events.models import Event
from matchmaker.meetings.export import partner_of
from matchmaker.meetings.models import Meeting
from matchmaker.meetings.queries import meetings_of_schedule
from matchmaker.meetings.views.blueprint import run_event
from matchmaker.notices.models import Notice
from matchmaker.web.access import officer
from matchmaker.web.pagination import DENSE_SIZE, page_number, slice_page
from matchmaker.web.transaction import session


@dataclass(frozen=True)
class Message:
    """What to send to one person, in their language."""

    user: User
    company: str
    text: str

    @property
    def number(self) -> str:
        """The telephone as messengers want it: digits with the country's code; Vietnam's where it begins with 0."""
        digits = re.sub(r"\D", "", self.user.phone or "")
        return f"84{digits[1:]}" if digits.startswith("0") else digits


@blueprint.get("/events/<slug>/messages")
@officer
def messages(slug: str) -> str:
    """Everybody whom the newest publication touched: those without an address first."""
    event, now = run_event(slug), clock.now()
    told = queries.told_of(session(), event.published_schedule_id) if event.published_schedule_id else []
    agendas = _agendas(event, now) if told else {}
    page = slice_page(told, number=page_number(), size=DENSE_SIZE)
    shown = [_message(event, *one, agendas.get(one[2].id, [])) for one in page.items]
    return render_template("attendance/messages.html", event=event, page=page, messages=shown)


def _agendas(event: Event, now: datetime) -> dict[int, list[tuple[Meeting, int]]]:
    """Company -> its meetings ahead, each with the participation that stands for it."""
    found: dict[int, list[tuple[Meeting, int]]] = defaultdict(list)
    for meeting in meetings_of_schedule(session(), event.published_schedule_id or 0):
        if meeting.slot.ends_at > now:
            for person in (meeting.a, meeting.b):
                found[person.company_id].append((meeting, person.id))
    return found


def _message(
    event: Event, notice: Notice, user: User, company: Company, agenda: list[tuple[Meeting, int]]
) -> Message:
    lines = [(meeting, partner_of(meeting, person).company.name) for meeting, person in agenda]
    address = current_app.config["PUBLIC_URL"] + url_for("meetings.agenda", slug=event.slug)
    with force_locale(user.locale):
        text = render_template(
            "attendance/message.txt", event=event, title=event.title(user.locale), lines=lines, address=address,
            name=user.name, first=notice.kind == "schedule_published",
        )  # fmt: skip
    return Message(user, company.name, text.strip())
