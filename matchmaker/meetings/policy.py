"""Who may do what with meeting requests and schedules."""

from __future__ import annotations

from datetime import datetime

from matchmaker.accounts.actor import Actor
from matchmaker.events.models import Event, Participation
from matchmaker.events.policy import booking_open, is_own, may_run, requests_open
from matchmaker.meetings.models import MeetingRequest


def may_answer(actor: Actor, request: MeetingRequest) -> bool:
    """The asked company, or an officer of the event on its behalf."""
    return is_own(actor, request.asked) or may_run(actor, request.event)


def may_withdraw(actor: Actor, request: MeetingRequest) -> bool:
    """The asking company, or an officer of the event on its behalf."""
    return is_own(actor, request.asker) or may_run(actor, request.event)


def asking_open(event: Event, now: datetime) -> bool:
    """True while companies may ask and answer: in the phase of requests, or while they book themselves."""
    return requests_open(event, now) or booking_open(event, now)


def may_meet(one: Participation, other: Participation) -> bool:
    """Companies of different sides meet; two of one side may ask each other too, but never a company itself."""
    return one.company_id != other.company_id
