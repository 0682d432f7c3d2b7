"""Proposals, answers and runs of the matching engine."""
