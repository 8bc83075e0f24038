"""Every kind of page for everybody: WCAG 2.2 AA in both themes, at 320 px, without a mouse, without motion, still.

A page that is added to Kith is added to PAGES: a name, and how to get there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Literal
from urllib.parse import urlencode

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.axe import COLOURS, violations

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
THEMES: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")


def opened(page: Page, address: str, status: int = 200) -> None:
    """Go to a page that is really there."""
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == status, address


_first: dict[str, str] = {}


def first(page: Page, plural: str) -> str:
    """The address of the first record of a list, looked for once: nothing here deletes one."""
    if plural not in _first:
        page.goto(f"/{plural}/")
        _first[plural] = str(page.locator(f"#main a[href^='/{plural}/']").evaluate_all(LINK, plural))
    return _first[plural]


def at(address: str, status: int = 200) -> Callable[[Page], None]:
    """A page with an address of its own."""

    def go(page: Page) -> None:
        opened(page, address, status)

    return go


def record(plural: str, rest: str = "") -> Callable[[Page], None]:
    """A page of the first record of a list."""

    def go(page: Page) -> None:
        opened(page, f"{first(page, plural)}{rest}")

    return go


def hand_over(page: Page) -> None:
    """What somebody else leaves."""
    page.goto("/users/")
    every = page.locator("#main a[href^='/users/']").evaluate_all(
        "all => all.map(one => one.getAttribute('href'))"
    )
    mine = first(page, "users")
    others = [href for href in every if re.fullmatch(r"/users/\d+/", href) and href != mine]
    opened(page, f"{others[-1]}hand-over/")


def with_filter(page: Page) -> None:
    """A list whose filter is open."""
    page.goto("/customers/")
    page.locator("[popovertarget=filter-menu]").click()
    expect(page.locator("#filter-menu")).to_be_visible()


def with_tree(page: Page) -> None:
    """The builder with a condition and a group."""
    with_filter(page)
    page.keyboard.type("grade")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Group", exact=True).last.click()
    expect(page.locator("#filter-build")).to_contain_text("all of these")


def with_mapping(page: Page) -> None:
    """An import whose columns are being matched."""
    page.goto("/customers/import/")
    file: FilePayload = {
        "name": "fair.csv",
        "mimeType": "text/csv",
        "buffer": b"Company;Town\nNordwind;Kiel\n",
    }
    page.locator("input[type=file]").set_input_files(file)
    page.wait_for_url("**/imports/*/**")


def with_dialog(page: Page) -> None:
    """The short form of a new record in the dialog."""
    page.goto("/customers/")
    page.locator("#main a[href='/customers/new/'], #main a[href^='/customers/new/?']").first.click()
    expect(page.locator("dialog#dialog[open]")).to_be_visible()


def with_palette(page: Page) -> None:
    """Search and commands."""
    page.goto("/customers/")
    page.keyboard.press("Control+k")
    expect(page.locator("dialog[open]")).to_be_visible()


def with_keys(page: Page) -> None:
    """The sheet of shortcuts."""
    page.goto("/customers/")
    page.keyboard.press("?")
    expect(page.locator("dialog#keys[open]")).to_be_visible()


def signed_out(page: Page) -> None:
    """The door."""
    page.context.clear_cookies()
    page.goto("/sign-in/")


def merging(page: Page) -> None:
    """The first two customers side by side."""
    page.goto("/customers/")
    links = "links => links.slice(0, 2).map(link => link.getAttribute('href').split('/')[2])"
    found = page.locator("tr[data-row] td.title a").evaluate_all(links)
    opened(page, f"/merge/customer/?records={','.join(found)}")


def merging_with(page: Page) -> None:
    """With which others the first customer becomes one."""
    opened(page, f"/merge/customer/?records={first(page, 'customers').strip('/').rpartition('/')[2]}")


def of_some(where: str, plural: str, rest: str) -> Callable[[Page], None]:
    """A page of the first record of a kind that a list, here of those that fulfil a condition, links to."""

    def go(page: Page) -> None:
        page.goto(where)
        address = page.locator(f"#main a[href^='/{plural}/']").evaluate_all(LINK, plural)
        opened(page, f"{address}{rest}")

    return go


def filled(field: str) -> str:
    """The condition that a field is filled in, for the address of a list."""
    return "?" + urlencode({"where": json.dumps([{"field": field, "op": "not_empty"}])})


PAGES: dict[str, Callable[[Page], None]] = {
    "merging, side by side": merging,
    "merging, with which": merging_with,
    "configuration file": at("/shape/file/"),
    "versions of the configuration": at("/shape/versions/"),
    "two-step sign-in": at("/settings/security/"),
    "app for codes": at("/settings/security/app/"),
    "who is there": at("/settings/prove/"),
    "data about a person": record("contacts", "privacy/"),
    "consents": record("contacts", "?tab=consents"),
    "privacy": at("/settings/privacy/"),
    "statement": at("/settings/privacy/processing/"),
    "erasing a person": record("contacts", "privacy/erase/"),
    "words of an object": at("/shape/leads/words/?all=1"),
    "buttons of an object": at("/shape/leads/buttons/"),
    "new button": at("/shape/leads/buttons/new/?does=link"),
    "menu": at("/shape/menu/"),
    "rules of an object": at("/shape/customers/rules/"),
    "new validation rule": at("/shape/customers/rules/validation/new/?how=condition&usual=reach"),
    "new form rule": at("/shape/customers/rules/form/new/?how=require"),
    "data quality": at("/quality/"),
    "segment matrix": at("/customers/matrix/"),
    "structure": at("/customers/matrix/?rows=grade&columns=-"),
    "two fields crossed": at("/customers/matrix/?rows=owner&columns=status"),
    "clean-up run": at("/quality/clean/?entity=customer&run=names"),
    "is this customer free": at("/registrations/check/"),
    "registrations": at("/registrations/"),
    "registration": record("registrations"),
    "new registration": at("/registrations/new/"),
    "disputes": at("/registration-disputes/"),
    "follow-up": at("/follow-up/"),
    "follow-up rules": at("/follow-up-rules/"),
    "follow-up rule": record("follow-up-rules"),
    "what lies in pools": at("/pool/"),
    "who loses to which pool": at("/pool/people/"),
    "pools": at("/pools/"),
    "pool": record("pools"),
    "pool, form": record("pools", "edit/"),
    "rules of recycling": at("/pool-rules/"),
    "rule of recycling": record("pool-rules"),
    "recycling simulated": record("pool-rules", "simulate/"),
    "visits of a day": at("/visiting/"),
    "plan visits": at("/visiting/plan/"),
    "visit numbers": at("/visiting/numbers/"),
    "write a report": at("/reporting/new/"),
    "team at work": at("/reporting/"),
    "today": at("/"),
    "list": at("/customers/"),
    "list without a find": at("/customers/?q=zzzzqqqq"),
    "list, filter open": with_filter,
    "list, filter built": with_tree,
    "columns": at("/customers/columns/"),
    "order": at("/customers/sort/"),
    "list in groups": at("/opportunities/?group=stage"),
    "board": at("/opportunities/board/"),
    "object, new": at("/shape/new/"),
    "ready types": at("/shape/customers/types/ready/"),
    "object, related": at("/shape/customers/relations/"),
    "board in rows": at("/opportunities/board/?group=owner"),
    "calendar, week": at("/activities/calendar/?group=week"),
    "calendar": at("/activities/calendar/"),
    "calendar, month": at("/activities/calendar/?group=month"),
    "calendar, people": at("/activities/calendar/?group=team-day"),
    "map": at("/customers/map/"),
    "record": record("customers"),
    "record, with whom it is shared": record("customers", "?tab=shared"),
    "record, to be shared": record("customers", "share/"),
    "record, related": record("customers", "?tab=contacts.customer"),
    "record, organisation chart": of_some(f"/contacts/{filled('reports_to')}", "customers", "?tab=chart"),
    "record, group": of_some(f"/customers/{filled('parent')}", "customers", "?tab=group"),
    "record, relations": of_some("/relations/", "customers", "?tab=relations"),
    "rating rule": record("rating-rules"),
    "rating rule tried": record("rating-rules", "try/"),
    "duplicates": at("/duplicates/"),
    "duplicates of contacts": at("/duplicates/?entity=contact"),
    "record, comments": record("customers", "?tab=comments"),
    "record, files": record("customers", "?tab=files"),
    "deal": record("opportunities"),
    "form": record("customers", "edit/"),
    "new": at("/activities/new/"),
    "dialog": with_dialog,
    "report": at("/opportunities/report/?group=stage"),
    "import": at("/customers/import/"),
    "import, columns": with_mapping,
    "imports": at("/imports/"),
    "search": at("/search/?q=print"),
    "palette": with_palette,
    "shortcuts": with_keys,
    "notifications": at("/notifications/"),
    "settings": at("/settings/"),
    "role, rights": record("roles", "rights/"),
    "role, one line": record("roles", "rights/customer/"),
    "roles compared": at("/roles/compare/"),
    "why": record("customers", "why/?person=1"),
    "password": at("/settings/password/"),
    "sessions": at("/settings/sessions/"),
    "tokens": at("/settings/tokens/"),
    "new token": at("/settings/tokens/new/"),
    "demands of a role": at("/settings/demands/1/"),
    "rules of sign-in": at("/settings/sign-in/"),
    "company": at("/settings/company/"),
    "trash": at("/settings/trash/"),
    "changes": at("/settings/batches/"),
    "log": at("/settings/log/?kind=sign-in"),
    "put back": record("customers", "history/?at=2020-01-01T00:00"),
    "organisation": at("/organisation/"),
    "person in the organisation": record("users", "?tab=organisation"),
    "merging units": record("units", "merge/"),
    "hand-over": hand_over,
    "design": at("/design/"),
    "page arranged": at("/shape/customers/layout/"),
    "home arranged": at("/shape/home/"),
    "types": at("/shape/customers/types/"),
    "type": at("/shape/customers/types/new/"),
    "offline": at("/offline/"),
    "not found": at("/customers/999999999/", 404),
    "sign-in": signed_out,
}
# What is read in one go scrolls in its own frame, both ways.
STILL = ("today", "list", "board", "calendar", "record")

SHIFTS = """() => {
  window.shifts = [];
  const where = (source) => source.node?.outerHTML?.slice(0, 90) ?? '';
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) {
      if (!one.hadRecentInput) window.shifts.push([one.value, ...one.sources.map(where)]);
    }
  }).observe({ type: 'layout-shift', buffered: true });
}"""
# What has the focus, and whether it looks otherwise than without it.
SEEN = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  // Some show it around themselves: a card, a box with a text area in it.
  const around = (item) => item && item !== document.body ? [item, ...around(item.parentElement)].slice(0, 4) : [];
  const watched = ['outlineStyle', 'outlineWidth', 'boxShadow', 'borderColor', 'backgroundColor', 'color', 'opacity',
    'textDecorationLine', 'transform'];
  const style = (item) => watched.map((name) => getComputedStyle(item)[name]).join('|');
  const look = (item) => around(item).map(style).join('/');
  const name = (element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 40);
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  const focused = look(element);
  window.passed ??= new Set();
  const known = window.passed.has(element);
  window.passed.add(element);
  const outlined = outlineStyle !== 'none' && parseFloat(outlineWidth) > 0;
  element.blur();
  const seen = outlined || look(element) !== focused;
  element.focus({ preventScroll: true, focusVisible: true });
  return { name: `${element.tagName.toLowerCase()}.${element.className} ${name}`, seen, known };
}"""
MOVING = """() => document.getAnimations()
  .filter((one) => one.playState === 'running' && one.effect.getComputedTiming().duration > 20)
  .map((one) => one.effect.target?.className ?? '')"""
