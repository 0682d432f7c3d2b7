"""How quick the schedule's board and publication are at a big event."""
