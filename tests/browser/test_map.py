"""A map under the hands: outlines, discs, the list that says the same, near me."""

from playwright.sync_api import Page, expect

from tests.browser.axe import violations

DRAWN = """() => {
  const canvas = document.querySelector(".map canvas");
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const colours = new Set();
  for (let at = 0; at < data.length; at += 4 * 53) colours.add(data[at] << 16 | data[at + 1] << 8 | data[at + 2]);
  return colours.size;
}"""


def opened(page: Page, address: str) -> None:
    page.goto(address)
    page.locator(".map[data-ready]").wait_for()
    page.wait_for_load_state("networkidle")


def test_places_stand_on_land_and_nothing_is_asked_of_others(signed_in: Page) -> None:
    asked: list[str] = []
    signed_in.on("request", lambda request: asked.append(request.url))
    opened(signed_in, "/customers/map/")
    assert signed_in.evaluate(DRAWN) > 5
    assert any("/static/map/land-" in url for url in asked)
    assert {url.split("/")[2] for url in asked if url.startswith("http")} == {signed_in.url.split("/")[2]}
    assert violations(signed_in) == []


def test_a_town_is_typed_and_the_nearest_come_first(signed_in: Page) -> None:
    opened(signed_in, "/customers/map/")
    signed_in.locator("#near").fill("Hamburg")
    signed_in.locator("#near").press("Enter")
    expect(signed_in.locator("#map-count")).to_contain_text("of Hamburg")
    far = [float(text.split()[0]) for text in signed_in.locator(".map-far").all_text_contents()]
    assert far == sorted(far)
    assert max(far) <= 50
    signed_in.reload()
    expect(signed_in.locator("#near")).to_have_value("Hamburg")


def test_the_keyboard_moves_the_map(signed_in: Page) -> None:
    opened(signed_in, "/customers/map/?near=Hamburg&km=5")
    canvas = signed_in.locator(".map canvas")
    before = canvas.evaluate("item => item.toDataURL()")
    canvas.focus()
    signed_in.keyboard.press("+")
    signed_in.keyboard.press("ArrowLeft")
    signed_in.wait_for_function(
        "before => document.querySelector('.map canvas').toDataURL() !== before", arg=before
    )


def test_near_me_asks_only_when_it_is_pressed_and_a_refusal_is_said(signed_in: Page) -> None:
    opened(signed_in, "/customers/map/")
    signed_in.evaluate(
        "Object.defineProperty(navigator.geolocation, 'getCurrentPosition', {value: (_, no) => no({code: 1})})"
    )
    expect(signed_in.locator("#near-told")).to_be_empty()
    signed_in.get_by_role("button", name="Near me").click()
    expect(signed_in.locator("#near-told")).to_contain_text("type a town")


def test_near_me_looks_around_where_the_browser_says_one_is(signed_in: Page) -> None:
    signed_in.context.grant_permissions(["geolocation"])
    signed_in.context.set_geolocation({"latitude": 53.55, "longitude": 9.99})
    opened(signed_in, "/customers/map/")
    signed_in.get_by_role("button", name="Near me").click()
    expect(signed_in.locator("#map-count")).to_contain_text("within 50 km of here")
    expect(signed_in.locator(".map-far").first).to_be_visible()


def test_on_the_phone_the_list_stands_below_the_map(signed_in: Page) -> None:
    signed_in.set_viewport_size({"width": 390, "height": 844})
    opened(signed_in, "/customers/map/")
    assert (
        signed_in.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    )
    canvas, names = signed_in.locator(".map").bounding_box(), signed_in.locator(".map-list").bounding_box()
    assert canvas
    assert names
    assert names["y"] >= canvas["y"] + canvas["height"] - 1
