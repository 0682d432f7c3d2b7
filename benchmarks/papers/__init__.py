"""How long it takes to set the papers of an event."""
