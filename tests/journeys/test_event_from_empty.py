"""An event from empty to published, as the officer, with an interpreter and the board; then two officers on one meeting."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.test_main_job import WORDS, button, fits, press, sign_in

pytestmark = pytest.mark.browser

EN = WORDS["en"]
EVENT = "/events/journey-day"
FIRM, BUYER, THIRD = "HTX Gừng Sẻ Đăk Hà", "Malabar Spice House (demo)", "Hanse Gewürzkontor (demo)"


@pytest.fixture
def person(open_page):
    """A function that opens the browser of a person of the demonstration, reading English."""

    def entering(email: str) -> Page:
        page = open_page("en")
        sign_in(page, email, "matchmaker-demo", EN)
        if page.locator("html").get_attribute("lang") != "en":
            with page.expect_navigation():
                page.locator(".languages button[value=en]").click()
        return page

    return entering


def plan(officer: Page) -> None:
    """Set-up, invitations, opening."""
    officer.goto("/events/new")
    for field, value in {
        "name_vi": "Ngày gặp gỡ",
        "name_en": "Journey day",
        "place": "Nhà văn hóa",
        "city": "Kon Tum",
    }.items():
        officer.fill(f"#{field}", value)
    press(officer, EN["keep_basics"])
    officer.fill("#on", "2027-06-14")
    press(officer, EN["add_day"])
    officer.goto(f"{EVENT}/set-up/halls")
    officer.fill("#tables", "3")
    press(officer, EN["add_tables"])
    for company in (FIRM, BUYER, THIRD):
        officer.goto(f"{EVENT}/invite?q={company}")
        officer.get_by_label(company, exact=True).first.check()
        press(officer, EN["invite"])
    officer.goto(EVENT)
    press(officer, EN["open"])


def take_part(page: Page) -> None:
    page.goto(EVENT)
    press(page, EN["take_part"])


def want(officer: Page, asker: str, asked: str) -> None:
    """A request agreed on the telephone."""
    officer.goto(f"{EVENT}/requests/new")
    for field, company in (("asker", asker), ("asked", asked)):
        choice = officer.locator(f"#{field}")
        choice.select_option(value=choice.locator("option", has_text=company).get_attribute("value"))
    officer.locator("input[name=agreed]").check()
    press(officer, "Add")


def list_interpreter(officer: Page) -> None:
    """An interpreter of English and Vietnamese, and a request that needs one."""
    officer.goto(f"{EVENT}/interpreters/new")
    officer.fill("#name", "Nguyễn Journey")
    for code in ("vi", "en"):
        officer.locator(f"input[name=languages][value={code}]").check()
    fits(officer)
    press(officer, "Save")
    officer.goto(f"{EVENT}/requests?q={BUYER}")
    officer.locator("tr", has_text=FIRM).locator('a[href$="/interpreter"]').click()
    officer.locator("input[name=need][value=pair]").check()
    officer.select_option("#one", "vi")
    officer.select_option("#other", "en")
    press(officer, "Keep")


def open_board(page: Page, version: int = 1) -> None:
    page.goto(f"{EVENT}/schedule/{version}/board")
    page.locator(".board-ready .seat").first.wait_for()


def drag_to_a_free_place(page: Page, seat) -> str:
    """Drag with the mouse; what the board says."""
    live = page.locator("#board-live")
    seat.hover()
    page.mouse.down()
    page.mouse.move(600, 600, steps=3)
    target = page.locator("[data-verdict=free]").first
    target.wait_for()
    box = target.bounding_box()
    assert box is not None
    for shift in (10, 20):  # a drag is noticed at the second movement
        page.mouse.move(box["x"] + shift, box["y"] + 10)
    expect(live).to_contain_text(": free.")
    page.mouse.up()
    expect(live).to_contain_text("and locked there")
    return live.inner_text()


def test_an_event_from_empty_to_published_and_two_officers_at_once(person):
    officer, firm, buyer = (person(f"{name}@demo.example") for name in ("officer", "exporter", "buyer"))
    plan(officer)
    take_part(firm)
    take_part(buyer)
    officer.goto(f"{EVENT}/people?q={THIRD}")
    with officer.expect_navigation():
        officer.locator("tr", has_text=THIRD).get_by_role("button", name="Takes part").click()
    firm.goto(f"{EVENT}/requests")
    firm.locator(".partner-card", has_text=BUYER).get_by_role("link", name=EN["ask"]).click()
    press(firm, EN["ask"])
    buyer.goto("/meetings")
    with buyer.expect_navigation():
        buyer.locator("article", has_text="Journey day").filter(has_text=FIRM).get_by_role(
            "button", name=EN["accept"], exact=True
        ).click()
    want(officer, THIRD, FIRM)
    list_interpreter(officer)

    officer.goto(f"{EVENT}/schedule")
    officer.select_option("#seconds", "10")
    press(officer, EN["run"])
    officer.get_by_role("link", name="Open the board").click(timeout=60_000)
    seats = officer.locator(".seat")
    expect(seats).to_have_count(2)
    said = drag_to_a_free_place(officer, seats.filter(has_text=BUYER))
    assert f"{FIRM} – {BUYER} is now at " in said

    second = person("admin@demo.example")
    open_board(second)
    second.locator(".seat").filter(has_text=THIRD).click()
    button(second, "Pick up").click()
    expect(second.locator("[data-verdict=free]").first).to_be_visible()
    cell = officer.locator(".cell", has=officer.locator(".seat", has_text=THIRD))
    cell.focus()
    cell.press("Enter")
    officer.keyboard.press("ArrowDown")
    expect(officer.locator("#board-live")).to_contain_text(re.compile(": free|changes places"))
    officer.keyboard.press("Enter")
    expect(officer.locator("#board-live")).to_contain_text("locked there")
    moved = officer.locator(".cell", has=officer.locator(".seat", has_text=THIRD)).get_attribute("data-slot")
    if second.locator("[data-verdict=free]").count():  # else the board has told already
        second.locator("[data-verdict=free]").last.click()
    expect(second.locator("#board-live")).to_contain_text(re.compile(r"Lê Thị Hạnh \(demo\) moved .*Hanse"))
    assert second.url.endswith("/board")
    there = second.locator(".cell", has=second.locator(".seat", has_text=THIRD))
    expect(there).to_have_attribute("data-slot", moved or "")

    officer.get_by_role("link", name="See what changes, publish").click()
    fits(officer)
    press(officer, EN["publish"])
    for page, partner in ((firm, BUYER), (buyer, FIRM)):
        page.goto(f"{EVENT}/agenda")
        meeting = page.locator(".agenda-meeting", has_text=partner)
        expect(meeting).to_be_visible()
        expect(meeting).to_contain_text("Interpreter: Nguyễn Journey")
        fits(page)
    expect(firm.locator(".agenda-meeting")).to_have_count(2)