CALM = "() => Promise.allSettled(document.getAnimations().map((one) => one.finished))"
LINK = """(links, start) => links.map((link) => link.getAttribute('href'))
  .find((href) => new RegExp(`^/${start}/[0-9]+/$`).test(href))"""


@pytest.mark.parametrize("name", PAGES)
def test_a_page_breaks_no_rule_of_wcag_in_either_theme_and_fits_a_window_of_320_pixels(
    signed_in: Page, name: str
) -> None:
    """Zoom to 400 % makes a window that narrow. The other theme has other colours, and nothing else."""
    found = {}
    for theme in THEMES:
        signed_in.emulate_media(color_scheme=theme, reduced_motion="reduce")
        if theme == THEMES[0] or name == "sign-in":
            PAGES[name](signed_in)
        signed_in.wait_for_load_state("networkidle")
        signed_in.evaluate(CALM)
        found[theme] = violations(signed_in, COLOURS if theme == THEMES[1] else None)
    assert found == {theme: [] for theme in THEMES}
    signed_in.set_viewport_size({"width": 320, "height": 640})
    # Scripts put away what has no room a moment after the window has become narrow.
    signed_in.wait_for_function(f"() => {OVERFLOW} <= 0", timeout=5_000)


@pytest.mark.parametrize("name", STILL)
def test_nothing_jumps_while_a_page_loads(signed_in: Page, name: str) -> None:
    signed_in.add_init_script(f"({SHIFTS})()")
    PAGES[name](signed_in)
    signed_in.wait_for_load_state("networkidle")
    shifts = signed_in.evaluate("window.shifts")
    assert sum(shift[0] for shift in shifts) < 0.01, shifts


@pytest.mark.parametrize("name", ["today", "list", "board", "record", "form", "settings"])
def test_everything_is_reached_by_tab_and_shows_where_one_is(signed_in: Page, name: str) -> None:
    PAGES[name](signed_in)
    signed_in.wait_for_load_state("networkidle")
    passed: list[str] = []
    unseen = []
    for _step in range(400):
        signed_in.keyboard.press("Tab")
        now = signed_in.evaluate(SEEN)
        if now is None or now["known"]:
            break
        passed.append(now["name"])
        if not now["seen"]:
            unseen.append(now["name"])
    assert len(passed) > 10
    assert unseen == []


def test_who_wants_no_motion_gets_none(signed_in: Page) -> None:
    signed_in.emulate_media(reduced_motion="reduce")
    for name in ("today", "list", "board", "record"):
        PAGES[name](signed_in)
        assert signed_in.evaluate(MOVING) == [], name
    assert (
        signed_in.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--calm')").strip()
        == "1ms"
    )
