"""A work report is written, read by who is meant, and answered."""

import re

from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import Server, come_in, patient

PASSWORD = "a password of a seller"
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def test_a_work_report_is_read_and_answered(signed_in: Page, server: Server) -> None:
    boss = signed_in
    server.command("user", "add", "reporter", "--role", "seller", typed=f"{PASSWORD}\n")
    browser = boss.context.browser
    assert browser
    context = browser.new_context(base_url=server.url, locale="en-GB", service_workers="block")
    come_in(context, server.url, "reporter", PASSWORD)
    page = patient(context.new_page())
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/reporting/new/?kind=daily")
    page.locator("#done").fill("Talked to three shipyards")
    page.locator("#problems").fill("Prices are too high")
    page.locator("#files").set_input_files(
        {"name": "prices.txt", "mimeType": "text/plain", "buffer": b"five percent"}
    )
    assert page.evaluate(OVERFLOW) <= 0
    assert violations(page) == []
    page.get_by_role("button", name="Send").click()
    page.wait_for_url(re.compile(r"/reporting/\d+/$"))
    here = page.url

    boss.goto("/reporting/?kind=daily")
    boss.get_by_role("link", name="reporter").click()
    expect(boss.locator("#main")).to_contain_text("Talked to three shipyards")
    assert violations(boss) == []
    boss.goto(here)
    with boss.expect_download() as saved:
        boss.get_by_role("link", name="prices.txt").click()
    assert saved.value.path().read_bytes() == b"five percent"
    boss.locator("#text").fill("Offer five percent")
    boss.get_by_role("button", name="Answer", exact=True).click()
    expect(boss.locator(".reports-answer")).to_contain_text("Offer five percent")
    expect(boss.locator("#main")).to_contain_text("Read by")
    assert violations(boss) == []
    page.reload()
    expect(page.locator(".reports-answer")).to_contain_text("Offer five percent")
    context.close()
