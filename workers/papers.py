"""Large prints."""

from __future__ import annotations

from typing import Any

from matchmaker.events.models import Event
from matchmaker.papers.contents import make_parts
from matchmaker.papers.contents.frame import Frame
from matchmaker.papers.enums import PaperKind
from matchmaker.papers.prints import keep
from matchmaker.papers.typesetting import typeset
from workers.context import Context


def make_print(
    context: Context, *, event_id: int, kinds: list[str], shared: str, chosen: str | None, **_unknown: Any
) -> dict[str, Any] | None:
    """Set the papers and keep the file under the job's number."""
    settings = context.app.extensions["settings"]
    with context.read() as session:
        event = session.get(Event, event_id)
        if event is None:
            return None
        frame = Frame(event, context.now(), settings.public_url, shared, chosen)
        parts = make_parts(session, frame, [PaperKind(kind) for kind in kinds])
        title, author = event.title(shared), event.office.name

    def tell(done: int, total: int) -> None:
        context.progress(done=done, total=total)

    tell(0, sum(len(part.items) for part in parts))
    content = typeset(parts, title=title, author=author, progress=tell)
    keep(settings.data_folder, context.job_id, content, now=context.now())
    return {"bytes": len(content)}
