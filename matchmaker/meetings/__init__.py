"""Meeting requests, schedules and the day of the event."""
