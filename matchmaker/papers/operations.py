"""Large prints, made by the worker."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.errors import NotFound
from matchmaker.events.models import Event
from matchmaker.events.policy import may_run
from matchmaker.jobs.models import Job
from matchmaker.jobs.operations import enqueue
from matchmaker.papers.enums import PaperKind


def request_print(
    session: Session, *, actor: Actor, now: datetime, event_id: int, kinds: list[PaperKind], shared: str,
    chosen: str | None,
) -> Job:  # fmt: skip
    """Ask the worker for a PDF of these kinds; the same one asked for twice at a time is made once."""
    event = session.get(Event, event_id)
    if event is None or not may_run(actor, event):
        raise NotFound
    key = f"{event_id}:{'+'.join(kinds)}:{chosen or '-'}:{shared}"
    return enqueue(
        session, "papers.print", now=now, key=key, event_id=event_id, kinds=[str(kind) for kind in kinds],
        shared=shared, chosen=chosen,
    )  # fmt: skip
