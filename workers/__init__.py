"""Background work: claims jobs and calls operations."""
