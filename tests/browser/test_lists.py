"""Looking at a list as only a browser shows it: columns dragged and sized, several keys, groups, the menu of a tab."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.axe import violations


def _heads(page: Page) -> list[str]:
    found: list[str] = page.eval_on_selector_all("th[data-field]", "all => all.map(one => one.dataset.field)")
    return found


def _box(page: Page, selector: str) -> Any:
    return page.locator(selector).bounding_box()


def _drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=6)
    page.mouse.up()


def test_a_column_is_made_narrower_at_its_edge_and_stays_so(signed_in: Page) -> None:
    page = signed_in
    page.goto("/leads/")
    page.wait_for_load_state("networkidle")
    key = _heads(page)[1]
    grip = _box(page, f'th[data-field="{key}"] [data-grip]')
    before = _box(page, f'th[data-field="{key}"]')["width"]
    at = (grip["x"] + 4, grip["y"] + 8)
    with page.expect_response("**/leads/widths/"):
        _drag(page, at, (at[0] - 40, at[1]))
    page.reload()
    narrow = _box(page, f'th[data-field="{key}"]')["width"]
    assert abs(before - 40 - narrow) < 2
    page.wait_for_load_state("networkidle")
    wide = page.locator("th[data-field]:has(a)").first.bounding_box()
    link = page.locator("th[data-field] a").first
    link.focus()
    with page.expect_response("**/leads/widths/"):
        page.keyboard.press("Shift+ArrowRight")
    now = page.locator("th[data-field]:has(a)").first.bounding_box()
    assert wide
    assert now
    assert abs(now["width"] - wide["width"] - 16) < 2
    assert violations(page) == []


def test_a_head_is_dragged_to_another_place_and_moved_by_keyboard(signed_in: Page) -> None:
    page = signed_in
    page.goto("/customers/")
    page.wait_for_load_state("networkidle")
    before = _heads(page)
    last, second = (_box(page, f'th[data-field="{key}"]') for key in (before[-1], before[1]))
    _drag(page, (last["x"] + 20, last["y"] + 15), (second["x"] + 8, second["y"] + 15))
    page.wait_for_url("**columns=*")
    expect(page.locator("th[data-field]").nth(1)).to_have_attribute("data-field", before[-1])
    assert _heads(page) == [before[0], before[-1], *before[1:-1]]
    page.locator("th[data-field] a").nth(1).focus()
    page.keyboard.press("Control+Shift+ArrowRight")
    expect(page.locator("th[data-field]").nth(2)).to_have_attribute("data-field", before[-1])
    page.go_back()
    expect(page.locator("th[data-field]").nth(1)).to_have_attribute("data-field", before[-1])


def test_columns_change_places_in_their_form_by_keyboard(signed_in: Page) -> None:
    page = signed_in
    page.goto("/customers/")
    before = _heads(page)
    page.locator(".list-tools").get_by_text("Columns").click()
    entry = page.locator("[data-entry]").first
    expect(entry).to_be_visible()
    assert violations(page) == []
    down = page.get_by_role("button", name=str(entry.locator("[data-step='1']").get_attribute("aria-label")))
    down.focus()
    page.keyboard.press("Enter")
    expect(down).to_be_focused()
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator("th[data-field]").nth(2)).to_have_attribute("data-field", before[1])


def test_shift_adds_a_key_to_the_order(signed_in: Page) -> None:
    page = signed_in
    page.goto("/customers/?sort=city")
    page.wait_for_load_state("networkidle")
    page.locator('th[data-field="grade"] a').click(modifiers=["Shift"])
    expect(page.locator('th[data-field="grade"] .sort-place')).to_have_text("2")
    expect(page.locator('th[data-field="city"] .sort-place')).to_have_text("1")
    assert "sort=city%2Cgrade" in page.url


def test_a_form_that_changed_the_list_leaves_and_nothing_veils_the_page(signed_in: Page) -> None:
    signed_in.goto("/customers/")
    tools, form = signed_in.locator(".list-tools"), signed_in.locator("#dialog-content")
    tools.get_by_role("link", name="Sort").click()
    form.locator("select[name=by]").first.select_option(index=1)
    form.locator("button[type=submit]").click()
    signed_in.wait_for_url("**sort=**")
    expect(signed_in.locator("dialog[open]")).to_have_count(0)
    tools.get_by_role("link", name="Columns").click()
    form.get_by_role("button", name="Show").click()
    signed_in.wait_for_url("**columns=**")
    expect(signed_in.locator("dialog[open]")).to_have_count(0)
    tools.get_by_role("link", name="Group").click()
    form.get_by_role("button", name="Owner", exact=True).click()
    signed_in.wait_for_url("**group=owner**")
    expect(signed_in.locator("dialog[open]")).to_have_count(0)


def test_groups_open_shut_and_give_more_without_leaving_the_page(signed_in: Page) -> None:
    page = signed_in
    page.goto("/customers/?group=status&open=-")
    group = page.locator("tbody[id^=group-]").first
    expect(group.locator("[data-row]")).to_have_count(0)
    group.locator(".group-head a").click()
    expect(group.locator("[data-row]")).to_have_count(10)
    group.locator(".group-more a").click()
    expect(group.locator("[data-row]").nth(10)).to_be_visible()
    assert violations(page) == []
    group.locator(".group-head a").click()
    expect(group.locator("[data-row]")).to_have_count(0)


def test_a_tab_is_saved_renamed_and_deleted_where_it_stands(signed_in: Page) -> None:
    page = signed_in
    page.goto("/leads/?sort=-created_at")
    page.locator(".list-tools").get_by_text("Save view").click()
    page.get_by_role("textbox", name="Name").fill("Fresh ones")
    page.keyboard.press("Enter")
    tab = page.locator('.tab[aria-current="page"]')
    expect(tab).to_have_text("Fresh ones")
    page.locator(".tab-more").click()
    expect(page.locator("#tab-menu")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("menuitem", name="Rename").click()
    page.get_by_role("textbox", name="Name").fill("Newest")
    page.keyboard.press("Enter")
    expect(tab).to_have_text("Newest")
    page.locator(".tab-more").click()
    page.get_by_role("menuitem", name="Delete").click()
    expect(page.locator(".tab", has_text="Newest")).to_have_count(0)
    page.locator("#toasts").get_by_role("button", name="Undo").click()
    expect(page.locator(".tab", has_text="Newest")).to_have_count(1)


def test_tabs_that_find_no_room_stand_in_a_menu(signed_in: Page) -> None:
    page = signed_in
    page.goto("/opportunities/")
    page.locator(".tabs").evaluate("row => { row.style.maxWidth = '20rem'; }")
    rest = page.locator("[data-rest]")
    expect(rest).to_be_visible()
    rest.click()
    hidden = page.locator("#tabs-rest .menu-item").last
    expect(hidden).to_be_visible()
    expect(page.locator('.tab[aria-current="page"]')).to_be_visible()
    name = hidden.inner_text()
    hidden.click()
    expect(page.locator('.tab[aria-current="page"]')).to_have_text(name)
