"""Reading imports, and companies as the twin finder knows them."""

from __future__ import annotations

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.companies.models import Company
from matchmaker.stewardship.models import SpreadsheetImport
from matchmaker.stewardship.twins import Known


def imports_of(actor: Actor) -> Select[SpreadsheetImport]:
    """Imports the actor may see: the own office's, an administrator all."""
    query = select(SpreadsheetImport).order_by(SpreadsheetImport.id.desc())
    return query if actor.administrator else query.where(SpreadsheetImport.office_id == actor.office_id)


def known_companies(session: Session) -> list[Known]:
    """All companies, with what twins are found by."""
    columns = select(
        Company.id,
        Company.legal_name,
        Company.country,
        Company.tax_code,
        Company.email,
        Company.phone,
        Company.website,
    ).where(Company.merged_into_id.is_(None))
    return [
        Known(
            row.id,
            row.legal_name,
            row.country,
            row.tax_code or "",
            row.email or "",
            row.phone or "",
            row.website or "",
        )
        for row in session.execute(columns)
    ]


def names_of(session: Session, ids: set[int]) -> dict[int, Company]:
    """Companies by id."""
    return {company.id: company for company in session.scalars(select(Company).where(Company.id.in_(ids)))}
