"""Requests and meetings of a company that is merged with another that comes to the same event."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import or_, select

from matchmaker.audit.reversible import Reversible
from matchmaker.db import fold
from matchmaker.events.models import Contact, EventTable, Participation
from matchmaker.matching.models import Proposal
from matchmaker.meetings.enums import RequestState
from matchmaker.meetings.models import Disturbance, Meeting, MeetingRequest, Seat

LIVE = (RequestState.OPEN, RequestState.ACCEPTED)
RANKS = (
    "accepted",
    "waiting",
    "invited",
    "declined",
    "cancelled",
)  # the first counts more when two are joined


def repoint_company(changes: Reversible, *, gone_id: int, kept_id: int) -> None:
    """Where both come to one event that has not begun, with the same person (or one of them with nobody yet), the two
    participations become one; different people stay, as representatives of the one company. Requests that then stand twice,
    or join the company with itself, are closed."""
    _forget_proposals(changes, gone_id, kept_id)
    query = select(Participation).where(Participation.company_id.in_((gone_id, kept_id)))
    by_event: dict[int, list[Participation]] = defaultdict(list)
    for row in changes.session.scalars(query.order_by(Participation.id)):
        by_event[row.event_id].append(row)
    for rows in by_event.values():
        if any(slot.starts_at <= changes.now for slot in rows[0].event.slots[:1]):
            continue  # who was there, and met whom, stays as it was
        gone = [row.id for row in rows if row.company_id == gone_id]
        kept = [row.id for row in rows if row.company_id == kept_id]
        if gone and kept:
            _close_doubled(changes, [*kept, *gone])
            for one in gone:
                _join_if_same(changes, one, kept)


def _forget_proposals(changes: Reversible, gone_id: int, kept_id: int) -> None:
    both = (gone_id, kept_id)
    between = select(Proposal.id).where(Proposal.supplier_id.in_(both), Proposal.buyer_id.in_(both))
    changes.set(MeetingRequest, MeetingRequest.proposal_id.in_(between), proposal_id=None)


def _close_doubled(changes: Reversible, own: Sequence[int]) -> None:
    """Of live requests with the same partner the best stays: accepted before open, then must, weight, age."""
    query = select(MeetingRequest).where(
        or_(MeetingRequest.asker_id.in_(own), MeetingRequest.asked_id.in_(own)),
        MeetingRequest.state.in_(LIVE),
    )
    by_partner: dict[int, list[MeetingRequest]] = defaultdict(list)
    closed = []
    for request in changes.session.scalars(query):
        if {request.asker_id, request.asked_id} <= set(own):
            closed.append(request.id)
        else:
            partner = request.asked_id if request.asker_id in own else request.asker_id
            by_partner[partner].append(request)
    for requests in by_partner.values():
        requests.sort(key=lambda one: (one.state != RequestState.ACCEPTED, not one.must, -one.weight, one.id))
        closed += [request.id for request in requests[1:]]
    changes.set(MeetingRequest, MeetingRequest.id.in_(closed), state=RequestState.WITHDRAWN.value)


def _join_if_same(changes: Reversible, gone: int, kept: Sequence[int]) -> None:
    leaving = changes.session.get_one(Participation, gone)
    for one in kept:
        staying = changes.session.get_one(Participation, one)
        if _same_person(leaving, staying) and not _clash(changes, gone, one):
            _join(changes, leaving, staying)
            return


def _same_person(one: Participation, other: Participation) -> bool:
    if one.person_name is None or other.person_name is None or one.user_id == other.user_id is not None:
        return True
    return fold(one.person_name) == fold(other.person_name)


def _clash(changes: Reversible, gone: int, kept: int) -> bool:
    """True when the two sit in different meetings at one time in any version of the schedule."""
    query = select(Seat.schedule_id, Seat.slot_id).where(Seat.kind == "participation")
    taken = [
        set(map(tuple, changes.session.execute(query.where(Seat.resource_id == one)))) for one in (gone, kept)
    ]
    return bool(taken[0] & taken[1])


def _join(changes: Reversible, leaving: Participation, staying: Participation) -> None:
    gone, kept = leaving.id, staying.id
    values: dict[str, Any] = {}
    if RANKS.index(leaving.state) < RANKS.index(staying.state):
        values = {"state": leaving.state, "answered_at": leaving.answered_at}
    if staying.user_id is None and staying.person is None:
        values |= {"user_id": leaving.user_id, "person": leaving.person}
    requests = select(MeetingRequest.id, MeetingRequest.asker_id, MeetingRequest.asked_id).where(
        or_(MeetingRequest.asker_id == gone, MeetingRequest.asked_id == gone)
    )
    for request, asker, asked in changes.session.execute(requests).all():
        new = [kept if one == gone else one for one in (asker, asked)]
        if new[0] != new[1]:  # one between the two stays as it was
            changes.set(MeetingRequest, MeetingRequest.id == request, asker_id=new[0], asked_id=new[1],
                        pair_low=min(new), pair_high=max(new))  # fmt: skip
    for column in (
        Meeting.a_id, Meeting.b_id, Disturbance.participation_id, Disturbance.other_id, EventTable.booth_of_id,
        Contact.participation_id,
    ):  # fmt: skip
        changes.repoint(column, gone_id=gone, kept_id=kept)
    changes.set(Seat, (Seat.kind == "participation") & (Seat.resource_id == gone), resource_id=kept)
    changes.set(Participation, Participation.id == gone, state="cancelled")
    if values:
        changes.set(Participation, Participation.id == kept, **values)
