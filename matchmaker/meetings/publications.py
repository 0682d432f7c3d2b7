"""What was ever published of somebody's meetings: as they are now, moved, or no longer held. Pure but for its rows.

Calendars remember what they were once told, so a meeting that is taken away has to stay in the feed as cancelled.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from matchmaker.meetings.models import Meeting, ScheduleVersion


@dataclass(frozen=True)
class Publicized:
    """A meeting as it was last published; ``changed_at`` is the publication that made it so, or took it away."""

    meeting: Meeting
    changed_at: datetime
    held: bool = True


def publicized(versions: Iterable[ScheduleVersion], meetings: Sequence[Meeting]) -> list[Publicized]:
    """Every meeting that one of the published ``versions`` held, in the order of its time.

    A version that is published once more, to go back to it, counts as the newest: its meetings then change again.
    """
    entries: dict[str, Publicized] = {}
    published = sorted(
        (version.published_at, version.id) for version in versions if version.published_at is not None
    )
    for at, version_id in published:
        held = {meeting.key: meeting for meeting in meetings if meeting.schedule_id == version_id}
        for key, meeting in held.items():
            before = entries.get(key)
            same = before is not None and before.held and _shown(before.meeting) == _shown(meeting)
            entries[key] = Publicized(meeting, before.changed_at if before is not None and same else at)
        for key, before in entries.items():
            if before.held and key not in held:
                entries[key] = replace(before, changed_at=at, held=False)
    return sorted(entries.values(), key=lambda one: (one.meeting.slot.starts_at, one.meeting.key))


def _shown(meeting: Meeting) -> tuple[object, ...]:
    """What a calendar shows of a meeting."""
    return meeting.slot_id, meeting.table_id, meeting.interpreter_id, meeting.link
