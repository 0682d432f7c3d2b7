"""Storing what the engine proposes, and the two sides' answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from matchmaker.accounts.actor import Actor
from matchmaker.audit.operations import record
from matchmaker.audit.reversible import Reversible
from matchmaker.catalogue.models import Need, Offer
from matchmaker.errors import Conflict, Invalid, NotFound
from matchmaker.jobs.models import Job
from matchmaker.jobs.operations import enqueue
from matchmaker.matching.engine import Pairing, Reason
from matchmaker.matching.enums import AnswerValue, NoReason
from matchmaker.matching.models import Answer, MatchingRun, Proposal
from matchmaker.matching.policy import may_answer
from matchmaker.matching.queries import find_proposal, members_to_tell
from matchmaker.notices.operations import notify


def answer_proposal(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    proposal_id: int,
    value: str,
    reason: str | None = None,
    note: str | None = None,
    version: int | None = None,
) -> Proposal:
    """Record one side's answer; the second "interested" opens the contact details and tells both.

    Raises NotFound for people of neither company, Invalid for a no without a reason, Conflict when the proposal
    has changed since ``version`` was shown.
    """
    proposal = session.get(Proposal, proposal_id, with_for_update=True)
    if proposal is None or not may_answer(actor, proposal) or actor.company_id is None:
        raise NotFound
    if version is not None and proposal.version != version:
        raise Conflict
    if value not in set(AnswerValue):
        raise Invalid("unknown_answer", field="value")
    if value == AnswerValue.NO and reason not in set(NoReason):
        raise Invalid("reason_needed", field="reason")
    answer = next((known for known in proposal.answers if known.company_id == actor.company_id), None)
    if answer is None:
        answer = Answer(company_id=actor.company_id)
        proposal.answers.append(answer)
    answer.user_id, answer.value, answer.at = actor.user_id, value, now
    answer.reason, answer.note = (reason if value == AnswerValue.NO else None), note
    proposal.updated_at = now  # also moves the version on, so that two answers at once meet
    _settle(session, proposal, now=now)
    return proposal


def _settle(session: Session, proposal: Proposal, *, now: datetime) -> None:
    interested = {answer.company_id for answer in proposal.answers if answer.value == AnswerValue.INTERESTED}
    both = {proposal.supplier_id, proposal.buyer_id}
    if interested == both and proposal.mutual_at is None:
        proposal.mutual_at = now
        session.flush()
        for company_id in both:
            _tell(session, proposal, company_id, kind="mutual_interest", now=now)
    elif interested != both:
        proposal.mutual_at = None
        if len(interested) == 1 and not any(answer.value == AnswerValue.NO for answer in proposal.answers):
            session.flush()
            other = next(iter(both - interested))
            _tell(session, proposal, other, kind="interest_received", now=now)


def _tell(session: Session, proposal: Proposal, company_id: int, *, kind: str, now: datetime) -> None:
    found = find_proposal(session, proposal.id)
    if found is None:
        return
    partner = found.need.company if company_id == found.supplier_id else found.offer.company
    for membership in members_to_tell(session, company_id):
        user = membership.user
        notify(
            session,
            user_id=user.id,
            kind=kind,
            cause=f"{kind}:{proposal.id}",
            path=f"/matches/{proposal.id}",
            now=now,
            email=user.email,
            locale=user.locale,
            partner=partner.name,
            product=found.offer.title(user.locale),
        )


def store_pairings(
    session: Session,
    pairings: Sequence[Pairing],
    *,
    now: datetime,
    offer_ids: set[int] | None = None,
    need_ids: set[int] | None = None,
) -> dict[str, int]:
    """Write what the engine proposes for the given offers or needs (None and None: for everything).

    Proposals of that scope that are proposed no longer go away, or stay as stale ones where somebody has answered.
    Returns counts: added, changed, dropped.
    """
    known = _known(session, offer_ids=offer_ids, need_ids=need_ids)
    companies = _companies(session, pairings)
    counted = {"added": 0, "changed": 0, "dropped": 0}
    gained: set[int] = set()
    for pairing in pairings:
        key = (int(pairing.offer_id), int(pairing.need_id))
        if key not in companies:
            continue  # archived while the engine was at work
        supplier_id, buyer_id, demo = companies[key]
        score = min(1.0, max(0.0, float(pairing.score)))
        reasons = [_primitive(reason) for reason in pairing.reasons]
        missing = [_primitive(reason) for reason in pairing.missing]
        proposal = known.pop(key, None)
        if proposal is None:
            session.add(
                Proposal(
                    offer_id=key[0], need_id=key[1], supplier_id=supplier_id, buyer_id=buyer_id, score=score,
                    reasons=reasons, missing=missing, demo=demo, created_at=now, updated_at=now,
                )
            )  # fmt: skip
            counted["added"] += 1
            gained |= {supplier_id, buyer_id}
        elif proposal.stale or abs(proposal.score - score) > 1e-9 or proposal.reasons != reasons:
            proposal.score, proposal.reasons, proposal.missing = score, reasons, missing
            proposal.stale, proposal.updated_at = False, now
            counted["changed"] += 1
    for proposal in known.values():
        if proposal.answers:
            proposal.stale = True
        else:
            session.delete(proposal)
        counted["dropped"] += 1
    session.flush()
    _announce(session, gained, now=now)
    return counted


def _known(
    session: Session, *, offer_ids: set[int] | None, need_ids: set[int] | None
) -> dict[tuple[int, int], Proposal]:
    query = select(Proposal).options(selectinload(Proposal.answers))
    if offer_ids is not None:
        query = query.where(Proposal.offer_id.in_(offer_ids))
    if need_ids is not None:
        query = query.where(Proposal.need_id.in_(need_ids))
    return {(found.offer_id, found.need_id): found for found in session.scalars(query)}


def _companies(session: Session, pairings: Sequence[Pairing]) -> dict[tuple[int, int], tuple[int, int, bool]]:
    """(supplier, buyer, demo) of each pairing whose two items are still active."""
    offers = {
        row.id: row
        for row in session.execute(
            select(Offer.id, Offer.company_id, Offer.demo).where(Offer.state == "active")
        )
    }
    needs = {
        row.id: row
        for row in session.execute(select(Need.id, Need.company_id, Need.demo).where(Need.state == "active"))
    }
    found = {}
    for pairing in pairings:
        offer, need = offers.get(int(pairing.offer_id)), needs.get(int(pairing.need_id))
        if offer is not None and need is not None and offer.company_id != need.company_id:
            found[(offer.id, need.id)] = (offer.company_id, need.company_id, offer.demo and need.demo)
    return found


def _primitive(reason: Reason) -> dict[str, Any]:
    return {
        "code": reason.code,
        "contribution": float(reason.contribution),
        "parameters": dict(reason.parameters),
        "spans": [list(span) for span in reason.spans],
    }


def _announce(session: Session, company_ids: set[int], *, now: datetime) -> None:
    """One notice a day and company, however many runs there are."""
    for company_id in sorted(company_ids):
        for membership in members_to_tell(session, company_id):
            notify(
                session,
                user_id=membership.user_id,
                kind="new_matches",
                cause=f"new_matches:{now:%Y-%m-%d}",
                path="/matches?answer=open",
                now=now,
            )


def request_rebuild(session: Session, *, actor: Actor, now: datetime) -> Job:
    """An officer asks for a run over everything."""
    record(session, actor_id=actor.user_id, now=now, action="matching.rebuild_asked", subject_kind="matching")
    return enqueue(session, "matching.rebuild", now=now, key="asked")


def request_learning(session: Session, *, actor: Actor, now: datetime, file_id: int | None = None) -> Job:
    """An officer asks for words to be learned from texts in two languages, their own file's too."""
    record(
        session, actor_id=actor.user_id, now=now, action="matching.learning_asked", subject_kind="matching"
    )
    return enqueue(session, "matching.learn_translations", now=now, key="asked", file_id=file_id)


