"""Kith on a device: installed, and read without a network; what was kept goes with the person."""

import json
import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import ANSWER, Server, patient

KEPT = """async () => {
  const names = (await caches.keys()).filter((name) => name.startsWith("kith-pages-"));
  const all = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return all.flat().map(({url}) => new URL(url).pathname);
}"""


# A function that waits: Playwright takes the promise of an asynchronous condition for its answer.
UNTIL_KEPT = f"""async ([path, end]) => {{
  const kept = {KEPT};
  for (;;) {{
    const all = await kept();
    if (path === null ? !all.length : all.includes(path)) return all;
    if (Date.now() > end) throw new Error(`kept: ${{all}}, awaited: ${{path}}`);
    await new Promise((done) => setTimeout(done, 50));
  }}
}}"""
PATIENCE = 10_000

WIDTH = "src => fetch(src).then((a) => a.blob()).then((b) => createImageBitmap(b)).then((i) => i.width)"


@pytest.fixture
def phone(browser: Browser, server: Server) -> Iterator[Page]:
    """A phone on which somebody is signed in and the worker runs."""
    made = browser.new_context(base_url=server.url, locale="en-GB", viewport={"width": 390, "height": 844})
    made.set_default_timeout(ANSWER)
    page = patient(made.new_page())
    enter(page, server)
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    page.reload()
    yield page
    made.close()


def enter(page: Page, server: Server) -> None:
    """Sign in."""
    page.goto("/sign-in/")
    page.locator("input[name=username]").fill(server.username)
    page.locator("input[name=password]").fill(server.password)
    page.locator("form:has(input[name=password]) button[type=submit]").click()
    page.wait_for_url(lambda url: "/sign-in/" not in url)


def open_record(page: Page) -> tuple[str, str]:
    """Open the first customer; its address and name."""
    page.goto("/customers/")
    page.locator("[data-row] a[href^='/customers/']").first.click()
    page.wait_for_url(re.compile(r"/customers/\d+/$"))
    wait_until_kept(page, re.sub(r"^https?://[^/]+", "", page.url))
    return page.url, page.locator("h1").inner_text()


def wait_until_kept(page: Page, path: str | None) -> None:
    """Until the worker has put a page by; until it has let go of all for None."""
    page.evaluate(UNTIL_KEPT, [path, time.time() * 1000 + PATIENCE])


def test_pages_are_read_without_a_network_and_say_from_when_they_are(phone: Page) -> None:
    address, name = open_record(phone)
    phone.context.set_offline(True)
    phone.goto(address)
    expect(phone.locator("h1")).to_have_text(name)
    expect(phone.locator(".offline-note")).to_contain_text(re.compile(r"As of \d\d:\d\d, offline"))
    assert phone.locator(".composer").evaluate("form => form.inert") is True
    assert violations(phone) == []
    phone.goto("/contacts/")
    expect(phone.get_by_role("heading", name="No connection")).to_be_visible()
    assert violations(phone) == []
    phone.locator(".lately a", has_text=name).first.click()
    expect(phone.locator("h1")).to_have_text(name)
    phone.context.set_offline(False)  # the page comes back to life by itself
    expect(phone.locator(".offline-note")).to_have_count(0)


def test_what_was_kept_is_gone_with_the_person(phone: Page, server: Server) -> None:
    open_record(phone)
    phone.get_by_role("button", name="More").last.click()
    phone.locator("#more-menu [popovertarget=me-menu]").click()
    phone.get_by_role("menuitem", name="Sign out").click()
    phone.wait_for_url("**/sign-in/**")
    wait_until_kept(phone, None)
    server.command("user", "add", "other", "--role", "seller", typed="a password of another one\n")
    enter(phone, server)
    open_record(phone)
    other = Server(server.url, server.data, "other", "a password of another one")
    phone.context.clear_cookies()
    enter(phone, other)
    wait_until_kept(phone, "/")
    assert phone.evaluate(KEPT) == ["/"]


def test_a_form_that_cannot_be_sent_is_kept_and_says_so(phone: Page) -> None:
    address, _name = open_record(phone)
    phone.context.set_offline(True)
    phone.locator(".composer textarea").fill("Met at the fair, wants an offer")
    phone.locator(".composer button[type=submit]").click()
    expect(phone.locator(".toast")).to_contain_text("What you wrote is kept")
    expect(phone.locator(".composer textarea")).to_have_value("Met at the fair, wants an offer")
    phone.context.set_offline(False)
    phone.goto(address)
    expect(phone.locator(".composer textarea")).to_have_value("Met at the fair, wants an offer")


def test_kith_can_be_installed(phone: Page) -> None:
    told = phone.evaluate("fetch('/app.webmanifest').then((answer) => answer.text())")
    manifest = json.loads(told)
    assert manifest["display"] == "standalone"
    assert [shortcut["url"] for shortcut in manifest["shortcuts"]] == ["/customers/new/", "/", "/search/"]
    drawn = [icon for icon in manifest["icons"] if icon["type"] == "image/png"]
    assert [phone.evaluate(WIDTH, icon["src"]) for icon in drawn] == [192, 512, 512]


def test_a_page_that_one_aims_at_is_fetched_ahead_and_counts_as_seen_only_when_shown(phone: Page) -> None:
    phone.set_viewport_size({"width": 1280, "height": 800})
    phone.goto("/customers/")
    link = phone.locator("[data-row]").nth(6).locator("a[href^='/customers/']").first
    name = link.inner_text()
    with phone.expect_request(lambda request: request.headers.get("kith-prefetch") == "1"):
        link.hover()
    phone.keyboard.press("Control+k")
    expect(phone.locator("#palette .option").first).to_be_visible()
    expect(phone.locator("#palette").get_by_role("option", name=name)).to_have_count(0)
    phone.keyboard.press("Escape")
    with phone.expect_request("**/places/seen/"):
        link.click()
    expect(phone.locator("h1")).to_have_text(name)


def test_the_bar_under_the_thumb_and_the_menu_of_oneself_are_large_enough(phone: Page) -> None:
    phone.goto("/customers/")
    small = """items => items.filter((item) => item.checkVisibility())
        .map((item) => [item.textContent.trim().slice(0, 20), item.getBoundingClientRect().height])
        .filter(([, height]) => height < 44)"""
    assert phone.locator(".phone-item, .page-head .btn").evaluate_all(small) == []
    phone.get_by_role("button", name="More").last.click()
    phone.locator("#more-menu [popovertarget=me-menu]").click()
    assert (
        phone.locator("#me-menu .menu-item, #me-menu .btn, #more-menu .menu-item").evaluate_all(small) == []
    )
