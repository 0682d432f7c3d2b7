"""The day of an event in a real browser: ten disturbances, and a phone whose network is gone."""

from __future__ import annotations

import re
import shutil

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.conftest import LAUNCH, LOCALES

EVENT = "/events/kon-tum-trade-day-demo"  # the demonstration's event of today
PASSWORD = "matchmaker-demo"


def sign_in(page: Page, email: str) -> None:
    """As a person does, reading English."""
    page.goto("/sign-in")
    page.fill("#email", email)
    page.fill("#password", PASSWORD)
    page.locator("main form button.btn-primary").click()
    page.wait_for_url("**/")
    page.locator(".languages button[value=en]").click()


@pytest.fixture
def open_phone(browser, site, tmp_path):
    """A function that opens the browser of one phone; what it keeps outlives closing it."""
    opened: list[BrowserContext] = []

    def opening() -> BrowserContext:
        context = browser.browser_type.launch_persistent_context(
            tmp_path / "phone", executable_path=shutil.which("chromium"), args=LAUNCH, base_url=site.address,
            locale=LOCALES["en"], viewport={"width": 390, "height": 844},
        )  # fmt: skip
        context.set_default_timeout(20_000)
        opened.append(context)
        return context

    yield opening
    opened[-1].close()


def expected(page: Page):
    """The cards of those of whom nothing is known yet."""
    return page.locator(".person-undone")


def check_in(page: Page) -> str:
    """Check the first of them in; the company's name."""
    card = expected(page).first
    name = card.locator(".person-who > strong").text_content()
    card.get_by_role("button", name="Check in").click()
    return str(name)


def test_check_in_without_network_outlives_closing_the_browser(open_phone, open_page):
    """Two people are checked in without network, one by the QR code; the browser is closed and opened; then all is sent."""
    phone = open_phone()
    page = phone.pages[0]
    sign_in(page, "helper@demo.example")
    page.goto(f"{EVENT}/check-in")
    state = page.locator(".sending-state")
    expect(state).to_contain_text("everything is sent")
    page.wait_for_function(
        "caches.has('matchmaker-frame').then((there) => there && navigator.serviceWorker.ready.then(() => true))"
    )
    (code,) = page.evaluate(
        """async () => (await (await fetch(location.pathname + "/list.json")).json()).people
             .filter((person) => person.state === "undone").slice(-1).map((person) => person.code)"""
    )
    phone.set_offline(True)
    page.goto(f"/check-in/{code}")  # what the camera opens
    expect(page.locator(".person")).to_have_count(1)
    scanned = check_in(page)
    page.goto(f"{EVENT}/check-in")
    tapped = check_in(page)
    expect(page.locator(".sending-state")).to_contain_text("2 waiting to be sent")
    phone.close()

    phone = open_phone()
    phone.set_offline(True)
    page = phone.pages[0]
    page.goto(f"{EVENT}/check-in")
    state = page.locator(".sending-state")
    expect(state).to_contain_text("2 waiting to be sent")
    for name in (scanned, tapped):
        expect(page.locator(".person-arrived", has_text=name)).to_contain_text("not sent yet")

    officer = open_page("en")
    sign_in(officer, "officer@demo.example")
    officer.goto(f"{EVENT}/arrivals")
    expect(officer.locator(".arrivals")).to_contain_text(scanned)
    phone.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(state).to_contain_text("everything is sent")
    officer.goto(f"{EVENT}/arrivals")
    officer.locator("details summary", has_text="Here").click()
    for name in (scanned, tapped):
        expect(officer.locator(".here-list li", has_text=name)).to_have_count(1)

    page.goto(f"{EVENT}/check-in")
    page.locator(".account-menu summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/")
    phone.set_offline(True)
    page.goto(f"{EVENT}/check-in")
    expect(page.locator("main")).to_contain_text("Nothing is kept on this phone")
    assert scanned not in page.content()


def test_an_agenda_opens_without_network(open_page):
    page = open_page("en", width=390)
    sign_in(page, "exporter@demo.example")
    page.goto(f"{EVENT}/agenda")
    expect(page.locator("main")).to_contain_text("Kept on this phone")
    partner = page.locator(".agenda-meeting strong").first.text_content()
    page.wait_for_function(
        "caches.has('matchmaker-frame').then((there) => there && navigator.serviceWorker.ready.then(() => true))"
    )
    page.context.set_offline(True)
    page.goto(f"{EVENT}/agenda")
    expect(page.locator(".agenda-meeting", has_text=str(partner)).first).to_be_visible()


