"""Limits on tries. A hall of a hundred people shares one address, so accounts are limited tightly, addresses loosely."""

from __future__ import annotations

from flask import request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(get_remote_address, strategy="moving-window")


def typed_address() -> str:
    """The account somebody tries to enter: limits follow it, from wherever the tries come."""
    return f"account:{request.form.get('email', '').strip().casefold()[:200]}"


per_account = limiter.shared_limit(
    "10 per 15 minutes", scope="account", key_func=typed_address, methods=["POST"]
)
per_network = limiter.shared_limit("600 per 15 minutes", scope="network", methods=["POST"])
