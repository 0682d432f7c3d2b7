"""Everybody can walk the whole site of the demonstration by its links, in both languages, and nothing breaks."""

from __future__ import annotations

import html
import re
from collections import Counter
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select
from werkzeug.routing import RequestRedirect

from matchmaker import clock
from matchmaker.accounts.models import User
from matchmaker.db import Database
from matchmaker.matching.rebuilding import rebuild
from matchmaker.stewardship import demo
from matchmaker.stewardship.demo import story
from matchmaker.web.transaction import Application
from tests.browser_client import BrowserClient

EACH = 3  # pages of one endpoint to open, for each person and language
PEOPLE = (
    "",
    "exporter@demo.example",
    "buyer@demo.example",
    "officer@demo.example",
    "admin@demo.example",
    "interpreter@demo.example",
    "helper@demo.example",
)
LINKED_FROM_NO_PAGE = {
    # links in mails, one-time links, calendar programs
    "accounts.confirm_address", "accounts.invited", "accounts.link", "accounts.reset", "accounts.verify",
    "companies.colleague", "events.take_part", "meetings.feed",
    # on badges
    "attendance.badge",
    # asked for by scripts
    "attendance.agenda_data", "attendance.offline", "attendance.people_file", "attendance.service_worker",
    # parts of pages, fetched by htmx
    "catalogue.hs", "matching.learning_progress", "matching.progress", "meetings.board_changes",
    "meetings.board_waiting", "meetings.loss", "meetings.progress", "stewardship.progress",
    "papers.progress", "papers.preview", "papers.made",
    # where a draft leaves requests out
    "meetings.left_out", "meetings.request_places",
    # what only exists in demo mode, after an upload, or after a merge
    "files.file", "lexicon.word_list", "notices.outbox", "stewardship.merge", "stewardship.review",
}  # fmt: skip
LINK = re.compile(r'<a\b[^>]*\bhref="([^"#]+)"')


@pytest.fixture
def demonstration(app: Application, database: Database) -> Application:
    """The application on the demonstration, which plays around today: phases open and close by the clock."""
    now = clock.now()
    with database.begin() as session:
        demo.load(session, now=now, hash_password=app.extensions["passwords"].hash)
    rebuild(database, now=now)
    with database.begin() as session:
        story.tell(session, now=now)
    app.config["WTF_CSRF_ENABLED"] = True  # as in life: only GETs follow
    return app


def walk(app: Application, client: BrowserClient, broken: list[str]) -> set[str]:
    """Follow links from the home page; the endpoints seen. Links that fail are added to ``broken``."""
    adapter = app.url_map.bind("localhost")
    seen, opened, waiting = {"/"}, Counter[tuple[str, str]](), [("/", "the start")]
    while waiting:
        path, source = waiting.pop(0)
        parts = urlsplit(path)
        try:
            endpoint, values = adapter.match(parts.path, "GET")
        except RequestRedirect:
            continue
        page = (endpoint, values.get("step", ""))
        if endpoint == "static" or opened[page] >= EACH:
            continue
        opened[page] += 1
        response = client.get(path, follow_redirects=True)
        if response.status_code != 200:
            broken.append(f"{path}, linked from {source}: {response.status_code}")
        if response.mimetype != "text/html":
            continue
        for found in map(html.unescape, LINK.findall(response.get_data(as_text=True))):
            if found.startswith("?"):
                found = parts.path + found
            if found.startswith("/") and found not in seen:
                seen.add(found)
                waiting.append((found, path))
    return {endpoint for endpoint, _step in opened}


def test_every_page_opens_for_everybody(demonstration, client, session):
    seen: set[str] = set()
    broken: list[str] = []
    for email in PEOPLE:
        for locale in ("vi", "en"):
            browser = demonstration.test_client()
            if email:
                user = session.scalars(select(User).where(User.email == email)).one()
                user.locale = locale
                session.commit()
                browser.sign_in(user)
            browser.in_language(locale)
            seen |= walk(demonstration, browser, broken)
    assert not broken, "\n".join(broken)
    pages = {
        rule.endpoint
        for rule in demonstration.url_map.iter_rules()
        if "GET" in rule.methods and rule.endpoint != "static"
    }
    assert sorted(pages - seen - LINKED_FROM_NO_PAGE) == [], "pages that no link leads to"
