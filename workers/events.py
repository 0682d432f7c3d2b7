"""What opens and closes at events."""

from __future__ import annotations

from typing import Any

from matchmaker.events.operations import announce_phases
from workers.context import Context


def announce(context: Context, **_unknown: Any) -> dict[str, Any]:
    """Tell those whom it concerns that a phase has opened or closes soon."""
    with context.write() as session:
        return {"told": announce_phases(session, now=context.now())}
