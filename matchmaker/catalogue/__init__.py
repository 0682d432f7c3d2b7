"""Offers, needs and certificates."""
