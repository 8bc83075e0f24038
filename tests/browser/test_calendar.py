"""A calendar under the hands: drawing, dragging, the keyboard, the phone."""

import datetime as dt
import json
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import Server

DAY = dt.date(2027, 3, 17)  # a Wednesday on which the demo company has nothing to do
WEEK = f"/activities/calendar/?day={DAY}"


@pytest.fixture
def visit(server: Server) -> Iterator[dict[str, Any]]:
    """A visit of the administrator's from ten to eleven by the company's clock in Berlin, made through the API."""
    token = server.command("token", "browser").split()[-1]
    sent = {
        "kind": "visit", "subject": "Visit Acme", "at": f"{DAY}T10:00:00+01:00", "ends_at": f"{DAY}T11:00:00+01:00",
    }  # fmt: skip
    made = ask(server, token, "POST", "/api/v1/activities", sent)
    yield {**made, "read": lambda: ask(server, token, "GET", f"/api/v1/activities/{made['id']}")}
    ask(server, token, "DELETE", f"/api/v1/activities/{made['id']}")


def ask(server: Server, token: str, method: str, path: str, sent: Any = None) -> Any:
    """What the API answers."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    body = None if sent is None else json.dumps(sent).encode()
    request = urllib.request.Request(server.url + path, data=body, headers=headers, method=method)  # noqa: S310  our own address
    with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
        text = answer.read()
    return json.loads(text) if text else None


def lane(page: Page, day: dt.date = DAY) -> Locator:
    return page.locator(f".lane[data-day='{day}']")


def point(page: Page, day: dt.date, hour: float) -> tuple[float, float]:
    """Where an hour of a day is on the screen."""
    lane(page, day).evaluate("lane => lane.closest('.hours').scrollTop = lane.offsetHeight * 8 / 24")
    box = lane(page, day).bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] * hour / 24


def entry(page: Page, made: dict[str, Any]) -> Locator:
    return page.locator(f"#h-{made['id']}")


def opened(page: Page, address: str = WEEK) -> None:
    page.goto(address)
    page.wait_for_load_state("networkidle")


def test_an_entry_is_dragged_to_another_day_and_hour_and_brought_back_by_undo(
    signed_in: Page, visit: dict[str, Any]
) -> None:
    opened(signed_in)
    x, y = point(signed_in, DAY, 10.25)
    to_x, to_y = point(signed_in, DAY + dt.timedelta(days=1), 13.25)
    signed_in.mouse.move(x, y)
    signed_in.mouse.down()
    signed_in.mouse.move(x + 10, y + 10, steps=3)
    signed_in.mouse.move(to_x, to_y, steps=10)
    signed_in.mouse.up()
    expect(lane(signed_in, DAY + dt.timedelta(days=1)).locator(f"#h-{visit['id']}")).to_be_visible()
    toast = signed_in.locator("#toasts")
    expect(toast).to_contain_text("Visit Acme")
    assert visit["read"]()["at"] == "2027-03-18T12:00:00Z"
    assert visit["read"]()["ends_at"] == "2027-03-18T13:00:00Z"
    toast.locator("form button[type=submit]").first.click()
    expect(lane(signed_in).locator(f"#h-{visit['id']}")).to_be_visible()
    assert visit["read"]()["at"] == "2027-03-17T09:00:00Z"


def test_its_lower_edge_is_drawn_to_another_end(signed_in: Page, visit: dict[str, Any]) -> None:
    opened(signed_in)
    point(signed_in, DAY, 10)
    box = entry(signed_in, visit).bounding_box()
    assert box
    x, edge = box["x"] + 20, box["y"] + box["height"] - 3
    signed_in.mouse.move(x, edge)
    signed_in.mouse.down()
    signed_in.mouse.move(x, edge + 20, steps=3)
    signed_in.mouse.move(x, edge + box["height"] * 0.95, steps=5)
    signed_in.mouse.up()
    expect(signed_in.locator("#toasts")).to_contain_text("Visit Acme")
    assert visit["read"]()["ends_at"] == "2027-03-17T11:00:00Z"
    assert visit["read"]()["at"] == "2027-03-17T09:00:00Z"


def test_what_the_server_refuses_goes_back_and_a_toast_says_why(
    signed_in: Page, visit: dict[str, Any]
) -> None:
    opened(signed_in)
    entry(signed_in, visit).evaluate("item => { item.dataset.version = 99; }")
    x, y = point(signed_in, DAY, 10.25)
    signed_in.mouse.move(x, y)
    signed_in.mouse.down()
    signed_in.mouse.move(x + 10, y + 60, steps=5)
    signed_in.mouse.up()
    expect(signed_in.locator(".toast-bad")).to_be_visible()
    expect(entry(signed_in, visit)).to_have_attribute("data-hour", "10")
    assert entry(signed_in, visit).get_attribute("style") is None
    assert visit["read"]()["at"] == "2027-03-17T09:00:00Z"


def test_alt_and_arrows_move_the_entry_in_focus(signed_in: Page, visit: dict[str, Any]) -> None:
    opened(signed_in)
    entry(signed_in, visit).focus()
    for key in ("Alt+ArrowDown", "Alt+ArrowDown", "Alt+ArrowRight", "Alt+Shift+ArrowDown"):
        signed_in.keyboard.press(key)
    expect(signed_in.locator("#toasts")).to_contain_text("Visit Acme")
    assert visit["read"]()["at"] == "2027-03-18T09:30:00Z"
    expect(entry(signed_in, visit)).to_be_focused()


def test_a_stretch_of_time_that_is_drawn_becomes_a_meeting(signed_in: Page) -> None:
    opened(signed_in)
    x, y = point(signed_in, DAY, 14.05)
    signed_in.mouse.move(x, y)
    signed_in.mouse.down()
    signed_in.mouse.move(x, y + 30, steps=4)
    signed_in.mouse.move(x, point(signed_in, DAY, 15.4)[1], steps=6)
    signed_in.mouse.up()
    form = signed_in.locator("#dialog-content")
    expect(form.locator("[name=at]")).to_have_value(f"{DAY}T14:00")
    expect(form.locator("[name=ends_at]")).to_have_value(f"{DAY}T15:30")
    expect(form.locator("[name=kind]")).to_have_value("meeting")
    form.locator("[name=subject]").fill("Kick-off")
    form.locator(".btn-primary").click()
    expect(lane(signed_in)).to_contain_text("Kick-off")


def test_a_visit_tomorrow_takes_six_actions(signed_in: Page) -> None:
    """Counted from the open calendar: an hour, the kind, what for, whom (typed and chosen), create."""
    tomorrow = DAY + dt.timedelta(days=1)
    opened(signed_in)
    signed_in.mouse.click(*point(signed_in, tomorrow, 9.1))
    form = signed_in.locator("#dialog-content")
    form.locator("[name=kind]").select_option("visit")
    form.locator("[name=subject]").fill("Show the new pumps")
    form.locator("[name=about__text]").press_sequentially("a")
    form.locator("[role=option]").first.click()
    form.locator(".btn-primary").click()
    made = lane(signed_in, tomorrow).locator(".happening", has_text="Show the new pumps")
    expect(made).to_have_attribute("data-hour", "9")


def test_single_keys_turn_the_pages(signed_in: Page) -> None:
    opened(signed_in, "/activities/calendar/")
    expect(signed_in.locator(".lane .now").first).to_be_visible()
    title = signed_in.locator(".calendar-head h2")
    now = str(title.text_content())
    for key in ("n", "ArrowRight"):
        before = str(title.text_content())
        signed_in.keyboard.press(key)
        expect(title).not_to_have_text(before)
    signed_in.keyboard.press("t")
    expect(title).to_have_text(now)
    signed_in.keyboard.press("m")
    expect(signed_in.locator(".month")).to_be_visible()


def test_the_phone_opens_at_today_and_the_present_hour_and_the_agenda_at_today(signed_in: Page) -> None:
    signed_in.set_viewport_size({"width": 390, "height": 844})
    opened(signed_in, "/activities/calendar/")
    expect(signed_in.locator(".lane:visible")).to_have_count(1)
    expect(signed_in.locator(".now:visible")).to_be_in_viewport()
    opened(signed_in, "/activities/calendar/?group=month")
    expect(signed_in.locator(".month [data-here]")).to_be_in_viewport()


@pytest.mark.parametrize("way", ["week", "month", "team-day", "team-week"])
def test_everybody_can_use_it(signed_in: Page, way: str) -> None:
    opened(signed_in, f"/activities/calendar/?group={way}")
    assert violations(signed_in) == []
    signed_in.set_viewport_size({"width": 390, "height": 844})
    assert (
        signed_in.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    )
