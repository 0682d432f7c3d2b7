"""The start pages: for strangers, members and officers."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from flask import render_template

from matchmaker import clock
from matchmaker.accounts.actor import Actor
from matchmaker.companies.models import Company
from matchmaker.matching import queries as matching
from matchmaker.matching.presentation import present
from matchmaker.meetings.queries import next_meetings
from matchmaker.reports import queries
from matchmaker.reports.views.blueprint import blueprint
from matchmaker.stewardship.queries import pair_counts
from matchmaker.web.access import current_actor, public
from matchmaker.web.filters import reader_locale
from matchmaker.web.transaction import session

HOME_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")  # whose calendar day "today" is, for the province


@blueprint.get("/")
@public
def home() -> str:
    """What waits for the reader; for strangers, what this is."""
    who = current_actor()
    if who is None:
        return _landing()
    if who.officer:
        return _officer_home(who)
    return _member_home(who)


def _landing() -> str:
    today = clock.now().astimezone(HOME_ZONE).date()
    shown = queries.landing(session(), today=today)
    example = present(shown.example, shown.example.buyer_id, reader_locale()) if shown.example else None
    return render_template("reports/landing.html", landing=shown, example=example)


def _member_home(who: Actor) -> str:
    now = clock.now()
    if who.company_id is None:
        events = queries.upcoming_events(session(), today=now.astimezone(HOME_ZONE).date())
        return render_template("reports/home_plain.html", events=events)
    best = session().scalars(matching.proposals_of(who.company_id, answer="open").limit(3)).unique().all()
    return render_template(
        "reports/home_member.html",
        company=session().get_one(Company, who.company_id),
        counts=matching.counts(session(), who.company_id),
        items=matching.items_of(session(), who.company_id),
        best=[present(proposal, who.company_id, reader_locale()) for proposal in best],
        requests=queries.requests_to_answer(session(), who.company_id),
        invitations=queries.invitations(session(), who.company_id),
        meetings=next_meetings(session(), who.company_id, now=now),
    )


def _officer_home(who: Actor) -> str:
    today = clock.now().astimezone(HOME_ZONE).date()
    office = None if who.administrator else who.office_id
    tasks = queries.officer_tasks(session(), office_id=office, today=today)
    if pairs := pair_counts(session()).get("open", 0):
        tasks.insert(1, queries.Waiting("twins", pairs, "/twins"))
    return render_template(
        "reports/home_officer.html",
        tasks=tasks,
        totals=queries.totals(session()),
        events=queries.upcoming_events(session(), today=today),
        today=today,
    )


@blueprint.get("/privacy")
@public
def privacy() -> str:
    """What is kept about a person, why, and how to have it changed or erased."""
    return render_template("reports/privacy.html")
