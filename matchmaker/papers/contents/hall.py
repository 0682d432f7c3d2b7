"""Table cards and badges."""

from __future__ import annotations

from collections.abc import Sequence

from matchmaker.companies.enums import Side as SideKind
from matchmaker.events.models import Participation
from matchmaker.i18n import formatting
from matchmaker.meetings.models import Meeting
from matchmaker.papers.contents.frame import Frame, role, side, table_of
from matchmaker.papers.contents.values import Badge, Card, Row


def cards(frame: Frame, meetings: Sequence[Meeting]) -> tuple[Card, ...]:
    """A card for each table and day that has meetings."""
    language, made = frame.common, []
    held: dict[tuple[int | None, int], list[Meeting]] = {}
    for meeting in meetings:
        held.setdefault((meeting.table_id, meeting.slot.day_id), []).append(meeting)
    for table in frame.event.tables:
        label, booth = table_of(table)
        for day in frame.event.days:
            here = held.get((table.id, day.id))
            if here:
                rows = tuple(_row(frame, meeting, language) for meeting in here)
                made.append(
                    Card(f"table-{table.id}-{day.id}", language, frame.title(language), table.hall or "", label, booth,
                         frame.day(day.on, language), frame.note(language), rows)
                )  # fmt: skip
    return tuple(made)


def _row(frame: Frame, meeting: Meeting, language: str) -> Row:
    both = sorted((meeting.a, meeting.b), key=lambda one: one.side == SideKind.BUYER)
    return Row(
        "meeting", frame.between(meeting.slot.starts_at, meeting.slot.ends_at, language),
        sides=tuple(side(one, language) for one in both),
        interpreter=meeting.interpreter.name if meeting.interpreter is not None else "",
    )  # fmt: skip


def badges(frame: Frame, people: Sequence[Participation]) -> tuple[Badge, ...]:
    """A badge for each participant."""
    language = frame.common
    return tuple(
        Badge(
            language=language, event=frame.title(language), name=one.person_name or one.company.name,
            company=one.company.name if one.person_name else "",
            country=formatting.country(one.company.country, language), role=role(one, language), side=one.side,
            code=one.badge_code, qr=frame.qr(one),
        )
        for one in people
    )  # fmt: skip
