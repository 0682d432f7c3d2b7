"""The fitted index as a file whose arrays processes map into memory and share."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import joblib

REBUILT = frozenset({"reader_", "vectoriser_", "explainer_", "weights_"})


def write(path: Path, state: dict[str, Any]) -> None:
    """Write next to ``path`` and rename, so that no reader meets half a file."""
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}-", delete=False) as temporary:
        try:
            joblib.dump(state, temporary.name, compress=0)
            os.chmod(temporary.name, 0o644)
            os.replace(temporary.name, path)
        except BaseException:
            os.unlink(temporary.name)
            raise


def read(path: Path) -> dict[str, Any]:
    """The state that `write` wrote, arrays mapped copy-on-write."""
    state: dict[str, Any] = joblib.load(path, mmap_mode="c")
    return state
