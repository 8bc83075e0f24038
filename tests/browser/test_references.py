"""Choosing a record while one types, on a slow network too, and finding one by another name."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Position, Route, expect

from tests.browser.axe import violations

pytestmark = pytest.mark.browser


def make(page: Page, plural: str, **values: Any) -> int:
    """A record made by hand."""
    if page.url == "about:blank":
        page.goto("/customers/")
    token = page.locator("input[name=csrfmiddlewaretoken]").first.input_value()
    made = page.request.post(
        f"/api/v1/{plural}",
        data=values,
        headers={"X-CSRFToken": token, "Referer": page.url, "Kith-Reason": "to be chosen"},
    )
    assert made.status == 201, made.text()
    return int(made.json()["id"])


def firm(page: Page, name: str) -> tuple[int, dict[str, int]]:
    """A company with three people."""
    customer = make(page, "customers", name=name)
    names = ("Anna Alder", "Bruno Birch", "Zoe Zander")
    return customer, {one: make(page, "contacts", name=one, customer=customer) for one in names}


class Slow:
    """Suggestions that arrive only when the test lets them go."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.waiting: list[Route] = []
        page.route("**/references/**", self.hold)

    def hold(self, route: Route) -> None:
        """Keep a question."""
        self.waiting.append(route)

    def type(self, field: Locator, text: str, *keys: str) -> None:
        """Type a text and these keys, and see that suggestions for it were asked for, and nothing came."""
        with self.page.expect_request(lambda one: f"q={text}" in one.url):
            field.fill(text)
            for key in keys:
                field.press(key)
        expect(field).to_have_value(text)

    def answer(self) -> None:
        """Let all of it arrive."""
        while self.waiting:
            self.waiting.pop(0).continue_()


def reports_to(page: Page, number: int) -> Any:
    """Whom the server says that a contact reports to."""
    answer = page.request.get(f"/api/v1/contacts/{number}").json()
    said = answer["reports_to"]
    return said["id"] if isinstance(said, dict) else said


def test_enter_takes_nobody_who_was_suggested_for_older_words(signed_in: Page) -> None:
    page = signed_in
    _customer, people = firm(page, "Slow Line")
    zoe = people["Zoe Zander"]
    page.goto(f"/contacts/{zoe}/edit/")
    field = page.get_by_role("combobox", name="Reports to")
    slow = Slow(page)
    slow.type(field, "anna")
    slow.answer()
    expect(page.get_by_role("option", name="Anna Alder")).to_be_visible()
    slow.type(field, "bruno", "Enter")
    expect(page.locator("input[name=reports_to]")).to_have_value("")
    slow.answer()
    expect(field).to_have_value("Bruno Birch")
    page.locator("#main").get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url(f"**/contacts/{zoe}/")
    assert reports_to(page, zoe) == people["Bruno Birch"]


def test_the_same_name_typed_anew_means_the_same_person(signed_in: Page) -> None:
    page = signed_in
    _customer, people = firm(page, "Typed Anew")
    anna = people["Anna Alder"]
    bruno = people["Bruno Birch"]
    page.goto(f"/contacts/{anna}/edit/")
    field = page.get_by_role("combobox", name="Reports to")
    field.fill("Bruno Birch")
    page.get_by_role("option", name="Bruno Birch").click()
    field.fill("Bruno Birch")
    field.press("Enter")
    expect(page.locator("input[name=reports_to]")).to_have_value(str(bruno))
    # Looking at the list and leaving it with Enter keeps who stands there.
    field.click()
    expect(page.get_by_role("option", name="Bruno Birch")).to_have_attribute("aria-selected", "true")
    field.press("Enter")
    expect(page.locator("input[name=reports_to]")).to_have_value(str(bruno))


def test_without_an_answer_the_server_finds_the_typed_name(signed_in: Page) -> None:
    page = signed_in
    _customer, people = firm(page, "No Answer")
    zoe = people["Zoe Zander"]
    page.goto(f"/contacts/{zoe}/edit/")
    page.route("**/references/**", lambda route: route.abort())
    field = page.get_by_role("combobox", name="Reports to")
    field.fill("Anna Alder")
    page.locator("#main").get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url(f"**/contacts/{zoe}/")
    assert reports_to(page, zoe) == people["Anna Alder"]


def test_a_customer_seen_lately_is_found_by_another_name(signed_in: Page) -> None:
    page = signed_in
    number = make(page, "customers", name="Upland Tools", other_names="Quibblesmith\n高地工具厂")
    page.goto(f"/customers/{number}/")
    page.goto("/contacts/")
    for name in ("quibblesm", "高地工具"):
        page.keyboard.press("Control+k")
        page.keyboard.type(name)
        found = page.get_by_role("option", name="Upland Tools")
        expect(found).to_have_count(1)
        expect(found).to_contain_text("Quibblesmith" if name < "z" else "高地工具厂")
        page.keyboard.press("Escape")


def test_people_are_put_under_others_in_the_chart(signed_in: Page) -> None:
    page = signed_in
    customer, people = firm(page, "Charted")
    anna, bruno, zoe = people.values()
    page.goto(f"/customers/{customer}/?tab=chart")
    assert violations(page) == []
    page.get_by_role("link", name="Reports to…: Bruno Birch").press("Enter")
    field = page.locator("#dialog-content").get_by_role("combobox", name="Reports to")
    expect(field).to_be_focused()
    page.keyboard.type("anna")
    expect(page.get_by_role("option", name="Anna Alder")).to_be_visible()
    page.keyboard.press("Enter")
    expect(field).to_have_value("Anna Alder")
    page.keyboard.press("Enter")
    below = page.locator(f'li:has(> [data-person="{anna}"]) li')
    expect(below).to_have_count(1)
    cards = {number: page.locator(f'[data-person="{number}"]') for number in (anna, bruno, zoe)}
    corner: Position = {"x": 160, "y": 8}
    cards[zoe].drag_to(cards[bruno], source_position=corner, target_position=corner)
    expect(below).to_have_count(2)
    # A circle is refused with the reason, where one can choose somebody else.
    cards[anna].drag_to(cards[zoe], source_position=corner, target_position=corner)
    expect(page.locator("#dialog-content")).to_contain_text("That person reports to this one already")
    expect(page.locator("#dialog-content").get_by_role("combobox")).to_have_value("Zoe Zander")
    page.keyboard.press("Escape")
    page.locator(".toast", has_text="Zoe Zander").get_by_role("button", name="Undo").click()
    expect(below).to_have_count(1)
