"""A real site and worker of its own processes, and a real Chromium."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, sync_playwright

from config import ROOT
from tests.servers import PATIENCE, ServerMissing, free_port

LAUNCH = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
          "--disable-component-update", "--disable-sync"]  # fmt: skip
LOCALES = {"vi": "vi-VN", "en": "en-GB"}


@dataclass(frozen=True)
class Site:
    """A running installation."""

    address: str
    environment: dict[str, str]

    def command(self, *arguments: str) -> None:
        """Run a command of the installation."""
        subprocess.run([sys.executable, "-m", "matchmaker.cli", *arguments], env=self.environment, cwd=ROOT, check=True,
                       stdout=subprocess.DEVNULL)  # fmt: skip


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Site and worker with the demo data, as `make run` starts them."""
    port = free_port()
    environment = {
        **os.environ,
        "MATCHMAKER_DATA": str(tmp_path_factory.mktemp("site")),
        "MATCHMAKER_DEMO": "yes",
        "MATCHMAKER_ARGON2_MEMORY": "64",
        "PORT": str(port),
    }
    running = Site(f"http://127.0.0.1:{port}", environment)
    running.command("migrate")
    running.command("demo", "load")
    log = (Path(environment["MATCHMAKER_DATA"]) / "log").open("w")
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "matchmaker.cli", name], env=environment, cwd=ROOT, stdout=log, stderr=log
        )
        for name in ("worker", "serve")
    ]
    try:
        _await(running)
        yield running
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait(PATIENCE)
        log.close()


def _await(running: Site) -> None:
    """Until the site answers; a busy machine may take its time."""
    deadline = time.monotonic() + 4 * PATIENCE
    while True:
        try:
            urllib.request.urlopen(running.address, timeout=5)
            return
        except OSError:
            assert time.monotonic() < deadline, "the site does not answer"
            time.sleep(0.1)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; a failure, not a skip, where it is missing."""
    program = shutil.which("chromium")
    if program is None:
        raise ServerMissing("chromium is missing: apt-get install chromium")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=LAUNCH)
        yield opened
        opened.close()


@pytest.fixture
def open_page(browser: Browser, site: Site) -> Iterator[object]:
    """A function that opens a new person's browser: language and width; errors of a page's scripts fail the test."""
    contexts = []
    errors: list[str] = []

    def opening(locale: str, *, width: int = 1440) -> Page:
        context = browser.new_context(
            base_url=site.address,
            locale=LOCALES[locale],
            viewport={"width": width, "height": 900 if width > 500 else 844},
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on(
            "console",
            lambda message: (
                errors.append(message.text)
                if message.type == "error" and "Content Security" in message.text
                else None
            ),
        )
        return page

    yield opening
    for context in contexts:
        with contextlib.suppress(Error):  # closed by the test already
            context.close()
    assert errors == []
