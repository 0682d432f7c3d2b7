"""Prints that the worker made: files beside the data, kept for a day."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

KEPT = timedelta(days=1)


def print_path(folder: Path, job_id: int) -> Path:
    """Where a job's PDF lies below the data folder."""
    return folder / "prints" / f"{job_id}.pdf"


def keep(folder: Path, job_id: int, content: bytes, *, now: datetime) -> None:
    """Write a PDF so that it is whole or not there, and drop those that are older than a day."""
    path = print_path(folder, job_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    for old in path.parent.iterdir():
        if old.stat().st_mtime < (now - KEPT).timestamp():
            old.unlink(missing_ok=True)
    temporary = path.with_suffix(f".{os.getpid()}.part")
    temporary.write_bytes(content)
    temporary.replace(path)
