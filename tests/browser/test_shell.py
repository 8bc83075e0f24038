"""What stands around every page, as only a browser shows it: palette, keys, creating from anywhere."""

import re

from playwright.sync_api import Page, Route, expect

from tests.browser.axe import violations


def _record(page: Page, plural: str) -> str:
    """Open the first record of a list; its address."""
    page.goto(f"/{plural}/")
    address = page.locator(f"[data-row] a[href^='/{plural}/']").first.get_attribute("href")
    page.goto(str(address))
    return str(address)


def test_the_palette_finds_commands_by_initials_and_other_words_and_runs_them_by_keyboard(
    signed_in: Page,
) -> None:
    page = signed_in
    _record(page, "customers")
    page.keyboard.press("Control+k")
    palette = page.locator("#palette")
    expect(palette.get_by_role("option", name="Edit", exact=False).first).to_be_visible()
    page.keyboard.type("new opp")
    expect(palette.locator('[aria-selected="true"]')).to_have_text(re.compile("New opportunity"))
    palette.locator("input").fill("сделка")
    expect(palette.locator('[aria-selected="true"]')).to_have_text(re.compile("New opportunity"))
    assert violations(page) == []
    page.keyboard.press("Enter")
    expect(page.locator("#dialog-title")).to_have_text("New opportunity")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    page.keyboard.type("log")
    page.locator("#palette input").fill("call")
    page.keyboard.press("Enter")
    expect(page.locator(".composer textarea")).to_be_focused()
    expect(page.locator(".composer [name=kind]:checked")).to_have_value("call")


def test_the_palette_switches_the_language(signed_in: Page) -> None:
    page = signed_in
    page.goto("/customers/")
    for words, lang in (("русский", "ru"), ("english", "en")):
        page.keyboard.press("Control+k")
        expect(page.locator("#palette .option").first).to_be_visible()
        page.keyboard.type(words)
        expect(page.locator('#palette [aria-selected="true"]')).to_contain_text(
            re.compile(words, re.IGNORECASE)
        )
        page.keyboard.press("Enter")
        expect(page.locator("html")).to_have_attribute("lang", lang)
        expect(page).to_have_url(re.compile("/customers/$"))


def test_the_palette_waits_for_its_commands_when_somebody_types_faster(signed_in: Page) -> None:
    page = signed_in
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.goto("/customers/")
    commands = page.locator("#palette").get_attribute("data-commands")
    page.route(f"**{commands}", hold)
    with page.expect_request(f"**{commands}"):
        page.keyboard.press("Control+k")
    page.keyboard.type("contacts")
    page.keyboard.press("Enter")
    expect(page.locator("#palette")).to_be_visible()
    held[0].continue_()
    expect(page).to_have_url(re.compile("/contacts/$"))


def test_keys_go_to_places_and_stay_quiet_while_one_types(signed_in: Page) -> None:
    page = signed_in
    page.goto("/customers/")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("o")
    page.wait_for_url("**/contacts/")
    page.keyboard.press("/")
    page.keyboard.type("gc?")
    expect(page.locator("#find")).to_have_value("gc?")
    expect(page.locator("#keys")).to_be_hidden()
    page.goto("/settings/")
    page.get_by_label("Keyboard shortcuts of one letter").uncheck()
    page.locator("form:has([name=keys]) button[type=submit]").click()
    expect(page.locator("html")).to_have_attribute("data-keys", "off")
    page.keyboard.press("?")
    page.keyboard.press("Control+k")
    expect(page.locator("#palette")).to_be_visible()
    expect(page.locator("#keys")).to_be_hidden()
    page.goto("/settings/")
    page.get_by_label("Keyboard shortcuts of one letter").check()
    page.locator("form:has([name=keys]) button[type=submit]").click()
    expect(page.locator("html")).not_to_have_attribute("data-keys", "off")


def test_a_customer_with_a_contact_is_made_over_any_page_which_stays(signed_in: Page) -> None:
    page = signed_in
    address = _record(page, "opportunities")
    page.keyboard.press("c")
    expect(page.locator("#dialog-title")).to_be_visible()
    page.locator(".kind-item", has_text="Lead").click()
    expect(page.locator("#dialog-title")).to_have_text("New lead")
    page.locator(".kind-item", has_text="Customer").click()
    page.keyboard.type("Quick Works")
    expect(page.locator("#dialog-title")).to_have_text("New customer")
    expect(page.locator("#dialog [name=name]")).to_have_value("Quick Works")
    page.locator("[name='contacts.name']").fill("Quentin Quick")
    assert violations(page) == []
    page.keyboard.press("Control+Shift+Enter")
    expect(page.locator(".toast")).to_contain_text("Quick Works")
    expect(page.locator("#dialog [name=name]")).to_have_value("")
    page.locator("#dialog [name=name]").fill("Second Works")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#dialog")).to_be_hidden()
    assert page.url.endswith(address)
    page.locator(".toast a", has_text="Open").last.click()
    expect(page.locator("h1")).to_have_text("Second Works")
    page.goto("/contacts/?q=Quentin")
    expect(page.locator("[data-row]")).to_contain_text("Quick Works")


def test_a_star_keeps_a_record_at_the_side_and_what_was_seen_waits_in_the_palette(signed_in: Page) -> None:
    page = signed_in
    with page.expect_request("**/places/seen/"):
        address = _record(page, "customers")
    name = page.locator("h1").inner_text()
    star = page.get_by_role("button", name="Star", exact=True)
    expect(star).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("s")
    expect(star).to_have_attribute("aria-pressed", "true")
    kept = page.locator(".side [data-behavior~=starred] a")
    expect(kept).to_have_text([name])
    page.goto("/opportunities/")
    expect(kept).to_have_attribute("href", address)
    page.keyboard.press("Control+k")
    expect(page.locator("#palette").get_by_role("group", name="Starred")).to_contain_text(name)
    page.keyboard.press("Escape")
    page.goto(address)
    expect(star).to_have_attribute("aria-pressed", "true")
    assert violations(page) == []
    page.keyboard.press("s")
    expect(kept).to_have_count(0)
    page.goto("/opportunities/")
    page.keyboard.press("Control+k")
    expect(page.locator("#palette").get_by_role("group", name="Seen lately")).to_contain_text(name)
