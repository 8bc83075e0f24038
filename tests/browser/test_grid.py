"""The list as a working surface: cells changed where they stand, blocks copied and pasted, rows chosen across pages."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import violations


@pytest.fixture
def customers(signed_in: Page) -> Page:
    """The list of customers, ready for the keyboard."""
    signed_in.goto("/customers/?view=all&columns=name,city,grade,owner,revenue,created_at&sort=name")
    signed_in.locator("table[role=grid]").wait_for()
    return signed_in


def cell(page: Page, row: int, field: str) -> Locator:
    place = page.locator(f"thead th[data-field={field}]").evaluate("head => head.cellIndex")
    return page.locator("tbody tr[data-row]").nth(row).locator("td").nth(place)


def paste(page: Page, text: str) -> None:
    """As the browser does when somebody presses Ctrl+V."""
    page.evaluate(
        """text => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            const options = {clipboardData: data, bubbles: true, cancelable: true};
            document.activeElement.dispatchEvent(new ClipboardEvent("paste", options));
        }""",
        text,
    )


def saved(page: Page, where: Locator) -> None:
    expect(where).not_to_have_attribute("aria-busy", "true")


def test_typing_in_a_cell_enter_and_tab_fill_a_column_and_a_row(customers: Page) -> None:
    page = customers
    cell(page, 0, "city").click()
    page.keyboard.type("Leeds", delay=5)
    page.keyboard.press("Enter")
    expect(cell(page, 1, "city")).to_be_focused()
    page.keyboard.press("F2")
    expect(page.locator(".cell-form input")).to_be_focused()
    page.keyboard.type("Hull")
    page.keyboard.press("Tab")
    expect(cell(page, 1, "grade")).to_be_focused()
    page.keyboard.press("Enter")
    page.locator(".cell-form select").select_option("A")
    expect(page.locator(".cell-form")).to_have_count(0)
    for row, field, text in ((0, "city", "Leeds"), (1, "city", "Hull"), (1, "grade", "A")):
        saved(page, cell(page, row, field))
        expect(cell(page, row, field)).to_have_text(text)
    page.reload()
    expect(cell(page, 0, "city")).to_have_text("Leeds")
    expect(cell(page, 1, "grade")).to_have_text("A")


def test_escape_leaves_a_cell_and_undo_takes_a_change_back_in_place(customers: Page) -> None:
    page = customers
    here = cell(page, 2, "city")
    before = here.inner_text()
    here.dblclick()
    page.locator(".cell-form input").fill("Nowhere")
    page.keyboard.press("Escape")
    expect(here).to_have_text(before)
    expect(here).to_be_focused()
    page.keyboard.type("Bath", delay=5)
    page.keyboard.press("Enter")
    saved(page, here)
    expect(page.locator(".toast form")).to_be_visible()
    page.keyboard.press("Control+z")
    expect(here).to_have_text(before)
    expect(page).to_have_url(re.compile("columns="))


def test_a_person_is_found_while_one_types_and_chosen_by_enter(customers: Page) -> None:
    page = customers
    here = cell(page, 3, "owner")
    here.click(position={"x": 4, "y": 4})
    page.keyboard.type("Helena", delay=5)
    expect(page.locator(".cell-form [role=option]").first).to_contain_text("Helena")
    page.keyboard.press("Enter")
    saved(page, here)
    expect(here).to_contain_text("Helena")
    expect(page.locator(".cell-box")).to_have_count(0)


def test_a_refused_cell_is_put_back_with_the_reason_and_keeps_what_was_typed(customers: Page) -> None:
    page = customers
    here = cell(page, 4, "revenue")
    before = here.inner_text()
    here.click()
    page.keyboard.type("much", delay=5)
    page.keyboard.press("Enter")
    expect(page.locator(".cell-note .error")).to_contain_text("not a number")
    expect(here).to_have_attribute("data-wrong", "")
    expect(here).to_have_text(before)
    here.click()
    page.keyboard.press("F2")
    expect(page.locator(".cell-form input").first).to_have_value("much")
    page.keyboard.press("Escape")
    cell(page, 4, "created_at").click()
    page.keyboard.press("F2")
    expect(page.locator(".cell-note")).to_contain_text("cannot be changed")


def test_a_column_from_a_spreadsheet_is_pasted_in_three_actions(customers: Page) -> None:
    page = customers
    cell(page, 5, "city").click()
    paste(page, "\r\n".join(f"Town {number}" for number in range(10)) + "\r\n")
    dialog = page.locator("#dialog-content")
    expect(dialog).to_contain_text("Cells that change: 10 · 10 rows")
    expect(dialog.locator("ins").first).to_have_text("Town 0")
    expect(dialog.get_by_role("button", name="Apply")).to_be_focused()
    assert violations(page) == []
    page.keyboard.press("Enter")
    expect(cell(page, 5, "city")).to_have_text("Town 0")
    expect(cell(page, 14, "city")).to_have_text("Town 9")
    expect(cell(page, 5, "city")).to_be_focused()
    page.locator(".toast", has_text="10 records").locator("form button").click()
    expect(cell(page, 5, "city")).not_to_have_text("Town 0")


def test_a_block_is_chosen_copied_as_a_spreadsheet_wants_it_and_cleared(customers: Page) -> None:
    page = customers
    cell(page, 0, "city").click()
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator("td[aria-selected=true]")).to_have_count(4)
    copied = page.evaluate(
        """() => {
            const data = new DataTransfer();
            const options = {clipboardData: data, bubbles: true, cancelable: true};
            document.activeElement.dispatchEvent(new ClipboardEvent("copy", options));
            return data.getData("text/plain");
        }"""
    )
    assert [len(line.split("\t")) for line in copied.split("\n")] == [2, 2]
    page.keyboard.press("Delete")
    expect(page.locator("#dialog-content h2")).to_have_text("Clear cells")
    page.keyboard.press("Escape")
    expect(cell(page, 0, "city")).not_to_be_empty()


def test_letters_walk_the_list_on_titles_and_the_title_stays_a_link(customers: Page) -> None:
    page = customers
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("tbody tr").nth(1).locator("td.title a")).to_be_focused()
    page.keyboard.press("x")
    expect(page.locator("tbody .select").nth(1)).to_be_checked()
    page.keyboard.press("ArrowRight")
    expect(cell(page, 1, "city")).to_be_focused()
    page.keyboard.press(" ")
    expect(page.locator("tbody .select").nth(1)).not_to_be_checked()
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/customers/\d+/"))


def test_what_is_chosen_stays_chosen_on_other_pages_and_all_is_counted(customers: Page) -> None:
    page = customers
    page.locator("tbody .select").nth(1).click()
    page.locator("tbody .select").nth(3).click(modifiers=["Shift"])
    page.locator(".pager a", has_text="Next page").click()
    expect(page.locator(".bulk output")).to_have_text("3 chosen")
    expect(page.locator("tbody .select:checked")).to_have_count(0)
    page.locator("thead .select").click()
    every = page.locator(".bulk [data-all]")
    total = re.sub(r"\D", "", every.inner_text())
    every.click()
    page.locator(".bulk button[title=Tag]").click()
    dialog = page.locator("#dialog-content")
    expect(dialog.locator("h2")).to_contain_text(f"{total} records")
    assert violations(page) == []
    dialog.locator("[name=add_tags]").fill("autumn fair")
    dialog.locator("[type=submit]").click()
    expect(page.locator(".toast").last).to_contain_text(f"Tagged: {total} records")
    expect(page.locator(".bulk")).to_be_hidden()
    page.locator(".toast form button").last.click()
    expect(page.locator(".toast").last).to_contain_text("Taken back")


def test_the_grid_is_a_table_with_one_stop_and_without_faults(customers: Page) -> None:
    page = customers
    stops = (
        "[...document.querySelectorAll('tbody [tabindex=\"0\"], tbody :is(a, input):not([tabindex])')].length"
    )
    assert page.evaluate(stops) == 1
    cell(page, 1, "city").click()
    page.keyboard.press("Shift+ArrowDown")
    assert page.evaluate(stops) == 1
    assert violations(page) == []
    page.keyboard.press("F2")
    page.locator(".cell-form").wait_for()
    assert violations(page) == []
