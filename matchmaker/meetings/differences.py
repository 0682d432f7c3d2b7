"""What changes between two versions of a schedule, and for whom. Pure but for the rows it is given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from matchmaker.meetings.models import Meeting


@dataclass(frozen=True)
class Difference:
    """One meeting that is added, gone, moved to another slot, only to another table (kind "table"), or that only has
    another interpreter (kind "interpreter")."""

    kind: str
    before: Meeting | None
    after: Meeting | None

    @property
    def meeting(self) -> Meeting:
        """The meeting as it is, or as it was."""
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def people(self) -> tuple[int, int]:
        """The two participations."""
        return self.meeting.a_id, self.meeting.b_id


def differences(old: Sequence[Meeting], new: Sequence[Meeting]) -> list[Difference]:
    """All changes, in the order of time; meetings are the same where their keys are."""
    before = {meeting.key: meeting for meeting in old}
    after = {meeting.key: meeting for meeting in new}
    found = []
    for key in dict.fromkeys((*before, *after)):
        kind = _kind(before.get(key), after.get(key))
        if kind:
            found.append(Difference(kind, before.get(key), after.get(key)))
    return sorted(found, key=lambda one: (one.meeting.slot.starts_at, one.meeting.key))


def _kind(before: Meeting | None, after: Meeting | None) -> str:
    if before is None or after is None:
        return "added" if before is None else "gone"
    if before.slot_id != after.slot_id:
        return "moved"
    if before.table_id != after.table_id:
        return "table"
    return "interpreter" if before.interpreter_id != after.interpreter_id else ""


def told(found: Iterable[Difference]) -> dict[int, dict[str, int]]:
    """Participation -> how many of its meetings are added, gone and moved: those to tell, and what."""
    people: dict[int, dict[str, int]] = {}
    for one in found:
        if one.kind == "interpreter":
            continue  # where and whom they meet stays the same
        name = "moved" if one.kind == "table" else one.kind
        for person in one.people:
            counts = people.setdefault(person, {"added": 0, "gone": 0, "moved": 0})
            counts[name] += 1
    return people