def test_a_report_typed_as_the_network_goes_is_kept_and_sent(open_page):
    page = open_page("en", width=390)
    sign_in(page, "exporter@demo.example")
    page.goto(f"{EVENT}/agenda")
    page.get_by_role("link", name=re.compile("How was it|Your report")).first.click()
    page.wait_for_url("**/report")
    page.wait_for_function("indexedDB.databases().then((all) => all.length > 0)")
    page.wait_for_load_state("networkidle")
    address = page.url
    page.context.set_offline(True)
    page.get_by_label("Yes", exact=True).check()
    page.get_by_label("4", exact=True).check()
    page.fill("#notes", "Cần mẫu 2 kg")
    page.get_by_role("button", name="Keep").click()
    expect(page.locator("[data-said]")).to_contain_text("Kept on this phone")
    page.context.set_offline(False)
    page.goto(f"{EVENT}/agenda")
    expect(page.locator("main")).to_contain_text("Kept on this phone")
    page.goto(address)
    expect(page.locator("#notes")).to_have_value("Cần mẫu 2 kg")
    expect(page.get_by_label("4", exact=True)).to_be_checked()


def note(page: Page, summary: str, **fields: int) -> None:
    """Open a part of the day's page, choose the options with these numbers, and send it."""
    page.goto(f"{EVENT}/day")
    part = page.locator("details", has=page.locator("summary", has_text=summary))
    if not part.evaluate("part => part.open"):
        part.locator("summary").click()
    for name, number in fields.items():
        if name == "kind":
            part.locator("input[name=kind]").nth(number).check()
        else:
            part.locator(f"select[name={name}]").select_option(index=number)
    part.get_by_role("button", name="Note").click()
    expect(page.locator(".flash-done")).to_be_visible()


def test_a_day_with_ten_disturbances(open_page):
    helper, officer = open_page("en", width=390), open_page("en")
    sign_in(helper, "helper@demo.example")
    sign_in(officer, "officer@demo.example")
    officer.goto(f"{EVENT}/now")
    officer.get_by_role("button", name="Runs over").first.click()  # 1, and what attendance suggests: 2 and 3
    for _both in range(2):
        officer.goto(f"{EVENT}/arrivals")
        suggested = officer.locator(".suggestions").get_by_role("button", name="Note for the repair")
        if suggested.count():
            suggested.first.click()
    late, leaves, cancelled = 0, 1, 2
    somebody = "Somebody is late, leaves or has cancelled"
    note(officer, somebody, participation=3, kind=late, slot=2)
    note(officer, somebody, participation=9, kind=late, slot=1)
    note(officer, somebody, participation=15, kind=leaves, slot=2)
    note(officer, somebody, participation=21, kind=leaves, slot=1)
    note(officer, somebody, participation=27, kind=cancelled)
    note(officer, somebody, participation=33, kind=cancelled)
    note(officer, "A table cannot be used", table=2, slot=0)
    while count_of(officer, "What has happened") < 10:
        note(officer, "A table cannot be used", table=4 + count_of(officer, "What has happened") % 5, slot=1)
    assert count_of(officer, "Meetings that cannot be held as published") > 0

    officer.get_by_role("button", name="Repair: nobody else moves").click()
    publish = officer.get_by_role("button", name="Publish", exact=True)
    publish.wait_for(timeout=90_000)
    expect(officer.locator("main")).to_contain_text(
        "What publishing changes"
    )  # those affected, before anybody is told
    publish.click()
    officer.goto(f"{EVENT}/day")
    assert count_of(officer, "Meetings that cannot be held as published") == 0
    officer.goto(f"{EVENT}/messages")
    assert officer.locator(".message-list li").count() > 0
    expect(officer.locator(".message-list textarea").first).to_have_text(re.compile("lịch gặp|your meetings"))

    officer.goto(f"{EVENT}/hall")
    officer.get_by_role("link", name="Open the screen").click()
    expect(officer.locator(".screen-columns tbody tr").first).to_be_visible()
    helper.goto(f"{EVENT}/walk-in")
    helper.fill("#legal_name", "HTX Sâm dây Tu Mơ Rông")
    helper.fill("#person", "Y Bích")
    helper.get_by_role("button", name="Register and check in").click()
    expect(helper.locator(".flash-done")).to_contain_text("HTX Sâm dây Tu Mơ Rông is registered and here")


def count_of(page: Page, heading: str) -> int:
    """The number in brackets behind a heading of the day's page."""
    page.goto(f"{EVENT}/day")
    text = page.locator("h2", has_text=heading).text_content() or ""
    return int(re.search(r"\((\d+)\)", text).group(1))
