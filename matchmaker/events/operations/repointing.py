"""Participations of a company that is merged."""

from __future__ import annotations

from sqlalchemy import func, select

from matchmaker.audit.reversible import Reversible
from matchmaker.events.models import Participation


def repoint_company(changes: Reversible, *, gone_id: int, kept_id: int) -> None:
    """They become the other's; where both come to one event, the gone one's people are its further representatives."""
    query = select(Participation.id, Participation.event_id, Participation.representative)
    for row in changes.session.execute(
        query.where(Participation.company_id == gone_id).order_by(Participation.id)
    ).all():
        taken = select(func.max(Participation.representative)).where(
            Participation.company_id == kept_id, Participation.event_id == row.event_id
        )
        last = changes.session.scalar(taken)
        number = row.representative if last is None else last + 1
        changes.set(
            Participation, Participation.id == row.id, company_id=kept_id, representative=number
        )  # fmt: skip
