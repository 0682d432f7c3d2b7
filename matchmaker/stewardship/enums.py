"""States of pairs of likely twins."""

from __future__ import annotations

from enum import StrEnum


class PairState(StrEnum):
    """From found to decided."""

    OPEN = "open"
    DIFFERENT = "different"
    MERGED = "merged"
