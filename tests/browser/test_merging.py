"""Two records of one customer are chosen in the list, compared, merged, and taken apart again."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import Server

pytestmark = pytest.mark.browser


def two(page: Page, name: str) -> None:
    """Two records of one customer, made by hand, and the list that shows both."""
    page.goto("/customers/")
    token = page.locator("input[name=csrfmiddlewaretoken]").first.input_value()
    for more in ({"phone": "+49 30 5550 4711"}, {"city": "Ulm"}):
        made = page.request.post(
            "/api/v1/customers",
            data={"name": name, **more},
            headers={"X-CSRFToken": token, "Referer": page.url, "Kith-Reason": "to be merged"},
        )
        assert made.status == 201, made.text()
    page.goto(f"/customers/?q={name.replace(' ', '+')}")
    expect(page.locator("tr[data-row]")).to_have_count(2)


def test_merge_and_undo(signed_in: Page, server: Server) -> None:
    page = signed_in
    two(page, "Twice Mill")
    page.locator("thead .select").click()
    page.locator("[data-bulk]").get_by_role("button", name="Merge").click()
    page.wait_for_url(re.compile(r"/merge/customer/"))
    expect(page.locator(".merge-head")).to_have_count(2)
    assert violations(page) == []
    page.get_by_role("radio", name="Ulm").check()
    page.get_by_role("button", name="Merge").click()
    page.wait_for_url(re.compile(r"/customers/\d+/$"))
    expect(page.locator("h1")).to_have_text("Twice Mill")
    expect(page.locator("#main")).to_contain_text("Ulm")
    expect(page.locator("#main")).to_contain_text("4711")
    kept = page.url
    page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(page.locator(".toast").last).to_contain_text("Taken back")
    page.goto("/customers/?q=Twice+Mill")
    expect(page.locator("tr[data-row]")).to_have_count(2)
    page.goto(kept)
    expect(page.locator("h1")).to_have_text("Twice Mill")
