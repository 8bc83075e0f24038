"""Coming in: the first page, signing in and out, with a mouse or with the keyboard alone."""

import re

from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import Server


def test_a_stranger_is_led_to_the_sign_in_page_and_back_to_where_he_wanted(
    page: Page, server: Server
) -> None:
    page.goto("/customers/")
    expect(page).to_have_url(re.compile("/sign-in/"))
    page.locator("input[name=username]").fill(server.username)
    page.locator("input[name=password]").fill(server.password)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/customers/"))


def test_a_wrong_password_is_told_and_the_name_is_kept(page: Page, server: Server) -> None:
    page.goto("/sign-in/")
    page.locator("input[name=username]").fill(server.username)
    page.locator("input[name=password]").fill("not this one")
    page.keyboard.press("Enter")
    expect(page.locator("[role=alert], .error, [data-error]").first).to_be_visible()
    expect(page.locator("input[name=username]")).to_have_value(server.username)


def test_the_sign_in_page_is_accessible(page: Page) -> None:
    page.goto("/sign-in/")
    assert violations(page) == []


def test_the_first_page_is_accessible_and_loads_nothing_from_elsewhere(
    signed_in: Page, server: Server
) -> None:
    asked: list[str] = []
    signed_in.on("request", lambda request: asked.append(request.url))
    signed_in.goto("/")
    signed_in.wait_for_load_state("networkidle")
    assert [url for url in asked if not url.startswith((server.url, "data:", "blob:"))] == []
    assert violations(signed_in) == []
