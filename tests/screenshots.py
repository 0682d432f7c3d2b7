"""`make screenshots`: pictures of every page from the demo data, phone and laptop, in both languages, into build/screenshots."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from config import ROOT
from tests.journeys.conftest import LAUNCH, LOCALES
from tests.servers import free_port

PAGES = {
    "stranger": ["/", "/products", "/products?group=spices", "/companies", "/events", "/join?side=exporter", "/sign-in", "/privacy",
                 "/outbox", "/nowhere"],
    "exporter@demo.example": ["/", "/matches", "/matches/first", "/meetings", "/events/first", "/events/first/requests",
                              "/events/first/my-days", "/events/last/agenda", "/company", "/company/products", "/company/offers/new",
                              "/company/offers/new?step=2", "/company/offers/new?step=3", "/company/certificates", "/settings",
                              "/notices", "/outcomes"],
    "buyer@demo.example": ["/", "/matches", "/company/needs/new?step=3", "/shortlist", "/compare"],
    "officer@demo.example": ["/", "/companies/manage", "/companies/new", "/matching", "/events", "/events/new", "/events/first",
                             "/events/first/people", "/events/first/invite", "/events/first/requests", "/events/first/schedule",
                             "/events/last/schedule", "/outcomes", "/imports", "/settings/people"],
    "admin@demo.example": ["/settings/offices"],
}  # fmt: skip
WIDTHS = {390: 844, 1440: 900}


def addresses(page: Page) -> dict[str, str]:
    """What "first" and "last" stand for: the coming and the past event, the best match."""
    page.goto("/events")
    events = page.locator("main h2 a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    found = {"/events/first": events[0], "/events/last": events[-1]}
    page.goto("/matches")
    matches = page.locator(".match-card h2 a").evaluate_all(
        "links => links.map(link => link.getAttribute('href'))"
    )
    return found | ({"/matches/first": matches[0]} if matches else {})


def shoot(page: Page, paths: list[str], folder: Path, who: str) -> None:
    """One picture a page, whole length."""
    known = addresses(page)
    for path in paths:
        target = next(
            (path.replace(name, real) for name, real in known.items() if path.startswith(name)), path
        )
        page.goto(target)
        name = f"{who}{path}".replace("/", "_").replace("?", "-").replace("=", "-")
        page.screenshot(path=folder / f"{name}.png", full_page=True)


def main(wanted: list[str]) -> None:
    """Start a demo site of its own and take the pictures; ``wanted`` limits the people."""
    port = free_port()
    environment = {**os.environ, "MATCHMAKER_DATA": tempfile.mkdtemp(), "MATCHMAKER_DEMO": "yes", "MATCHMAKER_TESTING": "yes",
                   "PORT": str(port)}  # fmt: skip
    for command in (["migrate"], ["demo", "load"]):
        subprocess.run(
            [sys.executable, "-m", "matchmaker.cli", *command], env=environment, cwd=ROOT, check=True
        )
    server = subprocess.Popen([sys.executable, "-m", "matchmaker.cli", "serve"], env=environment, cwd=ROOT)
    base = f"http://127.0.0.1:{port}"
    try:
        while True:
            try:
                urllib.request.urlopen(base)
                break
            except OSError:
                time.sleep(0.2)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=LAUNCH)
            for locale, named in LOCALES.items():
                for width, height in WIDTHS.items():
                    folder = ROOT / "build" / "screenshots" / f"{locale}-{width}"
                    folder.mkdir(parents=True, exist_ok=True)
                    for person, paths in PAGES.items():
                        if wanted and person not in wanted:
                            continue
                        context = browser.new_context(
                            base_url=base, locale=named, viewport={"width": width, "height": height}
                        )
                        page = context.new_page()
                        page.goto("/sign-in")
                        page.locator(f".languages button[value={locale}]").click()
                        if person != "stranger":
                            page.goto("/sign-in")
                            page.fill("#email", person)
                            page.fill("#password", "matchmaker-demo")
                            page.locator("main form button.btn-primary").click()
                            page.wait_for_url("**/")
                            page.locator(f".languages button[value={locale}]").click()
                        shoot(page, paths, folder, person.partition("@")[0])
                        context.close()
            browser.close()
    finally:
        server.terminate()
        server.wait()
    print(f"pictures are in {ROOT / 'build' / 'screenshots'}")


if __name__ == "__main__":
    main(sys.argv[1:])
