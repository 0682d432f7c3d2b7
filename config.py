"""Settings, read once from an environment mapping; a bad or missing value stops the start with a clear message."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent


class SettingsError(ValueError):
    """A setting is missing or has a value that cannot be used."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """All that differs between installations. Paths are absolute; sizes are bytes; times are seconds."""

    root: Path
    data_folder: Path
    database_url: str
    secret_key: str
    public_url: str
    redis_url: str | None
    demo: bool
    testing: bool
    mail_url: str | None
    mail_from: str
    upload_limit: int
    argon2_memory: int  # KiB
    cookie_secure: bool
    operator_name: str
    operator_email: str
    proxies: int

    @property
    def embedded(self) -> bool:
        """True when one worker process polls the job table and no broker is used."""
        return self.redis_url is None

    @property
    def static_folder(self) -> Path:
        """Our own assets, and under ``vendor`` those that set-up copies from npm packages."""
        return self.root / "matchmaker" / "static"


def read_settings(environment: Mapping[str, str], *, root: Path = ROOT) -> Settings:
    """Return the settings held by ``environment``; names begin with ``MATCHMAKER_``.

    Raises SettingsError naming the variable. Without a database address the embedded SQLite file is used;
    only then may the secret key be left out (one is made once and kept beside the database).
    """

    def text(name: str, default: str | None = None) -> str:
        value = environment.get(f"MATCHMAKER_{name}", "").strip() or default
        if value is None:
            raise SettingsError(f"MATCHMAKER_{name} must be set")
        return value

    def number(name: str, default: int) -> int:
        value = text(name, str(default))
        if not value.isdecimal():
            raise SettingsError(f"MATCHMAKER_{name} must be a whole number, not {value!r}")
        return int(value)

    def flag(name: str, default: bool) -> bool:
        value = text(name, "yes" if default else "no").lower()
        if value not in {"yes", "no"}:
            raise SettingsError(f"MATCHMAKER_{name} must be yes or no, not {value!r}")
        return value == "yes"

    data_folder = Path(text("DATA", str(root / "instance"))).resolve()
    data_folder.mkdir(parents=True, exist_ok=True)
    database_url = text("DATABASE_URL", f"sqlite:///{data_folder / 'matchmaker.sqlite'}")
    embedded_database = database_url.startswith("sqlite")
    secret = text("SECRET_KEY", _kept_secret(data_folder) if embedded_database else None)
    public_url = text("PUBLIC_URL", f"http://127.0.0.1:{environment.get('PORT') or '5000'}").rstrip("/")
    if not public_url.startswith(("http://", "https://")):
        raise SettingsError("MATCHMAKER_PUBLIC_URL must begin with http:// or https://")
    return Settings(
        root=root,
        data_folder=data_folder,
        database_url=database_url,
        secret_key=secret,
        public_url=public_url,
        redis_url=environment.get("MATCHMAKER_REDIS_URL", "").strip() or None,
        demo=flag("DEMO", False),
        testing=flag("TESTING", False),
        mail_url=environment.get("MATCHMAKER_MAIL_URL", "").strip() or None,
        mail_from=text("MAIL_FROM", "Matchmaker <matchmaker@localhost>"),
        upload_limit=number("UPLOAD_LIMIT", 32 * 1024 * 1024),
        argon2_memory=number("ARGON2_MEMORY", 64 * 1024),
        cookie_secure=public_url.startswith("https://"),
        operator_name=text("OPERATOR_NAME", "Matchmaker"),
        operator_email=text("OPERATOR_EMAIL", "matchmaker@localhost"),
        proxies=number("PROXIES", 0),
    )


def _kept_secret(folder: Path) -> str:
    """The embedded installation's own key: made at the first start, readable by its owner only."""
    path = folder / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text()
