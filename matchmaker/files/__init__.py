"""Files by content hash in one folder; access by policy."""
