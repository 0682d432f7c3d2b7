"""What the scheduler said, as the reader reads it: reasons, advice and clashes in words, with names."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from matchmaker.meetings.conversion import row_id
from matchmaker.meetings.models import MeetingRequest, ScheduleVersion
from matchmaker.meetings.scheduler import Advice, Unplaced, render, render_advice, render_conflict
from matchmaker.meetings.scheduler import Conflict as Clash

OWN_WORDS = {
    "by_hand",
    "disturbed",
}  # taken out by an officer, or by what happened: the page has words for these

Entry = Mapping[str, Any]
"""One request not held as it is stored: request, code, parameters, blocking."""


@dataclass(frozen=True)
class Words:
    """Renders what is stored of a run; ``names`` stand for the scheduler's identifiers."""

    locale: str
    names: Mapping[str, str]

    def reason(self, entry: Entry) -> str:
        """Why a request is not held; empty where the page has its own words."""
        if entry["code"] in OWN_WORDS:
            return ""
        return render(Unplaced(entry["request"], entry["code"], _values(entry)), self.locale, self.names)

    def advice(self, entry: Entry) -> str:
        """What a change of the settings would add."""
        advice = Advice(entry["code"], _values(entry), entry["meetings"], entry["value"])
        return render_advice(advice, self.locale, self.names)

    def clash(self, stored: Entry) -> str:
        """Why meetings that must be held cannot all be."""
        clash = Clash(stored["code"], tuple(stored["requests"]), _values(stored))
        return render_conflict(clash, self.locale, self.names)


def _values(entry: Entry) -> dict[str, Any]:
    """Parameters as the scheduler made them: JSON knows no tuples."""
    return {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in entry["parameters"].items()
    }


def mentioned(version: ScheduleVersion, shown: Iterable[Entry]) -> set[str]:
    """Identifiers in what is going to be said, so that only their names are looked up."""
    entries = [*shown, *version.advice, *([version.conflict] if version.conflict else [])]
    return {one for entry in entries for one in _identifiers(entry)}


def _identifiers(entry: Entry) -> Iterator[str]:
    yield from entry.get("requests", ())
    for value in entry["parameters"].values():
        if isinstance(value, str):
            yield value
        elif isinstance(value, list):
            yield from value


@dataclass(frozen=True)
class Reasons:
    """Requests left out for one kind of reason, the most wanted first."""

    code: str
    entries: list[Entry]


def grouped(
    version: ScheduleVersion, weights: Mapping[int, int], *, skip: Collection[str] = ()
) -> list[Reasons]:
    """Requests not held by kind of reason, the largest kind first; those no longer wanted, and ``skip``, are left out."""
    kinds: dict[str, list[Entry]] = {}
    for entry in version.unplaced:
        if row_id(entry["request"]) in weights and entry["request"] not in skip:
            kinds.setdefault(entry["code"], []).append(entry)
    for entries in kinds.values():
        entries.sort(key=lambda entry: -weights[row_id(entry["request"])])
    return sorted(
        (Reasons(code, entries) for code, entries in kinds.items()), key=lambda one: -len(one.entries)
    )


@dataclass(frozen=True)
class LeftOut:
    """A request that is not held, and why."""

    request: MeetingRequest
    code: str
    reason: str


def spoken(entries: Iterable[Entry], requests: Mapping[int, MeetingRequest], words: Words) -> list[LeftOut]:
    """Entries with their requests and reasons in words."""
    return [
        LeftOut(requests[row_id(entry["request"])], entry["code"], words.reason(entry)) for entry in entries
    ]
