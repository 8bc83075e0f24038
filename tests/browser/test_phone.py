"""On a phone: nothing is wider than the screen."""

import json
import re
from urllib.parse import urlencode

from playwright.sync_api import FilePayload, Page, expect

FILE = """\
Company;E-mail;Telephone of the head office;Yearly revenue
Nordwind;office@nordwind.example;+49 30 5550 1401;1.250.000
"""
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def _speak(page: Page, language: str) -> None:
    page.goto("/settings/")
    page.locator("select[name=language]").select_option(language)
    page.locator("form:has(select[name=language]) button[type=submit]").click()
    expect(page.locator("html")).to_have_attribute("lang", language)


def _first(page: Page, plural: str) -> str:
    """The address of the first record of a list."""
    page.goto(f"/{plural}/")
    return str(page.locator(f"[data-row] a[href^='/{plural}/']").first.get_attribute("href"))


def test_no_page_is_wider_than_the_screen(signed_in: Page) -> None:
    _speak(signed_in, "ru")  # the language with the longest words
    signed_in.set_viewport_size({"width": 390, "height": 844})
    deal = _first(signed_in, "opportunities")
    wide = {}
    for address in (
        "/customers/", "/opportunities/board/", _first(signed_in, "customers"), deal, f"{deal}edit/",
        "/customers/new/", "/activities/new/", "/customers/import/",
    ):  # fmt: skip
        signed_in.goto(address)
        wide[address] = signed_in.evaluate(OVERFLOW)
    file: FilePayload = {"name": "trade fair.csv", "mimeType": "text/csv", "buffer": FILE.encode()}
    signed_in.locator("input[type=file]").set_input_files(file)
    signed_in.wait_for_url("**/imports/*/**")
    signed_in.locator("select[name^=field-]").first.wait_for()
    wide["mapping"] = signed_in.evaluate(OVERFLOW)
    _speak(signed_in, "en")
    assert {address: more for address, more in wide.items() if more > 0} == {}


def test_a_warning_at_the_head_of_a_deal_breaks_where_it_has_no_room(signed_in: Page) -> None:
    where = json.dumps([{"field": "credit_limit", "op": "not_empty"}])
    signed_in.goto(f"/customers/?{urlencode({'where': where})}")
    link = signed_in.locator("[data-row] a[href^='/customers/']").first.get_attribute("href")
    customer = str(link).strip("/").rpartition("/")[2]
    signed_in.goto(f"/opportunities/new/?customer={customer}")
    signed_in.locator("input[name=name]").fill("A whole new plant")
    signed_in.locator("input[name^=amount]").first.fill("90000000000")
    signed_in.locator("#main").get_by_role("button", name=re.compile("^(Create|Save)$")).first.click()
    expect(signed_in.locator("h1")).to_have_text("A whole new plant")
    signed_in.set_viewport_size({"width": 320, "height": 640})
    expect(signed_in.locator(".record-sub .badge")).to_contain_text("limit")
    signed_in.wait_for_function(f"() => {OVERFLOW} <= 0", timeout=5_000)
