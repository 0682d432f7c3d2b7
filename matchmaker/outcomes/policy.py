"""Who may report and see outcomes."""

from __future__ import annotations

from matchmaker.accounts.actor import Actor
from matchmaker.meetings.models import Meeting


def may_report(actor: Actor, meeting: Meeting) -> bool:
    """People of the two companies, and officers of the event."""
    companies = {meeting.a.company_id, meeting.b.company_id}
    return actor.company_id in companies or actor.writes_for(meeting.a.event.office_id)
