"""A visit on a phone: located or not, far or near, sent or not; questions with a picture; the way through a day."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import ATTACHED

HAMBURG = {"latitude": 53.55, "longitude": 9.99, "accuracy": 12}
ROUGH = {"latitude": 53.55, "longitude": 9.99, "accuracy": 2500}
FAR = {"latitude": 53.75, "longitude": 9.99, "accuracy": 12}
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
DENIED = (
    "Object.defineProperty(navigator.geolocation, 'getCurrentPosition', {value: (_, no) => no({code: 1})})"
)


def photo() -> FilePayload:
    """A grey picture."""
    out = io.BytesIO()
    Image.new("RGB", (400, 300), (200, 200, 200)).save(out, "PNG")
    return {"name": "door.png", "mimeType": "image/png", "buffer": out.getvalue()}


@pytest.fixture
def phone(signed_in: Page) -> Page:
    signed_in.set_viewport_size({"width": 390, "height": 844})
    return signed_in


def agree_once(page: Page) -> None:
    if page.get_by_role("button", name="I agree").count():
        page.get_by_role("button", name="I agree").click()
        expect(page.get_by_role("button", name="I agree")).to_have_count(0)
    page.goto(page.url)  # with its scripts


def begun(page: Page, name: str, location: str = "53.55,9.99", *, purpose: str = "") -> None:
    """A new customer, and a visit there that nobody planned, whose page is open."""
    page.goto("/customers/new/")
    page.locator("#main input[name=name]").fill(name)
    page.locator("#main input[name=location]").fill(location)
    page.locator("#main form button[type=submit]").first.click()
    page.wait_for_url(re.compile(r"/customers/\d+/$"))
    number = page.url.strip("/").rpartition("/")[2]
    page.goto(f"/visiting/new/?customer={number}")
    page.locator("#purpose").select_option(purpose)
    page.get_by_role("button", name="Begin the visit").click()
    page.wait_for_url(re.compile(r"/visiting/\d+/$"))
    agree_once(page)


def came_in(page: Page) -> None:
    expect(page.locator("#visit-state")).to_have_text("Checked in")
    page.wait_for_function(ATTACHED)


def located(page: Page, where: dict[str, float]) -> None:
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation(where)  # type: ignore[arg-type]


def test_a_visit_on_a_phone_with_check_in_and_check_out(phone: Page) -> None:
    begun(phone, "Hafen Logistik")
    located(phone, HAMBURG)
    assert phone.evaluate(OVERFLOW) <= 0
    assert violations(phone) == []
    phone.locator("#picture").set_input_files(photo())
    phone.get_by_role("button", name="Check in").click()
    came_in(phone)
    expect(phone.locator(".visits-ends")).to_contain_text("Located")
    expect(phone.locator(".visits-ends")).to_contain_text("0 m from the customer")
    expect(phone.locator(".visits-pictures img")).to_have_count(1)
    phone.locator("#findings").fill("They take three more pallets.")
    phone.locator("#next_step").fill("Send the offer")
    phone.locator(".visits-more > summary").click()
    phone.locator("#competitor").fill("Nordlager")
    phone.get_by_role("button", name="Check out").click()
    expect(phone.locator("#visit-state")).to_have_text("Done, does not count")
    expect(phone.locator("#main")).to_contain_text("Too short")
    expect(phone.locator("#main")).to_contain_text("They take three more pallets.")
    expect(phone.locator("#main")).to_contain_text("Nordlager")
    assert violations(phone) == []


def test_who_is_not_located_is_told_and_says_why(phone: Page) -> None:
    begun(phone, "Kellerwerk")
    phone.evaluate(DENIED)
    phone.get_by_role("button", name="Check in").click()
    expect(phone.locator("[data-told]")).to_contain_text("Not located")
    expect(phone.locator("#reason")).to_be_focused()
    phone.locator("#reason").fill("The cellar has no reception")
    phone.get_by_role("button", name="Check in").click()
    came_in(phone)
    expect(phone.locator(".visits-ends")).to_contain_text("Not located")
    expect(phone.locator(".visits-ends")).to_contain_text("The cellar has no reception")
    phone.evaluate(DENIED)
    phone.get_by_role("button", name="Check out").click()
    phone.locator("#reason").fill("Still there")
    phone.get_by_role("button", name="Check out").click()
    expect(phone.locator("#main")).to_contain_text("Done, does not count")


@pytest.mark.parametrize(("where", "said"), [(ROUGH, "too rough"), (FAR, "farther than 500 m")])
def test_a_rough_position_or_another_place_needs_a_reason(
    phone: Page, where: dict[str, float], said: str
) -> None:
    begun(phone, f"Elbwerft {said}")
    located(phone, where)
    phone.get_by_role("button", name="Check in").click()
    expect(phone.locator("[data-error=reason]")).to_contain_text(said)
    located(phone, HAMBURG)
    phone.get_by_role("button", name="Locate again").click()
    expect(phone.locator("[data-told]")).to_contain_text("Located within 12 m")
    phone.get_by_role("button", name="Check in").click()
    came_in(phone)
    phone.locator("#findings").fill("-")
    phone.get_by_role("button", name="Check out").click()
    expect(phone.locator("#main")).to_contain_text("Too short")


def test_what_was_not_sent_is_still_there(phone: Page) -> None:
    begun(phone, "Funkloch")
    located(phone, HAMBURG)
    phone.get_by_role("button", name="Check in").click()
    came_in(phone)
    phone.locator("#findings").fill("Written without a network")
    phone.route("**/leave/", lambda route: route.abort())
    phone.get_by_role("button", name="Check out").click()
    expect(phone.locator("[data-told]")).to_contain_text("Not sent")
    expect(phone.locator("#findings")).to_have_value("Written without a network")
    phone.unroute("**/leave/")
    phone.get_by_role("button", name="Check out").click()
    expect(phone.locator("#main")).to_contain_text("Written without a network")
    expect(phone.locator("#main")).to_contain_text("Done")


def test_the_first_visit_notes_the_place_of_a_customer_without_one(phone: Page) -> None:
    begun(phone, "Unbekannt", "")
    located(phone, HAMBURG)
    phone.get_by_text("This is where the customer is").wait_for()
    phone.get_by_role("button", name="Check in").click()
    came_in(phone)
    expect(phone.locator(".visits-ends")).to_contain_text("0 m from the customer")
    phone.get_by_role("button", name="Check out").click()
    phone.get_by_role("link", name="Unbekannt").click()
    expect(phone.locator("#main")).to_contain_text("53.55")


def test_a_day_shows_its_way_in_order(signed_in: Page) -> None:
    signed_in.goto("/visiting/")
    signed_in.locator(".map[data-ready]").wait_for()
    expect(signed_in.locator(".visits-stops > li").first).to_contain_text("1")
    assert violations(signed_in) == []
