"""Today by one click or key: what is done leaves at once, comes back by undo, and stays when the server refuses."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from playwright.sync_api import Page, Route, expect

from kith.kernel import clock
from tests.browser.axe import violations


def plan(page: Page, *subjects: str) -> None:
    """Tasks of the person who is signed in, due an hour ago."""
    at = clock.now() - dt.timedelta(hours=1)
    for subject in subjects:
        page.goto("/activities/new/?kind=task")
        page.locator("input[name=subject]").fill(subject)
        page.locator("input[name=at]").fill(f"{at:%Y-%m-%dT%H:%M}")
        page.locator("#main form button[type=submit]").first.click()
        page.wait_for_url(re.compile(r"/activities/\d+/"))
    page.goto("/")


@pytest.fixture
def rows(signed_in: Page) -> Page:
    """Today with two tasks, and without what other tests left."""
    signed_in.goto("/")
    while signed_in.locator("#section-tasks [data-row]").count():
        row = signed_in.locator("#section-tasks [data-row]").first
        number = row.get_attribute("id")
        row.locator(".todo-done").click()
        expect(signed_in.locator(f"#{number}")).to_have_count(0)
    plan(signed_in, "Write to Acme", "Ring Bolt")
    return signed_in


def test_a_click_does_a_task_at_once_and_undo_brings_it_back(rows: Page) -> None:
    row = rows.locator("#section-tasks [data-row]").filter(has_text="Write to Acme")
    held: list[Route] = []
    rows.route(
        "**/*", lambda route: held.append(route) if route.request.method == "POST" else route.continue_()
    )
    row.locator(".todo-done").click()
    expect(row).to_be_hidden()  # the server has not answered yet
    held.pop().continue_()
    rows.unroute("**/*")
    toast = rows.locator("#toasts .toast").last
    expect(toast.get_by_role("button", name="Undo")).to_be_visible()
    expect(rows.locator("#section-tasks .count")).to_have_text("1")
    toast.get_by_role("button", name="Undo").click()
    expect(rows.locator("#section-tasks")).to_contain_text("Write to Acme")


def test_the_hands_stay_on_the_keyboard(rows: Page) -> None:
    rows.keyboard.press("j")
    while "Write to Acme" not in (rows.locator("[data-row][data-current]").text_content() or ""):
        rows.keyboard.press("j")
    rows.keyboard.press("m")
    menu = rows.locator("#move-menu")
    expect(menu).to_be_visible()
    assert violations(rows) == []
    rows.keyboard.press("ArrowDown")
    rows.keyboard.press("Enter")
    expect(rows.locator("#section-tasks")).not_to_contain_text("Write to Acme")
    expect(rows.locator("[data-row]:focus-within")).to_have_count(1)
    while "Ring Bolt" not in (rows.locator("[data-row][data-current]").text_content() or ""):
        rows.keyboard.press("j")
    rows.keyboard.press("x")
    expect(rows.locator("#section-tasks")).to_have_count(0)


def test_another_day_is_asked_for_in_the_dialog(rows: Page) -> None:
    rows.locator("#section-tasks [data-move]").first.click()
    rows.locator("#move-menu [data-ask]").click()
    field = rows.locator("dialog[open] input[name=to]")
    field.fill("2031-05-06T10:00")
    rows.locator("dialog[open] button[type=submit]").click()
    expect(rows.locator("dialog[open]")).to_have_count(0)
    expect(rows.locator("#section-tasks [data-row]")).to_have_count(1)


def test_a_row_comes_back_when_it_could_not_be_done(rows: Page) -> None:
    def refuse(route: Route) -> None:
        route.fulfill(status=409)

    rows.route("**/complete/", refuse)
    row = rows.locator("#section-tasks [data-row]").filter(has_text="Write to Acme")
    row.locator(".todo-done").click()
    expect(rows.locator("#toasts .toast-bad")).to_be_visible()
    expect(row).to_be_visible()
