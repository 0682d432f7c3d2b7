"""`matchmaker worker`, attached to the command line by an entry point (matchmaker never imports workers)."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable

import click

from matchmaker.jobs.broker import QUEUE
from matchmaker.web.transaction import Application
from workers.embedded import work


@click.command()
@click.option("--concurrency", default=2, show_default=True, help="Processes, with Redis only.")
@click.pass_obj
def worker(load_app: Callable[[], Application], concurrency: int) -> None:
    """Run background work until stopped (Ctrl-C or SIGTERM finishes the job under way).

    Without MATCHMAKER_REDIS_URL one embedded worker polls the job table. With it this becomes a Celery worker
    with its beat.
    """
    app = load_app()
    if not app.extensions["settings"].embedded:
        command = ["-m", "celery", "-A", "workers.celery:celery", "worker", "--beat", "-Q", QUEUE,
                   "--schedule", str(app.extensions["settings"].data_folder / "celerybeat"),
                   "--concurrency", str(concurrency), "--loglevel", "INFO"]  # fmt: skip
        os.execv(sys.executable, [sys.executable, *command])
    stop = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda number, frame: stop.set())
    click.echo("worker: ready")
    work(app, stop)
