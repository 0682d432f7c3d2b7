"""Demonstration data: invented firms and buyers, a past event and a coming one; loaded and removed by a command."""

from matchmaker.stewardship.demo.loading import is_empty, load
from matchmaker.stewardship.demo.removal import remove

__all__ = ["is_empty", "load", "remove"]
