"""Passwords: argon2id, and the same work whether an account exists or not."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 10


class Passwords:
    """Hashes and verifies. ``memory`` in KiB."""

    def __init__(self, memory: int) -> None:
        self._hasher = PasswordHasher(memory_cost=max(memory, 64), time_cost=3, parallelism=1)
        self._nobody = self._hasher.hash("nobody has this password")

    def hash(self, password: str) -> str:
        """The argon2id hash, with its parameters."""
        return self._hasher.hash(password)

    def fits(self, stored: str | None, password: str) -> bool:
        """True when ``password`` made ``stored``. Without one the same work is done, so that timing tells nothing."""
        try:
            self._hasher.verify(stored or self._nobody, password)
        except (VerificationError, InvalidHashError):
            return False
        return stored is not None