def begin_run(session: Session, *, now: datetime) -> MatchingRun:
    """Note that a run over everything has begun."""
    run = MatchingRun(started_at=now, details={})
    session.add(run)
    session.flush()
    return run


def finish_run(
    session: Session,
    run_id: int,
    *,
    now: datetime,
    offers: int,
    needs: int,
    counted: dict[str, int],
    learning: dict[str, Any],
    words: str,
) -> None:
    """Note what a run has read and made, what answers have taught it, and with which own words (their stamp)."""
    run = session.get_one(MatchingRun, run_id)
    run.finished_at, run.offers, run.needs = now, offers, needs
    run.details = {**counted, "learning": learning, "words": words}
    live = select(func.count()).select_from(Proposal).where(Proposal.stale.is_(False))
    run.proposals = session.scalar(live) or 0


def repoint_company(changes: Reversible, *, gone_id: int, kept_id: int) -> None:
    """Proposals and answers of a company that is merged become the other's; those between the two make no sense any more."""
    both = (gone_id, kept_id)
    between = select(Proposal.id).where(Proposal.supplier_id.in_(both), Proposal.buyer_id.in_(both))
    ids = list(changes.session.scalars(between))
    changes.remove(Answer, Answer.proposal_id.in_(ids))
    changes.remove(Proposal, Proposal.id.in_(ids))
    for column in (Proposal.supplier_id, Proposal.buyer_id, Answer.company_id):
        changes.repoint(column, gone_id=gone_id, kept_id=kept_id)
