"""Rules as an administrator makes them, and a form that reacts to them while one types."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect


def test_a_form_reacts_to_a_rule_that_was_made_a_minute_ago(signed_in: Page) -> None:
    page = signed_in
    page.goto("/shape/competitors/rules/form/new/?how=hide")
    page.locator("#f-name").fill("No page for the nameless")
    page.locator("#f-where").get_by_role("button", name="Condition").click()
    page.get_by_role("combobox", name="Find a field").fill("name")
    page.keyboard.press("Enter")
    page.locator("#f-where").get_by_label("Value").fill("secret")
    expect(page.locator("#f-where-said")).to_contain_text("Name contains secret")
    page.get_by_role("checkbox", name="Website").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Website: hidden while: Name contains secret")).to_be_visible()

    page.goto("/competitors/new/")
    page.locator("#f-website").fill("kept.example")
    page.locator("#f-name").press_sequentially("Top secret")
    expect(page.locator("#f-website")).to_be_hidden()
    expect(page.locator("#f-name")).to_be_focused()
    expect(page.locator("[data-reacted]")).to_have_text(re.compile("Website"))
    page.locator("#f-name").fill("Open")
    expect(page.locator("#f-website")).to_be_visible()
    expect(page.locator("#f-website")).to_have_value("kept.example")
