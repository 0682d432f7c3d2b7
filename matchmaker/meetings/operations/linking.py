"""Where an online meeting is held."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.audit.operations import record
from matchmaker.errors import Invalid, NotFound
from matchmaker.events.policy import is_own, may_run
from matchmaker.meetings.models import Meeting
from matchmaker.meetings.operations.telling import tell

LONGEST = 500


def set_link(
    session: Session, *, actor: Actor, now: datetime, event_id: int, meeting_id: int, link: str
) -> Meeting:
    """Any https address, kept with the published meeting in an online slot; the other side is told. Empty takes it away."""
    meeting = session.get(Meeting, meeting_id, with_for_update=True)
    if meeting is None or meeting.schedule.event_id != event_id or not meeting.slot.online:
        raise NotFound
    event, own = meeting.schedule.event, [one for one in (meeting.a, meeting.b) if is_own(actor, one)]
    if event.published_schedule_id != meeting.schedule_id or not (own or may_run(actor, event)):
        raise NotFound
    parts = urlsplit(link)
    if link and (parts.scheme not in {"https", "http"} or not parts.netloc or len(link) > LONGEST):
        raise Invalid("link_unreadable", field="link")
    if (meeting.link or "") == link:
        return meeting
    meeting.link = link or None
    session.flush()
    for person, partner in ((meeting.a, meeting.b), (meeting.b, meeting.a)):
        if link and person not in own:
            tell(session, person, kind="meeting_link", cause=f"link:{meeting.key}:{meeting.version}",
                 path=f"/events/{event.slug}/agenda", now=now, partner=partner.company.name)  # fmt: skip
    if not own:
        record(session, actor_id=actor.user_id, now=now, action="meeting.linked", subject_kind="meeting",
               subject_id=meeting.id)  # fmt: skip
    return meeting
