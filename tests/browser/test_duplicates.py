"""Whom a new customer looks like is told while one types; what a search found is looked through in batches."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import PASSWORD, PATIENCE, Server, come_in

pytestmark = pytest.mark.browser


def known(page: Page) -> tuple[str, str]:
    """Name and address of a company of the demo."""
    page.goto("/customers/?q=GmbH")
    link = page.locator("[data-row] a[href^='/customers/']").first
    return str(link.text_content()).strip(), str(link.get_attribute("href"))


def typed(page: Page, name: str) -> Locator:
    """What the form of a new customer tells when this name is typed into it, letter by letter."""
    page.goto("/customers/new/")
    page.locator("[name=name]").press_sequentially(name)
    told = page.locator("[role=status].alike")
    expect(told).to_contain_text("This may be known already:")
    return told


def test_a_known_customer_is_told_while_one_types_and_kept_for_a_reason_only(signed_in: Page) -> None:
    page = signed_in
    name, address = known(page)
    told = typed(page, name.removesuffix(" GmbH"))
    link = told.get_by_role("link", name=name, exact=True)
    expect(link).to_have_attribute("href", address)
    expect(told).to_contain_text("same name")
    assert violations(page) == []
    with page.context.expect_page() as opened:
        link.click()
    expect(opened.value.locator("h1")).to_have_text(name)
    opened.value.close()
    page.locator("form.form button.btn-primary").click()
    expect(page.locator("form.form")).to_contain_text(f"“{name}” is known already: same name.")
    assert violations(page) == []
    page.locator("[name=insist]").fill("Another firm of that name")
    page.locator("form.form button.btn-primary").click()
    page.wait_for_url(re.compile(r"/customers/\d+/$"))
    assert not page.url.endswith(address)


def test_of_a_customer_out_of_reach_one_hears_only_that_it_is_known(signed_in: Page, server: Server) -> None:
    page = signed_in
    name, address = known(page)
    server.command("user", "add", "hilda", "--role", "seller", typed=f"{PASSWORD}\n")
    page.context.clear_cookies()
    come_in(page.context, server.url, "hilda", PASSWORD)
    told = typed(page, name)
    expect(told).to_contain_text("Already known, with another colleague.")
    expect(told).not_to_contain_text(name)
    expect(told.get_by_role("link")).to_have_count(0)
    assert page.request.get(address).status == 404
    assert violations(page) == []


def test_groups_that_a_search_found_are_kept_apart_many_at_once(signed_in: Page) -> None:
    page = signed_in
    page.goto("/customers/")
    token = page.locator("input[name=csrfmiddlewaretoken]").first.input_value()
    for name in ("Northern Rope Works", "Southern Bell Foundry"):
        for written in (name, f"{name} GmbH"):
            made = page.request.post(
                "/api/v1/customers",
                data={"name": written, "email": f"{name.split()[1].lower()}@example.com"},
                headers={"X-CSRFToken": token, "Referer": page.url, "Kith-Reason": "to be found"},
            )
            assert made.status == 201, made.text()
    page.goto("/duplicates/?entity=customer")
    with page.expect_response("**/duplicates/search/"):
        page.get_by_role("button", name="Search all").click()
    running, end = page.get_by_text("is being looked through"), time.monotonic() + PATIENCE
    page.goto("/duplicates/?entity=customer")
    while running.count() and time.monotonic() < end:
        page.reload()
    assert violations(page) == []
    groups = page.locator(".duplicates-group").filter(has_text=re.compile("Rope Works|Bell Foundry"))
    expect(groups).to_have_count(2)
    expect(groups.first.get_by_role("link", name="Compare and merge")).to_be_visible()
    for place in range(2):
        groups.nth(place).get_by_role("checkbox").check()
    page.get_by_role("button", name="The chosen ones are not the same").click()
    page.wait_for_url("**/duplicates/**")
    expect(groups).to_have_count(0)
