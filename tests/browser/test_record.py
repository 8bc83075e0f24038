"""The page of a record, as people work on it: logging a call, naming colleagues, pasting a picture, walking on."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations

pytestmark = pytest.mark.browser
DAY = "{ day: 'numeric', month: 'short' }"
PASTE = """(form) => {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 8;
  return new Promise((done) => canvas.toBlob((blob) => {
    const data = new DataTransfer();
    data.items.add(new File([blob], "shot.png", { type: "image/png" }));
    const paste = { clipboardData: data, bubbles: true, cancelable: true };
    form.querySelector("textarea").dispatchEvent(new ClipboardEvent("paste", paste));
    done();
  }));
}"""


@pytest.fixture
def record(signed_in: Page) -> Page:
    """The second customer of the list, opened from there."""
    signed_in.goto("/customers/")
    signed_in.locator("tr[data-row] td.title a").nth(1).click()
    signed_in.wait_for_url(re.compile(r"/customers/\d+/$"))
    return signed_in


def test_a_call_with_its_next_contact_takes_three_presses_beyond_the_words(record: Page) -> None:
    record.keyboard.press("l")
    expect(record.locator("textarea[name=text]")).to_be_focused()
    record.keyboard.type("They rang about the price")
    ahead = record.locator(".composer-extra[data-on]").get_by_role("group", name="Next contact")
    ahead.get_by_role("button", name="In a week").click()
    record.keyboard.press("Control+Enter")
    expect(record.locator("#timeline")).to_contain_text("They rang about the price")
    week = record.evaluate(
        "new Date(Date.now() + 7 * 864e5).toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })"
    )
    expect(record.locator(".facts")).to_contain_text(re.compile(rf"Next contact\s*{week}"))


def test_a_colleague_is_named_by_some_letters_of_the_name(record: Page) -> None:
    record.keyboard.press("n")
    record.keyboard.type("Ask @hel")
    expect(record.get_by_role("option", name="Helena Brandt")).to_be_visible()
    record.keyboard.press("Enter")
    expect(record.locator("textarea[name=text]")).to_have_value("Ask @Helena Brandt ")


def test_a_pasted_picture_is_sent_at_once_and_stands_in_the_entry(record: Page) -> None:
    record.locator(".composer").evaluate(PASTE)
    expect(record.locator(".composer .enclosing img")).to_have_attribute(
        "src", re.compile(r"/files/\d+/content/")
    )
    record.locator("textarea[name=text]").fill("How it looks")
    record.locator(".composer button[type=submit]").click()
    expect(record.locator(".entry", has_text="How it looks").locator("img")).to_be_visible()


def test_one_walks_on_through_the_list_that_one_came_from(record: Page) -> None:
    first = record.url
    expect(record.locator(".trail [data-place]")).to_have_text(re.compile(r"^2 of "))
    record.keyboard.press("]")
    record.wait_for_url(lambda url: url != first)
    expect(record.locator(".trail [data-place]")).to_have_text(re.compile(r"^3 of "))
    record.keyboard.press("[")
    record.wait_for_url(first)


def test_tabs_stay_in_one_row_and_keep_the_address(record: Page) -> None:
    tabs = record.locator(".record-main > .tabs")
    box = tabs.bounding_box()
    assert box is not None
    assert box["height"] < 48
    record.locator("[data-rest]").click()
    record.locator("#record-rest a").last.click()
    record.wait_for_url(re.compile(r"\?tab="))
    expect(tabs.locator("[aria-current]")).to_be_visible()
    record.go_back()
    expect(record.locator(".composer")).to_be_visible()


def test_the_page_of_a_record_has_no_fault_that_axe_finds(record: Page) -> None:
    record.keyboard.press("l")
    assert violations(record) == []


def test_a_step_tells_what_it_needs_when_one_points_at_it(signed_in: Page) -> None:
    empty = '[{"field":"next_step","op":"empty"},{"field":"outcome","op":"is","value":"open"}]'
    signed_in.goto(f"/opportunities/?where={quote(empty)}")
    signed_in.locator("tr[data-row] td.title a").first.click()
    signed_in.wait_for_url(re.compile(r"/opportunities/\d+/"))
    signed_in.locator("button.step", has_text="Agreement").hover()
    expect(signed_in.locator(".path-needs")).to_contain_text(re.compile("Still needed: .*Next step"))
    signed_in.locator("h1").hover()
    expect(signed_in.locator(".path-needs")).to_be_hidden()
