"""Writing in forms: what was typed goes along."""

from playwright.sync_api import Locator, Page, expect


def _drag(page: Page, what: Locator, to: Locator) -> None:
    begin, end = what.bounding_box(), to.bounding_box()
    assert begin
    assert end
    page.mouse.move(begin["x"] + 40, begin["y"] + 10)
    page.mouse.down()
    page.mouse.move(begin["x"] + 60, begin["y"] + 30, steps=5)
    page.mouse.move(end["x"] + 60, end["y"] + 60, steps=15)
    page.mouse.move(end["x"] + 62, end["y"] + 64, steps=3)
    page.mouse.up()


def test_what_was_typed_in_the_short_form_stands_in_the_long_one(signed_in: Page) -> None:
    signed_in.goto("/customers/")
    signed_in.locator("main [data-key=c]").click()
    dialog = signed_in.locator("#dialog-content")
    dialog.locator("[name=name]").fill("Nordwind Logistics")
    dialog.locator("[name=email]").fill("not a mail address")
    dialog.locator(".btn-primary").click()
    expect(dialog.get_by_role("alert")).to_be_visible()
    dialog.locator("a[data-carry]").click()
    signed_in.wait_for_url("**/customers/new/")
    expect(signed_in.locator("main [name=name]")).to_have_value("Nordwind Logistics")
    expect(signed_in.locator("main [name=email]")).to_have_value("not a mail address")
    expect(signed_in.locator("[data-draft-note]")).to_be_hidden()


def test_a_card_dropped_on_lost_asks_why_and_then_moves(signed_in: Page) -> None:
    signed_in.set_viewport_size({"width": 1900, "height": 900})
    signed_in.goto("/opportunities/board/")
    signed_in.wait_for_load_state("networkidle")
    columns = signed_in.locator("[data-column]")
    card = columns.first.locator(".card").first
    name = f"#{card.get_attribute('id')}"
    _drag(signed_in, card, columns.last)
    dialog = signed_in.locator("#dialog-content")
    expect(dialog.locator("[name=lost_reason]")).to_be_focused()
    expect(dialog.get_by_role("alert")).to_have_count(0)
    expect(columns.first.locator(name)).to_be_visible()
    dialog.locator("[name=lost_reason]").select_option(index=1)
    dialog.locator("[type=submit]").click()
    expect(columns.first.locator(name)).to_have_count(0)
    expect(dialog.locator("form")).to_have_count(0)
    signed_in.goto(f"/opportunities/{name.removeprefix('#card-')}/")
    expect(signed_in.locator(".path [aria-current]")).to_have_text("Lost")
