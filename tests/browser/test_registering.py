"""A customer is registered from his page: the form knows him already, before anything is typed."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import Server
from tests.browser.test_pools import ask


def test_the_form_takes_over_what_is_known_of_the_customer(signed_in: Page, server: Server) -> None:
    page = signed_in
    made = ask(server, page, "/customers", {"name": "Kiel Rope Works", "phone": "+442079460077"})
    page.goto(f"/registrations/new/?customer={made['id']}")
    expect(page.locator("#f-name")).to_have_value("Kiel Rope Works")
    expect(page.locator("#f-phone")).to_have_value("+442079460077")
    page.locator("#f-name").fill("Kiel Ropes")
    page.locator("#f-phone").fill("+442079460078")
    expect(page.locator("#f-name")).to_have_value("Kiel Ropes")
