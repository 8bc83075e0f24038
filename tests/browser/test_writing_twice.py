"""What one writes is never lost: not in a crash, not between two tabs, not on the way back."""

import re

from playwright.sync_api import Page, expect


def _customer(page: Page, place: int) -> str:
    """The address of a customer."""
    page.goto("/customers/")
    address = page.locator("[data-row] a[href^='/customers/']").nth(place).get_attribute("href")
    return str(address)


def _drafts(page: Page) -> list[str]:
    found: list[str] = page.evaluate(
        "Object.keys(localStorage).filter((key) => key.startsWith('kith:draft:'))"
    )
    return found


def test_two_tabs_never_lose_an_edit(signed_in: Page) -> None:
    one, two = signed_in, signed_in.context.new_page()
    address = _customer(one, 3)
    one.goto(f"{address}edit/")
    two.goto(f"{address}edit/")
    one.locator("[name=city]").fill("Aachen")
    one.locator("form.form button.btn-primary").click()
    one.wait_for_url(re.compile(f"{address}$"))
    expect(two.locator("form.form [role=alert]")).to_contain_text("saved in another tab")
    two.locator("[name=city]").fill("Berlin")
    two.locator("form.form button.btn-primary").click()
    row = two.locator(".compare tbody tr")
    expect(row).to_have_text(re.compile("City.*Aachen.*Berlin", re.DOTALL))
    two.get_by_role("button", name="Save mine anyway").click()
    two.wait_for_url(re.compile(f"{address}$"))
    expect(two.locator("#field-city")).to_contain_text("Berlin")
    expect(one.locator("#field-city")).to_contain_text("Berlin")  # the page of the other tab followed
    assert _drafts(two) == []
    two.close()


def test_a_draft_brings_back_only_what_was_written_and_not_over_a_newer_value(signed_in: Page) -> None:
    page = signed_in
    address = _customer(page, 4)
    page.goto(f"{address}edit/")
    page.locator("[name=city]").fill("Minsk")
    page.wait_for_function("() => Object.keys(localStorage).some((key) => key.startsWith('kith:draft:'))")
    other = page.context.new_page()  # somebody else changes two fields meanwhile
    other.goto(f"{address}edit/?field=city")
    other.evaluate("localStorage.clear()")
    draft = {"version": page.locator("[name=version]").input_value()}
    other.locator("[name=city]").fill("Riga")
    other.locator("form.form button.btn-primary").click()
    other.wait_for_url(re.compile(f"{address}$"))
    page.evaluate("localStorage.clear()")
    page.locator("[name=city]").fill("Minsk 2")
    page.wait_for_function("() => Object.keys(localStorage).some((key) => key.startsWith('kith:draft:'))")
    page.goto(f"{address}edit/")  # as after a crash: the page is opened anew
    expect(page.locator("[data-draft-note]")).to_be_visible()
    expect(page.locator("[name=city]")).to_have_value("Minsk 2")
    assert page.locator("[name=version]").input_value() == draft["version"]
    page.locator("form.form button.btn-primary").click()
    expect(page.locator(".compare tbody tr")).to_have_text(re.compile("City.*Riga.*Minsk 2", re.DOTALL))
    other.close()


def test_values_typed_in_place_and_on_the_timeline_survive_a_reload(signed_in: Page) -> None:
    page = signed_in
    address = _customer(page, 5)
    page.goto(address)
    page.locator(".composer textarea").first.fill("Half a thought")
    page.locator("#field-city").hover()
    page.locator("#field-city .edit-here").click()
    page.locator("#field-city [name=city]").fill("Narva")
    page.reload()
    expect(page.locator(".composer textarea").first).to_have_value("Half a thought")
    page.locator("#field-city").hover()
    page.locator("#field-city .edit-here").click()
    expect(page.locator("#field-city [name=city]")).to_have_value("Narva")
    page.locator("#field-city [data-forget]").click()
    expect(page.locator("#field-city [name=city]")).to_have_count(0)
    expect(page.locator(".composer textarea").first).to_have_value("Half a thought")
    page.locator("[popovertarget=me-menu]:visible").click()
    page.get_by_role("menuitem", name="Sign out").click()
    page.wait_for_url("**/sign-in/**")
    assert _drafts(page) == []


def test_back_leads_to_the_same_place_of_the_same_filtered_list(signed_in: Page) -> None:
    page = signed_in
    page.set_viewport_size({"width": 1280, "height": 500})
    page.goto("/customers/")
    page.locator("#find").fill("gmbh")
    page.wait_for_url(re.compile("q=gmbh"))
    expect(page.locator("[data-row]").first).to_contain_text(re.compile("gmbh", re.IGNORECASE))
    page.locator(".table-scroll").evaluate("list => list.scrollTo(0, 300)")
    page.locator("[data-row]").nth(10).locator("a").first.click()
    page.wait_for_url(re.compile(r"/customers/\d+/$"))
    page.go_back()
    page.wait_for_url(re.compile("q=gmbh"))
    expect(page.locator("#find")).to_have_value("gmbh")
    page.wait_for_function("() => document.querySelector('.table-scroll').scrollTop === 300")
