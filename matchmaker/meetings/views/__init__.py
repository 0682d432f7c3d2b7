"""Pages of requests, schedules, the day itself and agendas."""

from matchmaker.meetings.views import (
    agenda,
    board,
    day,
    history,
    interpreters,
    places,
    planning,
    requests,
    schedule,
    wishes,
)
from matchmaker.meetings.views.blueprint import blueprint

__all__ = [
    "agenda",
    "blueprint",
    "board",
    "day",
    "history",
    "interpreters",
    "places",
    "planning",
    "requests",
    "schedule",
    "wishes",
]
