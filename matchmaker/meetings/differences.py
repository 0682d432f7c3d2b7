"""What changes between two versions of a schedule, and for whom. Pure but for the rows it is given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

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
    """All changes, in the order of time; meetings are the same where their requests are, else where their keys are."""
    before = {_identity(meeting): meeting for meeting in old}
    after = {_identity(meeting): meeting for meeting in new}
    found = []
    for one in dict.fromkeys((*before, *after)):
        kind = _kind(before.get(one), after.get(one))
        if kind:
            found.append(Difference(kind, before.get(one), after.get(one)))
    return sorted(found, key=lambda one: (one.meeting.slot.starts_at, one.meeting.id))


def _identity(meeting: Meeting) -> str:
    return f"r{meeting.request_id}" if meeting.request_id is not None else meeting.key


def _kind(before: Meeting | None, after: Meeting | None) -> str:
    if before is None or after is None:
        return "added" if before is None else "gone"
    if before.slot_id != after.slot_id:
        return "moved"
    if before.table_id != after.table_id:
        return "table"
    return "interpreter" if before.interpreter_id != after.interpreter_id else ""


def told(found: Iterable[Difference]) -> dict[int, list[Difference]]:
    """Participation -> the changes it is told of: where, when and whom it meets. Who interprets is told to interpreters."""
    people: dict[int, list[Difference]] = {}
    for one in found:
        if one.kind != "interpreter":
            for person in one.people:
                people.setdefault(person, []).append(one)
    return people


def interpreters_told(found: Iterable[Difference]) -> set[int]:
    """Interpreters for whom something changes."""
    return {
        meeting.interpreter_id
        for one in found
        for meeting in (one.before, one.after)
        if meeting is not None and meeting.interpreter_id is not None
    }


def counts(changes: Sequence[Difference]) -> dict[str, int]:
    """How many meetings are new, gone and moved; another table counts as moved."""
    kinds = Counter("moved" if one.kind == "table" else one.kind for one in changes)
    return {kind: kinds[kind] for kind in ("added", "gone", "moved")}


def lines(changes: Sequence[Difference], participation_id: int) -> list[dict[str, Any]]:
    """A participant's changes as a notice keeps them: kind, partner, and place and time before and after."""
    return [
        {"kind": one.kind, "partner": _partner(one.meeting, participation_id), "was": _place(one.before),
         "now": _place(one.after)}
        for one in changes
    ]  # fmt: skip


def _partner(meeting: Meeting, participation_id: int) -> str:
    other = meeting.b if meeting.a_id == participation_id else meeting.a
    return other.company.name


def _place(meeting: Meeting | None) -> dict[str, str | None] | None:
    if meeting is None:
        return None
    table = meeting.table.label if meeting.table is not None else None
    return {"at": meeting.slot.starts_at.isoformat(), "table": table}
