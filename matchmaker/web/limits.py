"""Limits on tries. A hall of a hundred people shares one address, so accounts are limited tightly, addresses loosely.

Ten tries an account and address: whoever guesses from elsewhere does not lock the owner out. Sixty an account from wherever
the tries come, so that many addresses help a guesser little. What an address may do in all is enough for a hall of a thousand.
"""

from __future__ import annotations

from flask import request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(get_remote_address, strategy="moving-window")


def typed_account() -> str:
    """The account somebody tries to enter."""
    return f"account:{request.form.get('email', '').strip().casefold()[:200]}"


def typed_account_here() -> str:
    """The same, from this address."""
    return f"{typed_account()}|{get_remote_address()}"


per_account = limiter.shared_limit(
    "10 per 15 minutes", scope="account here", key_func=typed_account_here, methods=["POST"]
)
per_account_anywhere = limiter.shared_limit(
    "60 per 15 minutes", scope="account", key_func=typed_account, methods=["POST"]
)
per_network = limiter.shared_limit("3000 per 15 minutes", scope="network", methods=["POST"])
