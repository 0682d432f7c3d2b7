"""gunicorn's settings: each web process reads the lexicon in the background, so that no reader waits for it."""

from __future__ import annotations

from threading import Thread

from matchmaker.matching.engine import suggest_hs


def post_worker_init(worker: object) -> None:
    """Called by gunicorn in each new web process."""
    Thread(target=suggest_hs, args=("ginger",), daemon=True).start()
