"""Typed reading of one record of the open file: wrong types are noted as messages, never raised."""

from __future__ import annotations

from typing import Any


class Faults:
    """Collects messages; the same message is kept once, and no more than `limit` of them."""

    def __init__(self, limit: int = 50) -> None:
        self.messages: list[str] = []
        self.limit = limit

    def add(self, message: str) -> None:
        """Note one fault."""
        if len(self.messages) < self.limit and message not in self.messages:
            self.messages.append(message)


class Record:
    """A mapping of the file under a name for messages, with typed reading of its fields."""

    def __init__(self, entry: Any, name: str, faults: Faults) -> None:
        self.name = name
        self.faults = faults
        self.entry: dict[str, Any] = entry if isinstance(entry, dict) else {}
        if not isinstance(entry, dict):
            faults.add(f"{name}: must be an object, not {_kind(entry)}")

    def text(self, field: str) -> str | None:
        """A text that is not empty, or None where the field is absent or null."""
        found = self.entry.get(field)
        if found is None or (found and _is_text(found)):
            return found  # type: ignore[no-any-return]
        self.faults.add(f"{self.name}: {field} must be a text that is not empty, not {_kind(found)}")
        return None

    def identifier(self, field: str = "id") -> str:
        """A text that must be there; an empty one is returned after noting its absence."""
        if self.entry.get(field) is None:
            self.faults.add(f"{self.name}: {field} is missing")
        return self.text(field) or ""

    def whole(self, field: str, largest: int = 1_000_000) -> int | None:
        """A whole number from 0 to `largest`, or None where absent."""
        found = self.entry.get(field)
        if found is None or (is_whole(found) and 0 <= found <= largest):
            return found
        self.faults.add(f"{self.name}: {field} must be a whole number from 0 to {largest}, not {found!r:.40}")
        return None

    def weight(self, field: str) -> float:
        """A finite number, 0 or more; absent counts as 1."""
        found = self.entry.get(field, 1)
        is_number = isinstance(found, int | float) and not isinstance(found, bool)
        if is_number and 0 <= found <= 1e9:
            return found  # type: ignore[no-any-return]
        self.faults.add(f"{self.name}: {field} must be a number from 0 to 1,000,000,000, not {found!r:.40}")
        return 0

    def flag(self, field: str) -> bool:
        """True or false; absent counts as false."""
        found = self.entry.get(field, False)
        if not isinstance(found, bool):
            self.faults.add(f"{self.name}: {field} must be true or false, not {found!r:.40}")
        return found is True

    def texts(self, field: str) -> tuple[str, ...] | None:
        """A list of texts, or None where absent."""
        found = self.entry.get(field)
        if found is None:
            return None
        if isinstance(found, list) and all(_is_text(item) for item in found):
            return tuple(found)
        self.faults.add(f"{self.name}: {field} must be a list of ids")
        return ()

    def minutes(self, field: str) -> int | None:
        """A time of day in minutes: a whole number, "HH:MM", or an ISO moment of which the time counts."""
        found = self.entry.get(field)
        if found is None or (is_whole(found) and 0 <= found <= 48 * 60):
            return found
        clock = found.rsplit("T", 1)[-1].split(":") if isinstance(found, str) else []
        if len(clock) >= 2 and clock[0].isdigit() and clock[1][:2].isdigit():
            hours, part = int(clock[0]), int(clock[1][:2])
            if hours <= 48 and part < 60:
                return hours * 60 + part
        self.faults.add(f'{self.name}: {field} must be a time such as "09:30" or minutes, not {found!r:.40}')
        return None


def is_whole(found: Any) -> bool:
    """Whether a value of the file is a whole number (true and false are not)."""
    return isinstance(found, int) and not isinstance(found, bool)


def _is_text(found: Any) -> bool:
    """Whether it is a text that can be written again: a lone surrogate, as "\\ud800" gives, cannot."""
    return isinstance(found, str) and not any("\ud800" <= character <= "\udfff" for character in found)


def _kind(found: Any) -> str:
    if found == "":
        return "an empty text"
    names = {
        dict: "an object",
        list: "a list",
        str: f"the text {found!a:.40}",
        bool: "true or false",
        type(None): "null",
    }
    return names.get(type(found), repr(found)[:40])
