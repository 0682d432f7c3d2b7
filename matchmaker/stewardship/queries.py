"""Reading imports, likely twins and merges, and companies as the twin finder knows them."""

from __future__ import annotations

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from matchmaker.accounts.actor import Actor
from matchmaker.companies.models import Company
from matchmaker.stewardship.enums import PairState
from matchmaker.stewardship.models import CompanyMerge, SpreadsheetImport, TwinPair
from matchmaker.stewardship.twins import Known


def imports_of(actor: Actor) -> Select[SpreadsheetImport]:
    """Imports the actor may see: the own office's, an administrator all."""
    query = select(SpreadsheetImport).order_by(SpreadsheetImport.id.desc())
    return query if actor.administrator else query.where(SpreadsheetImport.office_id == actor.office_id)


def known_companies(session: Session) -> list[Known]:
    """All companies, with what twins are found by."""
    columns = select(
        Company.id, Company.legal_name, Company.country, Company.tax_code, Company.email, Company.phone, Company.website,
        Company.latin_name, Company.trading_name, Company.address,
    ).where(Company.merged_into_id.is_(None))  # fmt: skip
    return [
        Known(
            row.id, row.legal_name, row.country, row.tax_code or "", row.email or "", row.phone or "", row.website or "",
            other_names=tuple(name for name in (row.latin_name, row.trading_name) if name), address=row.address or "",
        )
        for row in session.execute(columns)
    ]  # fmt: skip


def names_of(session: Session, ids: set[int]) -> dict[int, Company]:
    """Companies by id."""
    return {company.id: company for company in session.scalars(select(Company).where(Company.id.in_(ids)))}


def pairs_in(state: str) -> Select[TwinPair]:
    """Pairs in a state: open ones the likeliest first, decided ones the latest first."""
    order = TwinPair.score.desc() if state == PairState.OPEN else TwinPair.decided_at.desc()
    loads = (joinedload(TwinPair.low), joinedload(TwinPair.high), joinedload(TwinPair.decided_by))
    return select(TwinPair).where(TwinPair.state == state).options(*loads).order_by(order, TwinPair.id)


def pair_counts(session: Session) -> dict[str, int]:
    """State -> number of pairs."""
    return dict(session.execute(select(TwinPair.state, func.count()).group_by(TwinPair.state)).all())


def merges() -> Select[CompanyMerge]:
    """What was merged, the latest first."""
    loads = (joinedload(CompanyMerge.kept), joinedload(CompanyMerge.gone), joinedload(CompanyMerge.merged_by))
    return select(CompanyMerge).options(*loads).order_by(CompanyMerge.id.desc())


def merge_of_pair(session: Session, pair: TwinPair) -> CompanyMerge | None:
    """The merge that a decided pair led to, unless it was undone."""
    both = (pair.low_id, pair.high_id)
    query = merges().where(
        CompanyMerge.kept_id.in_(both), CompanyMerge.gone_id.in_(both), CompanyMerge.undone_at.is_(None)
    )
    return session.scalars(query).unique().first()
