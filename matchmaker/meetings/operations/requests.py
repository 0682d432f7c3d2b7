"""Asking to meet, and answering."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.audit.operations import record
from matchmaker.errors import Conflict, Invalid, NotFound
from matchmaker.events.models import Participation
from matchmaker.events.operations.telling import done_on_behalf
from matchmaker.events.policy import is_own, may_run
from matchmaker.matching.queries import best_between
from matchmaker.meetings.enums import DeclineReason, RequestState
from matchmaker.meetings.models import MeetingRequest
from matchmaker.meetings.operations.telling import tell
from matchmaker.meetings.policy import asking_open, may_answer, may_meet, may_withdraw
from matchmaker.meetings.queries import expired, find_request, joined_companies, live_between

PLAIN_WEIGHT, MUTUAL_BONUS = 4, 3  # a request without a proposal; what mutual interest adds
TENTHS = 10  # a proposal's score adds up to so much


def ask(
    session: Session, *, actor: Actor, now: datetime, asker_id: int, asked_id: int, message: str | None
) -> MeetingRequest:
    """Ask to meet. One live request joins two participants, whoever asks first: Conflict("already_asked").

    The weight, which the scheduler adds up, comes from the proposal between the two and from mutual interest.
    """
    asker, asked = session.get(Participation, asker_id), session.get(Participation, asked_id)
    if asker is None or asked is None or asker.event_id != asked.event_id:
        raise NotFound
    event = asker.event
    if not (is_own(actor, asker) or may_run(actor, event)):
        raise NotFound
    if not may_meet(asker, asked):
        raise Invalid("same_company")
    if asker.state != "accepted" or asked.state != "accepted":
        raise Conflict("not_taking_part")
    if not asking_open(event, now) and not may_run(actor, event):
        raise Conflict("requests_over")
    if live_between(session, event.id, asker_id, asked_id) is not None:
        raise Conflict("already_asked")
    if joined_companies(session, event.id, asker.company_id, asked.company_id):
        raise Conflict("colleague_asked")
    proposal = best_between(session, asker.company_id, [asked.company_id]).get(asked.company_id)
    low, high = sorted((asker_id, asked_id))
    weight = PLAIN_WEIGHT
    if proposal is not None:
        weight += round(TENTHS * proposal.score) + (MUTUAL_BONUS if proposal.mutual_at else 0)
    request = MeetingRequest(
        event_id=event.id, asker_id=asker_id, asked_id=asked_id, pair_low=low, pair_high=high,
        proposal_id=proposal.id if proposal else None, message=message, weight=weight, state=RequestState.OPEN,
        created_by_id=actor.user_id, created_at=now, expires_at=now + timedelta(days=event.answer_days),
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(request)
    except IntegrityError:
        raise Conflict("already_asked") from None
    if not is_own(actor, asker):
        done_on_behalf(session, asker, actor=actor, now=now, action="request.made", subject_kind="meeting_request",
                       subject_id=request.id, partner=asked.company.name)  # fmt: skip
    tell(session, asked, kind="request_received", cause=f"request:{request.id}", path=f"/events/{event.slug}/requests",
         now=now, partner=asker.company.name)  # fmt: skip
    return request


def _open_request(session: Session, request_id: int) -> MeetingRequest:
    request = session.get(MeetingRequest, request_id, with_for_update=True)
    if request is None:
        raise NotFound
    return request


def accept(session: Session, *, actor: Actor, now: datetime, request_id: int) -> MeetingRequest:
    """The asked company says yes, or an officer for it (recorded)."""
    request = _answerable(session, actor, now, request_id, "request.accepted")
    request.state, request.answered_at = RequestState.ACCEPTED, now
    _tell_asker(session, request, "request_accepted", now=now)
    return request


def decline(
    session: Session, *, actor: Actor, now: datetime, request_id: int, reason: str, note: str | None = None
) -> MeetingRequest:
    """The asked company says no, with a reason."""
    request = _answerable(session, actor, now, request_id, "request.declined")
    if reason not in set(DeclineReason):
        raise Invalid("decline_reason", field="reason")
    request.state, request.answered_at = RequestState.DECLINED, now
    request.decline_reason, request.decline_note = reason, note
    _tell_asker(session, request, "request_declined", now=now)
    return request


def _answerable(
    session: Session, actor: Actor, now: datetime, request_id: int, action: str
) -> MeetingRequest:
    request = _open_request(session, request_id)
    if not may_answer(actor, request):
        raise NotFound
    if request.state != RequestState.OPEN or request.expires_at <= now:
        raise Conflict("answered_already")
    if not asking_open(request.event, now) and not may_run(actor, request.event):
        raise Conflict("requests_over")
    if not is_own(actor, request.asked):
        done_on_behalf(session, request.asked, actor=actor, now=now, action=action, subject_kind="meeting_request",
                       subject_id=request.id, partner=request.asker.company.name)  # fmt: skip
    return request


def _tell_asker(session: Session, request: MeetingRequest, kind: str, *, now: datetime) -> None:
    tell(session, request.asker, kind=kind, cause=f"{kind}:{request.id}", path=f"/events/{request.event.slug}/requests",
         now=now, partner=request.asked.company.name)  # fmt: skip


def withdraw(session: Session, *, actor: Actor, now: datetime, request_id: int) -> MeetingRequest:
    """The asking company takes its request back, answered or not."""
    request = _open_request(session, request_id)
    if not may_withdraw(actor, request):
        raise NotFound
    if request.state not in {RequestState.OPEN, RequestState.ACCEPTED}:
        raise Conflict("answered_already")
    request.state, request.answered_at = RequestState.WITHDRAWN, now
    if not is_own(actor, request.asker):
        done_on_behalf(session, request.asker, actor=actor, now=now, action="request.withdrawn",
                       subject_kind="meeting_request", subject_id=request.id, partner=request.asked.company.name)  # fmt: skip
    return request


def set_must(session: Session, *, actor: Actor, now: datetime, request_id: int, must: bool) -> MeetingRequest:
    """An officer says that a meeting has to be held, or no longer has to."""
    request = find_request(session, request_id)
    if request is None or not may_run(actor, request.event):
        raise NotFound
    request.must = must
    record(session, actor_id=actor.user_id, now=now, action="request.must", subject_kind="meeting_request",
           subject_id=request.id, must=must)  # fmt: skip
    return request


def expire_due(session: Session, *, now: datetime) -> int:
    """Nothing waits silently: requests that ran out expire, and both sides are told."""
    requests = expired(session, now=now)
    for request in requests:
        request.state = RequestState.EXPIRED
        for participation, partner in ((request.asker, request.asked), (request.asked, request.asker)):
            tell(session, participation, kind="request_expired", cause=f"expired:{request.id}",
                 path=f"/events/{request.event.slug}/requests", now=now, partner=partner.company.name)  # fmt: skip
    return len(requests)
