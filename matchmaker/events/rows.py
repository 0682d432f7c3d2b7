"""New rows of participation, with the codes that each needs."""

from __future__ import annotations

import secrets
from datetime import datetime

from matchmaker.companies.models import Company
from matchmaker.events.badges import make_badge_code
from matchmaker.events.enums import ParticipationState
from matchmaker.events.models import Participation


def make_participation(
    event_id: int, company: Company, *, state: ParticipationState, now: datetime, representative: int = 1
) -> Participation:
    """A new row, not yet added to a session."""
    return Participation(
        event_id=event_id, company_id=company.id, representative=representative, side=company.side, state=state,
        calendar_token=secrets.token_urlsafe(18), badge_code=make_badge_code(), invited_at=now,
    )  # fmt: skip
