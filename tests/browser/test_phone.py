"""On a phone: nothing is wider than the screen."""

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
