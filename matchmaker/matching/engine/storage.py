"""The fitted index as a file whose arrays processes map into memory and share."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from uuid import uuid4

import joblib

REBUILT = frozenset({"reader_", "vectoriser_", "explainer_", "weights_"})


def write(path: Path, state: dict[str, Any]) -> None:
    """Write next to ``path`` and rename, so that no reader meets half a file."""
    temporary = path.with_name(f".{path.name}-{uuid4().hex}")
    try:
        joblib.dump(state, temporary, compress=0)
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def read(path: Path) -> dict[str, Any]:
    """The state that `write` wrote, arrays mapped copy-on-write."""
    state: dict[str, Any] = joblib.load(path, mmap_mode="c")
    return state
