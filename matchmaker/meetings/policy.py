"""Who may do what with meeting requests and schedules."""

from __future__ import annotations

from datetime import datetime

from matchmaker.accounts.actor import Actor
from matchmaker.companies.models import Company
from matchmaker.events.enums import MetBefore
from matchmaker.events.models import Event, Participation
from matchmaker.events.policy import booking_open, is_final, is_own, may_run, requests_open
from matchmaker.meetings.models import MeetingRequest
from matchmaker.meetings.relations import Between


def may_answer(actor: Actor, request: MeetingRequest) -> bool:
    """The company whose turn it is, or an officer of the event on its behalf."""
    return is_own(actor, request.answering) or may_run(actor, request.event)


def may_withdraw(actor: Actor, request: MeetingRequest) -> bool:
    """The asking company (either, where nobody asked), or an officer of the event on its behalf."""
    own = is_own(actor, request.asker) or (request.automatic and is_own(actor, request.asked))
    return own or may_run(actor, request.event)


def may_change_mind(actor: Actor, event: Event, now: datetime) -> bool:
    """Once the schedule is final only officers take anything back."""
    return not is_final(event, now) or may_run(actor, event)


def asking_open(event: Event, now: datetime) -> bool:
    """True while companies may ask and answer: in the phase of requests, or while they book themselves."""
    return requests_open(event, now) or booking_open(event, now)


def kept_apart(one: Company, other: Company) -> bool:
    """True where one of them excludes the other, or its country."""
    return (
        other.id in one.excluded_companies
        or one.id in other.excluded_companies
        or other.country in one.excluded_countries
        or one.country in other.excluded_countries
    )


def may_ask(event: Event, asker: Participation, asked: Participation) -> bool:
    """The matrix of the organiser lets this side ask that side."""
    return [asker.side, asked.side] in event.asking


def may_see(event: Event, viewer: Participation, other: Participation) -> bool:
    """Another company that this one may ask or see, where neither excludes the other."""
    sides = [viewer.side, other.side]
    seen = sides in event.asking or sides in event.seeing
    return seen and viewer.company_id != other.company_id and not kept_apart(viewer.company, other.company)


def why_kept_apart(asker: Participation, asked: Participation, standing: Between) -> str | None:
    """The code of what nobody can waive, officers neither: the two themselves do not want it."""
    if asker.company_id == asked.company_id:
        return "same_company"
    return "kept_apart" if standing.never or kept_apart(asker.company, asked.company) else None


def why_not_ask(event: Event, asker: Participation, asked: Participation, standing: Between) -> str | None:
    """The code of the organiser's rule that a request would break, None where it breaks none."""
    if not may_ask(event, asker, asked):
        return "may_not_ask"
    if standing.unanswered:
        return "questions_first"
    if standing.met and event.met_before == MetBefore.REFUSE:
        return "met_before"
    if event.open_quota is not None and standing.open >= event.open_quota:
        return "open_quota"
    if event.total_quota is not None and standing.total >= event.total_quota:
        return "total_quota"
    return None
