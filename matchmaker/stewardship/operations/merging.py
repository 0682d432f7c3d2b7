"""Two companies become one, and two again within thirty days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.audit.operations import record
from matchmaker.audit.reversible import Reversible, take_back
from matchmaker.catalogue import operations as catalogue
from matchmaker.companies import operations as companies
from matchmaker.companies.models import Company
from matchmaker.errors import Conflict, Forbidden, Invalid, NotFound
from matchmaker.events import operations as events
from matchmaker.events.queries import people_to_tell
from matchmaker.files import operations as files
from matchmaker.matching import operations as matching
from matchmaker.meetings import operations as meetings
from matchmaker.notices.operations import notify
from matchmaker.stewardship.enums import PairState
from matchmaker.stewardship.fields import chosen_values
from matchmaker.stewardship.models import CompanyMerge, TwinPair
from matchmaker.stewardship.operations.twins import open_pair

UNDO_DAYS = 30
REPOINTING = (
    meetings.repoint_company, events.repoint_company, matching.repoint_company, catalogue.repoint_company,
    files.repoint_company, companies.repoint_company,
)  # fmt: skip
"""Of all domains that refer to companies, the higher first: each lets go what the next repoints."""


def merge_companies(
    session: Session, *, actor: Actor, now: datetime, pair_id: int, kept: str, choices: Mapping[str, str],
    seen: str | None = None,
) -> CompanyMerge:  # fmt: skip
    """Take one company of a pair into the other: ``kept`` is "left" (the pair's lower id) or "right".

    Everything that refers to the other is repointed; ``choices`` decide the profile field by field. ``seen`` is the
    ``stamp`` of what the officer looked at: Conflict("twin_changed") when somebody has saved since.
    """
    pair = open_pair(session, actor, pair_id)
    query = select(Company).where(Company.id.in_((pair.low_id, pair.high_id))).order_by(Company.id)
    left, right = session.scalars(query.with_for_update().execution_options(populate_existing=True)).all()
    if left.merged_into_id is not None or right.merged_into_id is not None:
        raise Conflict("twin_gone")
    if seen is not None and seen != stamp(left, right):
        raise Conflict("twin_changed")
    values = chosen_values(left, right, kept=kept, choices=choices)
    stays, goes = (right, left) if kept == "right" else (left, right)
    told = {
        member.user_id: member.user for one in (left, right) for member in people_to_tell(session, one.id)
    }
    changes = Reversible(session, now=now)
    for repoint_company in REPOINTING:
        repoint_company(changes, gone_id=goes.id, kept_id=stays.id)
    changes.set(Company, Company.id == goes.id, merged_into_id=stays.id)
    try:
        with session.begin_nested():
            changes.set(Company, Company.id == stays.id, **values)
    except IntegrityError:
        raise Invalid("tax_code_taken", field="tax_code") from None
    _settle(session, stays, now=now)
    merge = CompanyMerge(kept_id=stays.id, gone_id=goes.id, merged_by_id=actor.user_id, merged_at=now,
                         changes=changes.changes)  # fmt: skip
    session.add(merge)
    pair.state, pair.decided_by_id, pair.decided_at = PairState.MERGED, actor.user_id, now
    _drop_pairs(session, goes.id)
    session.flush()
    record(session, actor_id=actor.user_id, now=now, action="company.merged", subject_kind="company",
           subject_id=stays.id, gone=goes.id, merge=merge.id)  # fmt: skip
    for user in told.values():
        notify(session, user_id=user.id, kind="companies_merged", cause=f"merge:{merge.id}", path="/company", now=now,
               email=user.email, locale=user.locale, company=stays.name, gone=goes.name)  # fmt: skip
    return merge


def stamp(left: Company, right: Company) -> str:
    """What an officer was looking at."""
    return f"{left.version}-{right.version}"


def _settle(session: Session, company: Company, *, now: datetime) -> None:
    session.refresh(company)
    company.updated_at = now
    companies.refresh_search_text(company)
    catalogue.look_at_company(session, company.id, now=now)


def _drop_pairs(session: Session, company_id: int) -> None:
    """Other open pairs of a company that is gone; the next search finds what speaks for the one that stays."""
    either = or_(TwinPair.low_id == company_id, TwinPair.high_id == company_id)
    for pair in session.scalars(select(TwinPair).where(either, TwinPair.state == PairState.OPEN)):
        session.delete(pair)


def undo_merge(
    session: Session, *, actor: Actor, now: datetime, merge_id: int
) -> tuple[CompanyMerge, Sequence[Mapping[str, Any]]]:
    """Make two companies of one again. Returns the changes that stay, because somebody has changed the same thing since.

    Conflict where it is too late, was done already, or a later merge of the same company has to be undone first.
    """
    if not actor.officer:
        raise Forbidden
    merge = session.get(CompanyMerge, merge_id, with_for_update=True)
    if merge is None:
        raise NotFound
    check_undo(session, merge, now=now)
    for company_id in sorted((merge.kept_id, merge.gone_id)):
        session.get(Company, company_id, with_for_update=True)
    remaining = take_back(session, merge.changes)
    session.expire_all()
    if merge.gone.merged_into_id is not None:
        raise Conflict("undo_blocked", company=merge.gone.name)
    merge.undone_at = now
    for company in (merge.kept, merge.gone):
        _settle(session, company, now=now)
    low, high = sorted((merge.kept_id, merge.gone_id))
    pair = session.scalar(select(TwinPair).where(TwinPair.low_id == low, TwinPair.high_id == high))
    if pair is not None:
        pair.state, pair.decided_by_id, pair.decided_at = PairState.OPEN, None, None
    record(session, actor_id=actor.user_id, now=now, action="company.merge_undone", subject_kind="company",
           subject_id=merge.kept_id, gone=merge.gone_id, merge=merge.id, remaining=len(remaining))  # fmt: skip
    return merge, remaining


def check_undo(session: Session, merge: CompanyMerge, *, now: datetime) -> None:
    """Raise Conflict with the reason where a merge can no longer, or not yet, be undone."""
    if merge.undone_at is not None:
        raise Conflict("undone_already")
    if merge.merged_at < now - timedelta(days=UNDO_DAYS):
        raise Conflict("undo_too_late", days=UNDO_DAYS)
    either = (CompanyMerge.kept_id == merge.kept_id, CompanyMerge.gone_id == merge.kept_id)
    later = select(CompanyMerge).where(
        or_(*either), CompanyMerge.undone_at.is_(None), CompanyMerge.id > merge.id
    )
    blocking = session.scalars(later.order_by(CompanyMerge.id.desc()).limit(1)).first()
    if blocking is not None:
        raise Conflict("undo_later_first", kept=blocking.kept.name, gone=blocking.gone.name)
