"""Signed links: made when a mail is rendered, stored nowhere."""

from __future__ import annotations

from typing import Any

from itsdangerous import BadSignature, URLSafeTimedSerializer

from matchmaker.errors import Invalid

AGES = {"verify": 7 * 86400, "reset": 7200, "address": 86400, "officer": 14 * 86400, "colleague": 14 * 86400}
"""Purpose -> seconds for which its links are good."""


def sign(secret: str, purpose: str, *values: str | int) -> str:
    """A token that carries ``values`` for one purpose."""
    return str(URLSafeTimedSerializer(secret, salt=f"matchmaker.{purpose}").dumps(list(values)))


def read(secret: str, purpose: str, token: str) -> list[Any]:
    """The values of a token; raises Invalid("link_invalid") when it is forged, cut off, or too old."""
    try:
        values = URLSafeTimedSerializer(secret, salt=f"matchmaker.{purpose}").loads(
            token, max_age=AGES[purpose]
        )
    except BadSignature:
        raise Invalid("link_invalid") from None
    return list(values)
