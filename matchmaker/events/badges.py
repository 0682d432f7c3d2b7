"""Codes on badges: short enough to type, from letters and digits that nobody mixes up."""

from __future__ import annotations

import secrets

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 8  # 31 ** 8: guessing one of 1,000 takes a thousand million tries


def make_badge_code() -> str:
    """A new code; that no other badge has it is kept by the database."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def read_badge_code(typed: str) -> str:
    """What somebody typed or scanned, as it is stored: without spaces and dashes, in capitals."""
    return "".join(letter for letter in typed.upper() if letter.isalnum())


def is_badge_code(text: str) -> bool:
    """True for what can only be a code."""
    return len(text) == LENGTH and set(text) <= set(LETTERS)
