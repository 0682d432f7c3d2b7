"""Matchmaker pairs local producers with foreign buyers and runs the meetings between them."""

__version__ = "0.1.0"
