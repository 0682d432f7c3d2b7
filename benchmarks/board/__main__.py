"""`python -m benchmarks.board`: a board of 150 tables × 30 slots in Chromium, and publication to 1,000 people.

On SQLite and on PostgreSQL. Medians; nothing is asserted.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.board.hall import OFFICER, PASSWORD, SLOTS, TABLES, Hall, build
from config import ROOT, read_settings
from matchmaker import clock
from matchmaker.app import create_app
from matchmaker.companies.queries import find_actor
from matchmaker.meetings.enums import Publication
from matchmaker.meetings.operations import publish_schedule
from matchmaker.schema import migrate
from matchmaker.web.transaction import Application
from tests import servers

LOADS, MOVES, PUBLICATIONS = 7, 15, 3
PAINTED = """() => new Promise((done) => requestAnimationFrame(() => setTimeout(() => done({
    first: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0,
    board: performance.now(),
    server: performance.getEntriesByType('navigation')[0].responseEnd,
    bytes: performance.getEntriesByType('navigation')[0].decodedBodySize}), 0)))"""


@contextmanager
def served(environment: dict[str, str]) -> Iterator[str]:
    """The site in a process of its own."""
    port = servers.free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "matchmaker.cli", "serve"], env=environment | {"PORT": str(port)}, cwd=ROOT,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        for _attempt in range(300):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5)
                break
            except OSError:
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def loads(browser: Browser, address: str, path: str) -> tuple[Page, dict[str, list[float]]]:
    """The board opened several times; the last page stays open."""
    context = browser.new_context(
        viewport={"width": 1440, "height": 900}, bypass_csp=True
    )  # Playwright evaluates text
    page = context.new_page()
    page.goto(f"{address}/sign-in")
    page.fill("#email", OFFICER)
    page.fill("#password", PASSWORD)
    page.locator("main form button").first.click()
    page.wait_for_url(f"{address}/")
    found: dict[str, list[float]] = {"server": [], "first": [], "board": [], "bytes": []}
    for load in range(LOADS + 1):
        page.goto(f"{address}{path}", wait_until="commit")
        page.wait_for_function("performance.getEntriesByName('board-drawn').length", polling=10)
        times = page.evaluate(PAINTED)
        for name in found if load else ():  # the first one warms up
            found[name].append(times[name])
    return page, found


def moves(page: Page) -> tuple[list[float], list[float]]:
    """Milliseconds to show where a meeting could go, and for a move to be answered and drawn."""
    picked, answered = [], []
    page.on("dialog", lambda dialog: dialog.accept())
    for number in range(MOVES):
        page.locator(".seat").nth(number * 40).click()
        picked.append(
            page.evaluate(
                """() => new Promise((done) => { const begun = performance.now();
                document.querySelector('[data-act=pick]').click();
                requestAnimationFrame(() => setTimeout(() => done(performance.now() - begun), 0)); })"""
            )
        )
        before = page.evaluate("performance.getEntriesByName('board-move').length")
        page.evaluate(
            "(document.querySelector('[data-verdict=free]') ?? document.querySelector('[data-verdict=swap]')).click()"
        )
        page.wait_for_function(f"performance.getEntriesByName('board-move').length > {before}", polling=10)
        answered.append(page.evaluate("performance.getEntriesByName('board-move').at(-1).duration"))
    return picked, answered


def publications(app: Application, hall: Hall) -> list[tuple[float, int]]:
    """Seconds to publish a draft, notices and mails queued and all committed, and how many are told."""
    found = []
    for number in range(hall.versions - PUBLICATIONS + 1, hall.versions + 1):
        begun = time.perf_counter()
        with app.database.begin() as session:
            actor = find_actor(session, hall.officer_id)
            assert actor is not None
            told = publish_schedule(session, actor=actor, now=clock.now(), event_id=hall.event_id, number=number,
                                    publication=Publication.PROVISIONAL)  # fmt: skip
        found.append((time.perf_counter() - begun, told))
    return found


def measure(browser: Browser, kind: str, url: str | None, folder: str) -> None:
    """One database: build, measure, print a row."""
    environment = {**os.environ, "MATCHMAKER_DATA": folder, "MATCHMAKER_SECRET_KEY": "for a benchmark",
                   "MATCHMAKER_ARGON2_MEMORY": "64", **({"MATCHMAKER_DATABASE_URL": url} if url else {})}  # fmt: skip
    app = create_app(read_settings(environment | {"MATCHMAKER_TESTING": "yes"}))
    migrate(ROOT, app.database)
    with app.database.begin() as session:
        hashed = app.extensions["passwords"].hash(PASSWORD)
        hall = build(session, password_hash=hashed, versions=1 + PUBLICATIONS)
    with served(environment) as address:
        page, found = loads(browser, address, f"/events/{hall.slug}/schedule/1/board")
        picked, answered = moves(page)
        page.context.close()
    told = publications(app, hall)
    middle = {name: statistics.median(values) for name, values in found.items()}
    print(
        f"| {kind} | {middle['bytes'] / 1000:.0f} kB | {middle['server']:.0f} ms | {middle['first']:.0f} ms | "
        f"{middle['board']:.0f} ms | {statistics.median(picked):.0f} ms | {statistics.median(answered):.0f} ms | "
        f"{statistics.median(seconds for seconds, _count in told):.1f} s ({min(count for _seconds, count in told)} told) |",
        flush=True,
    )
    app.database.engine.dispose()


def main() -> None:
    """Measure both kinds of database and print Markdown."""
    program = shutil.which("chromium")
    with (
        sync_playwright() as playwright,
        tempfile.TemporaryDirectory() as folder,
        servers.postgresql() as url,
    ):
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        print(
            f"Medians at {TABLES} tables × {SLOTS} slots, 1,000 people; times since the click on the link.\n"
        )
        print(
            "| database | page | answered | first paint | board drawn | picked up | move answered | published |"
        )
        print("|---|---|---|---|---|---|---|---|", flush=True)
        measure(browser, "SQLite", None, folder)
        measure(browser, "PostgreSQL", url, folder)
        browser.close()


if __name__ == "__main__":
    main()
