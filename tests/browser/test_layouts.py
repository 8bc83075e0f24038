"""Arranging a page by dragging and by keyboard."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect


def block(page: Page, name: str) -> Locator:
    """A field as a block on the page that is arranged."""
    return page.locator("li[data-entry=field]").filter(has_text=name).first


def drag(page: Page, what: Locator, onto: Locator, part: float = 0.6) -> None:
    """Drag by mouse onto a part of what is there: nothing moves before one lets go."""
    before = onto.bounding_box()
    assert before
    what.hover()
    page.mouse.down()
    page.mouse.move(before["x"] + before["width"] / 2, before["y"] + before["height"] * part, steps=9)
    expect(page.locator(".lay-line")).to_be_visible()
    assert onto.bounding_box() == before
    page.mouse.up()
    expect(page.locator(".lay-line")).to_have_count(0)


def fields(page: Page, section: int) -> list[str]:
    """The fields of a section in their order."""
    return page.locator("section.lay-zone").nth(section).locator("[data-name]").all_inner_texts()[1:]


def test_a_field_is_dropped_where_the_line_was_by_mouse_and_finger(signed_in: Page) -> None:
    page = signed_in
    page.goto("/shape/products/layout/")
    first, second = fields(page, 0), fields(page, 1)
    drag(page, block(page, second[0]), block(page, first[2]), 0.2)
    assert fields(page, 0) == [*first[:2], second[0], *first[2:]]
    drag(page, block(page, first[0]), block(page, first[3]), 0.8)
    assert fields(page, 0) == [first[1], second[0], first[2], first[3], first[0], *first[4:]]
    before = fields(page, 0)
    grip, onto = (
        block(page, before[0]).locator("[data-grip]").bounding_box(),
        block(page, before[2]).bounding_box(),
    )
    assert grip
    assert onto
    finger = page.context.new_cdp_session(page)
    x, y = grip["x"] + 8, grip["y"] + 8
    for kind, points in (
        ("touchStart", [{"x": x, "y": y}]),
        ("touchMove", [{"x": x, "y": y + 20}]),
        ("touchMove", [{"x": onto["x"] + 40, "y": onto["y"] + onto["height"] - 4}]),
        ("touchEnd", []),
    ):
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    assert fields(page, 0) == [*before[1:3], before[0], *before[3:]]
    page.get_by_text("Not saved yet").wait_for()


def test_menus_stay_in_the_window_and_a_section_is_called_what_is_typed(signed_in: Page) -> None:
    page = signed_in
    for width, height in ((1280, 500), (390, 700)):
        page.set_viewport_size({"width": width, "height": height})
        page.goto("/shape/products/layout/")
        page.get_by_role("button", name="Add section").click()
        expect(page.locator("[data-title]:focus")).to_be_visible()
        page.keyboard.type("Papers")
        page.get_by_role("region", name="Papers").wait_for()
        page.keyboard.press("Escape")
        for entry in page.locator(".lay-main .lay-menu > summary").all():
            entry.click()
            menu = page.locator(".lay-steps:visible")
            menu.evaluate("one => Promise.all(one.getAnimations().map((each) => each.finished))")
            box = menu.bounding_box()
            assert box
            assert box["x"] >= 0
            assert box["y"] >= 0
            assert box["x"] + box["width"] <= width
            assert box["y"] + box["height"] <= height
            page.keyboard.press("Escape")
            expect(menu).to_have_count(0)
        block(page, "Price").locator("summary").click()
        expect(page.get_by_role("button", name="To “Papers”")).to_be_visible()


def test_fields_are_placed_by_mouse_and_keyboard_and_the_form_follows_until_it_is_taken_back(
    signed_in: Page,
) -> None:
    page = signed_in
    page.goto("/shape/products/layout/")
    page.get_by_role("button", name="Add section").click()
    fresh = page.get_by_role("region", name="New section")
    expect(fresh).to_be_visible()
    drag(page, block(page, "Price"), fresh.locator("ul"))
    expect(fresh.locator("li")).to_have_count(1)
    expect(page.get_by_text("Not saved yet")).to_be_visible()
    fresh.get_by_label("Steps for").first.click()
    page.locator(".lay-steps:visible").get_by_label("Title · English").fill("Money")
    page.keyboard.press("Escape")
    grip = block(page, "Code").locator("[data-grip]")
    grip.focus()
    page.keyboard.press("ArrowUp")
    expect(grip).to_be_focused()
    expect(page.locator("section.lay-zone").first.locator("li").first).to_contain_text("Code")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("The page is arranged.")).to_be_visible()
    page.goto("/products/new/")
    names = page.locator(".form [name]:visible").evaluate_all("all => all.map((one) => one.name)")
    assert names.index("code") < names.index("name")
    expect(page.get_by_role("group", name="Money").locator("[name=price]")).to_be_visible()
    page.goto("/shape/products/layout/")
    page.get_by_role("button", name="Back to the standard").click()
    expect(page.get_by_text("The page is as it was before.")).to_be_visible()
    page.goto("/products/new/")
    expect(page.get_by_role("group", name="Money")).to_have_count(0)
