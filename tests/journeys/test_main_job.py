"""The main job in a browser: both sides sign up, the worker proposes, both answer, an officer schedules, both have an agenda."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

PASSWORD = "ba con voi xanh"
WORDS = {
    "vi": {"next": "Tiếp theo", "make": "Tạo tài khoản", "sign_in": "Đăng nhập", "interested": "Quan tâm", "save": "Lưu ngay, phần còn lại để sau",
           "mutual": "Hai bên cùng quan tâm", "take_part": "Chúng tôi tham gia", "keep": "Lưu", "ask": "Yêu cầu gặp", "accept": "Chấp nhận",
           "agenda": "Lịch của tôi", "publish": "Công bố", "run": "Xếp lịch", "open": "Mở sự kiện", "invite": "Mời các doanh nghiệp đã chọn",
           "keep_basics": "Lưu và sang bước chọn ngày", "add_day": "Thêm ngày này", "add_tables": "Thêm bàn"},
    "en": {"next": "Next", "make": "Make my account", "sign_in": "Sign in", "interested": "Interested", "save": "Save now, the rest later",
           "mutual": "Both interested", "take_part": "We take part", "keep": "Keep", "ask": "Ask to meet", "accept": "Accept",
           "agenda": "Your agenda", "publish": "Publish", "run": "Run the scheduler", "open": "Open the event", "invite": "Invite those ticked",
           "keep_basics": "Keep and go on to the days", "add_day": "Add the day", "add_tables": "Add the tables"},
}  # fmt: skip


def button(page: Page, name: str):
    return page.locator("main").get_by_role("button", name=name, exact=True).first


def press(page: Page, name: str) -> None:
    """Press a button that leads to a page, and wait for it."""
    with page.expect_navigation():
        button(page, name).click()


def fits(page: Page) -> None:
    """Nothing sticks out to the side: what is wider scrolls in its own box."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 1, f"{page.url} is {wide} px too wide"


def sign_in(page: Page, email: str, password: str, words: dict[str, str]) -> None:
    page.goto("/sign-in")
    page.fill("#email", email)
    page.fill("#password", password)
    press(page, words["sign_in"])
    page.wait_for_url("**/")


def read_in(page: Page, locale: str) -> None:
    """Choose the language: the account may read another one than the browser."""
    with page.expect_navigation():  # the page keeps its place
        page.locator(f".languages button[value={locale}]").click()


def join(page: Page, side: str, company: str, country: str, email: str, words: dict[str, str]) -> None:
    page.goto(f"/join?side={side}")
    page.fill("#legal_name", company)
    page.select_option("#country", country)
    press(page, words["next"])
    page.fill("#name", f"Person of {company}")
    page.fill("#email", email)
    page.fill("#password", PASSWORD)
    press(page, words["next"])
    page.locator("input[name=purposes][value=directory]").check()
    fits(page)
    press(page, words["make"])
    sign_in(page, email, PASSWORD, words)


def describe(page: Page, kind: str, name: str, hs: str, words: dict[str, str]) -> None:
    page.goto(f"/company/{kind}s/new")
    page.fill("#name", name)
    page.select_option("#form", "powder")
    page.fill("#hs_code", hs)
    fits(page)
    press(page, words["save"])
    page.wait_for_url(re.compile(rf"/{kind}s/(?!new)"))


def first_match(page: Page, partner: str, words: dict[str, str]) -> None:
    """Wait for the worker's proposal, as a person would: by looking again."""
    for _attempt in range(150):
        page.goto("/matches")
        card = page.locator(".match-card", has_text=partner)
        if card.count():
            break
        page.wait_for_timeout(500)
    fits(page)
    card.first.locator("h2 a").click()
    expect(page.locator(".reasons tbody tr").first).to_be_visible()
    fits(page)
    press(page, words["interested"])


@pytest.mark.parametrize(("locale", "width"), [("vi", 390), ("en", 1440)])
def test_from_sign_up_to_two_agendas(open_page, locale, width):
    words = WORDS[locale]
    firm, buyer = f"HTX Nghệ Rừng {locale}", f"Curcuma Trading {locale}"
    seller, importer = open_page(locale, width=width), open_page(locale, width=width)
    join(seller, "exporter", firm, "VN", f"seller-{locale}@example.com", words)
    join(importer, "buyer", buyer, "IN", f"buyer-{locale}@example.com", words)
    describe(seller, "offer", f"Bột nghệ rừng hoang dã zedoary {locale}", "091030", words)
    describe(importer, "need", f"Wild turmeric powder zedoary {locale}", "091030", words)
    first_match(importer, firm, words)
    first_match(seller, buyer, words)
    expect(seller.get_by_text(words["mutual"]).first).to_be_visible()
    expect(seller.get_by_text(f"Person of {buyer}").first).to_be_visible()

    officer = open_page(locale, width=width)
    sign_in(officer, "officer@demo.example", "matchmaker-demo", words)
    read_in(officer, locale)
    officer.goto("/events/new")
    for field, value in {"name_vi": f"Gặp gỡ {locale}", "name_en": f"Meeting {locale}", "place": "Nhà văn hóa",
                         "city": "Kon Tum"}.items():  # fmt: skip
        officer.fill(f"#{field}", value)
    fits(officer)
    press(officer, words["keep_basics"])
    officer.wait_for_url(re.compile(rf"/events/meeting-{locale}/set-up/days$"))
    officer.fill("#on", "2027-05-10")
    fits(officer)
    press(officer, words["add_day"])
    officer.goto(f"/events/meeting-{locale}/set-up/halls")
    officer.fill("#tables", "4")
    fits(officer)
    press(officer, words["add_tables"])
    for company in (firm, buyer):
        officer.goto(f"/events/meeting-{locale}/invite?q={company}")
        officer.get_by_label(company, exact=True).first.check()
        press(officer, words["invite"])
    officer.goto(f"/events/meeting-{locale}")
    fits(officer)
    press(officer, words["open"])

    for page in (seller, importer):
        page.goto(f"/events/meeting-{locale}")
        press(page, words["take_part"])
        fits(page)
        page.locator(".slot-box").first.click()
        press(page, words["keep"])
    seller.goto(f"/events/meeting-{locale}/requests")
    fits(seller)
    seller.locator(".partner-card", has_text=buyer).get_by_role("link", name=words["ask"]).click()
    press(seller, words["ask"])
    importer.goto("/meetings")
    fits(importer)
    press(importer, words["accept"])

    officer.goto(f"/events/meeting-{locale}/schedule")
    officer.select_option("#seconds", "10")
    press(officer, words["run"])
    button(officer, words["publish"]).wait_for(timeout=60_000)
    fits(officer)
    press(officer, words["publish"])
    for page, partner in ((seller, buyer), (importer, firm)):
        page.goto(f"/events/meeting-{locale}/agenda")
        expect(page.locator(".agenda-meeting", has_text=partner)).to_be_visible()
        fits(page)
