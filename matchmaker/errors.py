"""The base of the domain exceptions: a code and a fact, no HTTP status (``web.errors`` maps them)."""

from __future__ import annotations

from collections.abc import Mapping


class DomainError(Exception):
    """A use case cannot go on. ``code`` names the case; ``parameters`` hold what the message needs."""

    code = "error"

    def __init__(self, code: str | None = None, /, **parameters: object) -> None:
        self.code = code or self.code
        self.parameters: Mapping[str, object] = parameters
        super().__init__(self.code)


class NotFound(DomainError):
    """There is no such thing, or it is not for this reader to know."""

    code = "not_found"


class Forbidden(DomainError):
    """The reader may see it, but not do this with it."""

    code = "forbidden"


class Conflict(DomainError):
    """Somebody else changed it first, or its state no longer allows this."""

    code = "conflict"


class Invalid(DomainError):
    """A value cannot be accepted; ``field`` names the form field it belongs to, where there is one."""

    code = "invalid"

    def __init__(self, code: str | None = None, /, *, field: str | None = None, **parameters: object) -> None:
        self.field = field
        super().__init__(code, **parameters)
