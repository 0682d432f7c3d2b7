"""What is being typed is kept without leaving the field, and a form that was sent leaves no draft behind."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.test_main_job import WORDS, press, read_in, sign_in

pytestmark = pytest.mark.browser


def test_a_half_typed_offer_outlives_the_browser(open_page):
    phone = open_page("vi", width=390)
    sign_in(phone, "exporter@demo.example", "matchmaker-demo", WORDS["vi"])
    phone.goto("/company/offers/new")
    with phone.expect_response(lambda answer: answer.request.method == "POST" and answer.status == 204):
        phone.locator("#name").press_sequentially("Mật ong hoa cà phê")
    phone.context.close()

    laptop = open_page("vi")
    sign_in(laptop, "exporter@demo.example", "matchmaker-demo", WORDS["vi"])
    read_in(laptop, "vi")
    laptop.goto("/company/offers/new")
    expect(laptop.locator("#name")).to_have_value("Mật ong hoa cà phê")
    laptop.locator("#name").press("End")
    laptop.locator("#name").press_sequentially(" rừng")
    press(laptop, WORDS["vi"]["save"])  # while the next keeping is still due
    expect(laptop.get_by_role("heading", level=1)).to_have_text("Mật ong hoa cà phê rừng")
    laptop.goto("/company/offers/new")
    expect(laptop.locator("#name")).to_have_value("")
