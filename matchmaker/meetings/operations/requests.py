"""Asking to meet, and answering."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.audit.operations import record
from matchmaker.errors import Conflict, Invalid, NotFound
from matchmaker.events.models import Event, Participation
from matchmaker.events.operations.telling import done_on_behalf
from matchmaker.events.policy import booking_open, is_own, may_run
from matchmaker.matching.queries import best_between
from matchmaker.meetings.enums import DeclineReason, PreferenceValue, RequestState
from matchmaker.meetings.models import MeetingRequest
from matchmaker.meetings.operations.booking import book, release
from matchmaker.meetings.operations.telling import tell
from matchmaker.meetings.policy import (
    asking_open,
    may_answer,
    may_change_mind,
    may_withdraw,
    why_kept_apart,
    why_not_ask,
)
from matchmaker.meetings.queries import (
    expired,
    find_request,
    joined_companies,
    live_between,
)
from matchmaker.meetings.relations import between, preferences_between, unanswered_soon

PLAIN_WEIGHT, MUTUAL_BONUS = 4, 3  # a request without a proposal; what mutual interest adds
PREFERENCE_WEIGHT: dict[str, int] = {
    PreferenceValue.MUST: 8,
    PreferenceValue.WANT: 4,
}  # of each side that says so
TENTHS = 10  # a proposal's score adds up to so much


def ask(
    session: Session, *, actor: Actor, now: datetime, asker_id: int, asked_id: int, message: str | None,
    slot_id: int | None = None,
) -> MeetingRequest:  # fmt: skip
    """Ask to meet, perhaps at a certain time. One live request joins two participants, whoever asks first:
    Conflict("already_asked"). Officers need not keep to the organiser's rules, only to what the two want.

    The weight, which the scheduler adds up, comes from the proposal between the two, mutual interest and preferences.
    """
    asker, asked = locked_pair(session, asker_id, asked_id)
    event = asker.event
    if not (is_own(actor, asker) or may_run(actor, event)):
        raise NotFound
    _check_rules(session, actor, asker, asked, now=now)
    if slot_id is not None:
        check_slot(event, slot_id, now)
    low, high = sorted((asker_id, asked_id))
    weight, proposal_id = weight_of(session, asker, asked)
    request = MeetingRequest(
        event_id=event.id, asker_id=asker_id, asked_id=asked_id, pair_low=low, pair_high=high, slot_id=slot_id,
        proposal_id=proposal_id, message=message, weight=weight, state=RequestState.OPEN,
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
    if event.direct_booking and slot_id is not None and booking_open(event, now):
        request.state, request.answered_at = RequestState.ACCEPTED, now
        book(session, now=now, request=request)
        return request
    tell(session, asked, kind="request_received", cause=f"request:{request.id}", path=f"/events/{event.slug}/requests",
         now=now, partner=asker.company.name)  # fmt: skip
    return request


def locked_pair(session: Session, one_id: int, other_id: int) -> tuple[Participation, Participation]:
    """Two participants of one event, locked in the order of their ids, so that two who act at once wait for each other;
    raises NotFound."""
    query = select(Participation).where(Participation.id.in_((one_id, other_id))).order_by(Participation.id)
    rows = session.scalars(query.with_for_update().execution_options(populate_existing=True))
    found = {row.id: row for row in rows}
    one, other = found.get(one_id), found.get(other_id)
    if one is None or other is None or one.event_id != other.event_id:
        raise NotFound
    return one, other


def weight_of(session: Session, asker: Participation, asked: Participation) -> tuple[int, int | None]:
    """(what holding the meeting is worth, the best proposal between the two)."""
    proposal = best_between(session, asker.company_id, [asked.company_id]).get(asked.company_id)
    weight = PLAIN_WEIGHT + sum(
        PREFERENCE_WEIGHT.get(value, 0) for value in preferences_between(session, asker.id, asked.id)
    )
    if proposal is None:
        return weight, None
    return weight + round(TENTHS * proposal.score) + (MUTUAL_BONUS if proposal.mutual_at else 0), proposal.id


def _check_rules(
    session: Session, actor: Actor, asker: Participation, asked: Participation, *, now: datetime
) -> None:
    event, standing = asker.event, between(session, asker.event, asker, asked, now=now)
    apart = why_kept_apart(asker, asked, standing)
    if apart == "same_company":
        raise Invalid(apart)
    if asker.state != "accepted" or asked.state != "accepted":
        raise Conflict("not_taking_part")
    if apart is not None:
        raise Conflict(apart)
    if live_between(session, event.id, asker.id, asked.id) is not None:
        raise Conflict("already_asked")
    if joined_companies(session, event.id, asker.company_id, asked.company_id):
        raise Conflict("colleague_asked")
    if may_run(actor, event):
        return
    if not asking_open(event, now):
        raise Conflict("requests_over")
    refused = why_not_ask(event, asker, asked, standing)
    if refused is not None:
        raise Conflict(refused, open=event.open_quota, total=event.total_quota)


def check_slot(event: Event, slot_id: int, now: datetime) -> None:
    """A slot of the event that is still to come; raises Invalid("slot_gone")."""
    if not any(slot.id == slot_id and slot.starts_at > now for slot in event.slots):
        raise Invalid("slot_gone", field="slot")


def _open_request(session: Session, request_id: int) -> MeetingRequest:
    request = session.get(MeetingRequest, request_id, with_for_update=True)
    if request is None:
        raise NotFound
    return request


def accept(session: Session, *, actor: Actor, now: datetime, request_id: int) -> MeetingRequest:
    """The company whose turn it is says yes, or an officer for it (recorded). While people book themselves the meeting takes
    its seat at once; Conflict says why the time agreed on cannot be had."""
    request = _answerable(session, actor, now, request_id, "request.accepted")
    request.state, request.answered_at = RequestState.ACCEPTED, now
    if booking_open(request.event, now):
        book(session, now=now, request=request)
    _tell_other(session, request, "request_accepted", now=now)
    return request


def propose_time(
    session: Session, *, actor: Actor, now: datetime, request_id: int, slot_id: int
) -> MeetingRequest:
    """Answer with another time; now the other side answers, and has as many days for it."""
    request = _answerable(session, actor, now, request_id, "request.moved")
    check_slot(request.event, slot_id, now)
    _tell_other(session, request, "request_moved", now=now)
    request.slot_id, request.countered = slot_id, not request.countered
    request.expires_at = now + timedelta(days=request.event.answer_days)
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
    _tell_other(session, request, "request_declined", now=now)
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
    if not is_own(actor, request.answering):
        done_on_behalf(session, request.answering, actor=actor, now=now, action=action, subject_kind="meeting_request",
                       subject_id=request.id, partner=request.awaiting.company.name)  # fmt: skip
    return request


def _tell_other(session: Session, request: MeetingRequest, kind: str, *, now: datetime) -> None:
    """What was answered, to the side that waits for it."""
    tell(session, request.awaiting, kind=kind, cause=f"{kind}:{request.id}:{request.version}",
         path=f"/events/{request.event.slug}/requests", now=now, partner=request.answering.company.name)  # fmt: skip


def withdraw(session: Session, *, actor: Actor, now: datetime, request_id: int) -> MeetingRequest:
    """The asking company takes its request back, answered or not, and the slot it has booked is free again. An automatic
    pair that one of the two takes back is declined, so that it is not made again."""
    request = _open_request(session, request_id)
    if not may_withdraw(actor, request):
        raise NotFound
    if request.state not in {RequestState.OPEN, RequestState.ACCEPTED}:
        raise Conflict("answered_already")
    if not may_change_mind(actor, request.event, now):
        raise Conflict("final_now")
    if request.state == RequestState.ACCEPTED:
        release(session, now=now, request=request)
    request.state = RequestState.DECLINED if request.automatic else RequestState.WITHDRAWN
    request.answered_at = now
    own = is_own(actor, request.asker) or (request.automatic and is_own(actor, request.asked))
    if not own:
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


def remind_due(session: Session, *, now: datetime) -> int:
    """Nothing waits silently: whose answer is due soon is reminded once, by notice and mail. Returns how many are new."""
    reminded = 0
    for request in unanswered_soon(session, now=now):
        reminded += tell(
            session, request.answering, kind="request_reminder", cause=f"reminder:{request.id}:{request.countered}",
            path=f"/events/{request.event.slug}/requests", now=now, zone=request.event.time_zone,
            partner=request.awaiting.company.name,
            until=request.expires_at.isoformat(),
        )  # fmt: skip
    return reminded
