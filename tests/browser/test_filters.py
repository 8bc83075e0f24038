"""The builder of filters in a browser: short ways, by keyboard alone, nothing typed is lost, on the phone too."""

from __future__ import annotations

import json
from collections.abc import Callable
from urllib.parse import quote

from playwright.sync_api import Page, expect

from tests.browser.axe import violations

TREE = [
    {
        "any": [
            {"field": "grade", "op": "in", "value": ["A", "B"]},
            {
                "all": [
                    {"field": "city", "op": "is", "value": "Leeds"},
                    {"related": "opportunities", "none": {}},
                ]
            },
        ]
    }
]


def test_a_customers_of_my_team_not_contacted_for_a_month_take_twelve_actions(signed_in: Page) -> None:
    page = signed_in
    page.goto("/customers/")
    actions: list[Callable[[], None]] = [
        lambda: page.click("#filter-open"),
        lambda: offered(page, "Grade"),
        lambda: page.get_by_label("A", exact=True).check(),
        lambda: add(page),
        lambda: offered(page, "Last contact"),
        lambda: add(page),
        lambda: offered(page, "Owner"),
        lambda: page.get_by_label("My team", exact=True).check(),
        lambda: applied(page),
        lambda: page.get_by_role("link", name="Save view").click(),
        lambda: page.get_by_label("Name").fill("Silent A customers"),
        lambda: page.keyboard.press("Enter"),
    ]
    for act in actions:
        act()
    assert len(actions) <= 12
    expect(page.get_by_role("link", name="Silent A customers").first).to_be_visible()
    for said in ("Grade is A", "Last contact is not in the last 30 days", "Owner is my team"):
        expect(page.get_by_role("link", name=f"Change the filter: {said}")).to_be_visible()


def offered(page: Page, name: str) -> None:
    """Choose a field of the entity itself."""
    page.locator(".filter-offered").first.get_by_role("option", name=name, exact=True).click()
    expect(page.locator("#filter-find")).to_have_count(0)


def applied(page: Page) -> None:
    """Press Enter and see the list with its filters."""
    page.keyboard.press("Enter")
    expect(page.locator(".chip-text").first).to_be_visible()


def add(page: Page) -> None:
    """Ask for one more condition."""
    page.locator("button[value='add.0']").click()
    expect(page.locator("#filter-find")).to_be_focused()


def test_a_filter_is_built_and_changed_with_the_keyboard_alone(signed_in: Page) -> None:
    page = signed_in
    page.goto("/customers/")
    page.keyboard.press("f")
    expect(page.locator("#filter-find")).to_be_focused()
    page.keyboard.type("gra")
    page.keyboard.press("Enter")
    expect(page.get_by_label("A", exact=True)).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    chip = page.get_by_role("link", name="Change the filter: Grade is A")
    expect(chip).to_be_visible()
    expect(page.locator("#filter-menu")).to_be_hidden()
    chip.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("A", exact=True)).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    for _box in "CD":
        page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Group")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="Condition", exact=True)).to_be_focused()
    page.get_by_label("B", exact=True).focus()
    expect(page.locator("#filter-said")).to_have_text("Grade is one of A, B")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Change the filter: Grade is one of A, B")).to_be_visible()


def test_a_whole_condition_is_found_by_its_words(signed_in: Page) -> None:
    page = signed_in
    page.goto("/customers/")
    page.keyboard.press("f")
    expect(page.locator("#filter-find")).to_be_focused()
    page.keyboard.type("last contact is not")
    page.keyboard.press("Enter")
    expect(page.locator("#filter-said")).to_have_text("Last contact is not in the last 30 days")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Change the filter: Last contact")).to_be_visible()


def test_what_was_typed_waits_when_the_menu_closes_and_cancel_puts_it_away(signed_in: Page) -> None:
    page = signed_in
    page.goto("/customers/")
    page.click("#filter-open")
    offered(page, "City")
    page.locator("input[name='v.0-0']").fill("Lee")
    page.locator("select[name='o.0-0']").select_option("is")
    expect(page.locator("input[name='v.0-0']")).to_have_value("Lee")
    page.keyboard.press("Escape")
    expect(page.locator("#filter-menu")).to_be_hidden()
    page.click("#filter-open")
    expect(page.locator("input[name='v.0-0']")).to_have_value("Lee")
    page.get_by_role("link", name="Cancel").click()
    page.click("#filter-open")
    expect(page.locator("#filter-find")).to_be_focused()


def test_an_error_is_said_at_its_row_within_the_menu(signed_in: Page) -> None:
    page = signed_in
    page.goto("/customers/")
    page.click("#filter-open")
    offered(page, "City")
    page.keyboard.press("Enter")
    expect(page.locator(".filter-row .error")).to_have_text("Give a value to look for.")
    expect(page.locator("input[name='v.0-0']")).to_be_focused()


def test_nested_conditions_fit_the_phone_and_can_be_read_by_everybody(signed_in: Page) -> None:
    page = signed_in
    page.goto(f"/customers/?where={quote(json.dumps(TREE))}")
    page.locator(".chip-text").click()
    expect(page.locator(".filter-group")).to_have_count(2)
    assert violations(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    box = page.locator("#filter-menu").bounding_box()
    assert box is not None
    assert (box["width"], box["height"]) == (390, 844)
    inside = page.locator("#filter-menu").evaluate("menu => menu.scrollWidth - menu.clientWidth")
    assert inside == 0
    page.locator("button[value='add.0-1']").click()
    expect(page.locator("#filter-find")).to_be_focused()
    assert violations(page) == []
