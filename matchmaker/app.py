"""create_app: wires settings, database, extensions, blueprints and error pages; nothing happens at import."""

from __future__ import annotations

import logging
from datetime import timedelta
from importlib import import_module
from typing import TYPE_CHECKING

import structlog
from flask import Flask, Response, g, request
from flask_babel import Babel
from flask_login import LoginManager
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from matchmaker import clock
from matchmaker.accounts.passwords import Passwords
from matchmaker.accounts.views.blueprint import SignedIn
from matchmaker.companies.queries import find_actor
from matchmaker.db import Database
from matchmaker.jobs.broker import make_hint
from matchmaker.notices.queries import unread_count
from matchmaker.notices.rendering import notice_text
from matchmaker.notices.senders import make_sender
from matchmaker.web import transaction
from matchmaker.web.access import current_actor
from matchmaker.web.errors import register_error_pages
from matchmaker.web.filters import register_filters
from matchmaker.web.limits import limiter
from matchmaker.web.locale import LOCALES, NAMES, select_locale

if TYPE_CHECKING:
    from config import Settings

DOMAINS = (
    "accounts", "notices", "files", "companies", "catalogue", "lexicon", "matching", "events", "meetings", "attendance",
    "outcomes", "reports", "papers", "stewardship",
)  # fmt: skip
CONTENT_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)


def create_app(settings: Settings) -> transaction.Application:
    """The whole site for these settings. The caller runs it; tests call it as often as they like."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.INFO))
    app = transaction.Application(
        "matchmaker",
        root_path=str(settings.root / "matchmaker"),
        template_folder=str(settings.root / "templates"),
        static_folder=str(settings.static_folder),
    )
    app.config.from_mapping(_flask_settings(settings))
    app.extensions["settings"] = settings
    app.extensions["send_mail"] = make_sender(settings.mail_url, settings.mail_from)
    app.extensions["passwords"] = Passwords(settings.argon2_memory)
    app.database = Database(settings.database_url, on_jobs=make_hint(settings.redis_url))
    app.teardown_request(transaction.close_session)
    if settings.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=settings.proxies
        )
    CSRFProtect(app)
    Babel(app, locale_selector=select_locale)
    limiter.init_app(app)
    _register_login(app)
    register_filters(app)
    register_error_pages(app)
    _register_pages(app, settings)
    app.after_request(_secure)
    return app


def _flask_settings(settings: Settings) -> dict[str, object]:
    return {
        "SECRET_KEY": settings.secret_key,
        "PUBLIC_URL": settings.public_url,
        "TESTING": settings.testing,
        "MAX_CONTENT_LENGTH": settings.upload_limit,
        "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.cookie_secure,
        "PERMANENT_SESSION_LIFETIME": timedelta(days=30),
        "SEND_FILE_MAX_AGE_DEFAULT": timedelta(hours=1),
        "WTF_CSRF_TIME_LIMIT": None,  # as long as the session: a form typed over lunch is not lost
        "BABEL_DEFAULT_LOCALE": "en",
        "BABEL_TRANSLATION_DIRECTORIES": str(settings.root / "matchmaker" / "i18n" / "compiled"),
        "RATELIMIT_STORAGE_URI": settings.redis_url or "memory://",
        "RATELIMIT_ENABLED": not settings.testing,
        "RATELIMIT_HEADERS_ENABLED": True,
    }


def _register_login(app: transaction.Application) -> None:
    manager = LoginManager(app)
    manager.login_view = "accounts.sign_in"
    manager.login_message = None  # type: ignore[assignment]
    manager.session_protection = None  # phones change networks; the stamp ends old sessions

    @manager.user_loader
    def load(identity: str) -> SignedIn | None:
        user_id, _colon, stamp = identity.partition(":")
        found = find_actor(transaction.session(), int(user_id), stamp) if user_id.isdecimal() else None
        return SignedIn(found.user_id, stamp, found) if found is not None else None


def _register_pages(app: Flask, settings: Settings) -> None:
    for domain in DOMAINS:
        import_module(f"matchmaker.{domain}.labels")
        app.register_blueprint(import_module(f"matchmaker.{domain}.views").blueprint)

    @app.context_processor
    def shared() -> dict[str, object]:
        who = current_actor()
        return {
            "actor": who,
            "settings": settings,
            "now": clock.now(),
            "locales": [(code, NAMES[code]) for code in LOCALES],
            "unread": unread_count(transaction.session(), who.user_id) if who is not None else 0,
            "notice_text": notice_text,
        }


def _secure(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store" if "session" in g else "no-cache")
    return response
