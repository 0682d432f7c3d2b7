"""Which language the reader sees: chosen on the page, kept on the account, else asked of the browser."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import has_request_context, request
from flask import session as cookie
from flask_login import current_user

LOCALES = ("vi", "en")
NAMES = {"vi": "Tiếng Việt", "en": "English"}


def select_locale() -> str:
    """The reader's language code."""
    if not has_request_context():
        return LOCALES[0]
    chosen = cookie.get("locale")
    if chosen in LOCALES:
        return str(chosen)
    if current_user.is_authenticated and current_user.actor.locale in LOCALES:
        return str(current_user.actor.locale)
    return request.accept_languages.best_match(LOCALES) or LOCALES[0]


def safe_path(target: str | None, default: str) -> str:
    """``target`` if it is a path on this site, else ``default``: a form's next page must not lead elsewhere."""
    if not target or "\\" in target or not target.startswith("/") or target.startswith("//"):
        return default
    parts = urlsplit(target)
    return target if not parts.scheme and not parts.netloc else default
