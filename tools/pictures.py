"""Takes the pictures of the documentation: a demo company on a server of its own, looked at with Chromium.

.venv/bin/python tools/pictures.py            all of them into docs/pictures
.venv/bin/python tools/pictures.py today      only those whose name begins so
"""

from __future__ import annotations

import json
import re
import shutil
import sys
import time
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from playwright.sync_api import Browser, Page, sync_playwright

from demo_server import FLAGS, PROGRAMS, ROOT, company, kith, sign_in

FOLDER = ROOT / "docs" / "pictures"
# The hour that it is for whoever looks, whenever the pictures are taken: the demo plans today's tasks around now.
HOUR = 10
OPEN = '{"field":"outcome","value":"open"}'
CSV = """\
Company;E-mail;Phone;Town;Yearly revenue;Rating of the trade fair
Nordwind Logistics;office@nordwind.example;+49 30 5550 1401;Hamburg;1.250.000;very keen
Kramer Tools;info@kramer.example;+49 89 5550 1402;Munich;820.500;
Baltic Timber;sales@timber.example;+49 381 5550 1403;Rostock;2.100.000;wants a visit
Lindner & Sons;hello@lindner.example;+49 221 5550 1404;Cologne;310.000;next year
"""


@dataclass(frozen=True)
class Look:
    """Who looks with what: a person of the demo company, a size in pixels, colours."""

    suffix: str
    person: str
    size: tuple[int, int]
    colours: str


WIDE = Look("", "jonas", (1440, 900), "light")
PHONE = Look("-phone", "jonas", (390, 844), "dark")
CHINESE = Look("-zh", "mei", (1440, 900), "light")
ADMIN = Look("-admin", "admin", (1440, 900), "light")
RUSSIAN = Look("-ru", "irina", (1440, 900), "light")


Scene = Callable[[Page], None]


def to(path: str) -> Scene:
    """Open a page."""

    def go(page: Page) -> None:
        page.goto(path)

    return go


def record(page: Page) -> None:
    """Open the largest open deal."""
    page.goto(f"/opportunities/?sort=-amount&where={quote(OPEN)}")
    found = (str(link.get_attribute("href")) for link in page.locator("main a[href]").all())
    page.goto(next(href for href in found if re.fullmatch(r"/opportunities/\d+/", href)))


def mapping(page: Page) -> None:
    """Send a file and stop where its columns are matched with fields."""
    page.goto("/customers/import/")
    page.locator("input[type=file]").set_input_files(
        {"name": "trade fair.csv", "mimeType": "text/csv", "buffer": CSV.encode()}
    )
    page.wait_for_url("**/imports/*/**")


def filtering(page: Page) -> None:
    """Build a filter of two conditions and look at its sentence."""
    page.goto("/customers/")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("f")
    page.keyboard.type("grade")
    page.keyboard.press("Enter")
    page.get_by_role("checkbox").first.wait_for()
    page.keyboard.press("Space")
    page.locator("button[value^='add.']").first.click()
    page.get_by_role("combobox").last.wait_for()
    page.keyboard.type("last contact")
    page.keyboard.press("Enter")
    page.locator("#filter-said:has-text('30')").wait_for()


def searching(page: Page) -> None:
    """Ask the palette for something."""
    page.goto("/opportunities/board/")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("Control+k")
    page.keyboard.type("print")
    page.locator(".palette [role=option]").nth(1).wait_for()


def pasting(page: Page) -> None:
    """Paste a column of a spreadsheet and look at what it would change."""
    page.goto("/customers/?view=mine&sort=name")
    page.wait_for_load_state("networkidle")
    page.locator("tbody tr").first.locator("td").nth(4).click()
    page.evaluate(
        """() => {
          const data = new DataTransfer();
          data.setData("text/plain", "Hamburg\\nBerlin\\nKiel\\nKöln\\n");
          const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
          document.activeElement.dispatchEvent(event);
        }"""
    )
    page.locator("dialog[open]").wait_for()


SCENES: dict[str, tuple[Scene, Sequence[Look]]] = {
    "list": (to("/customers/"), (WIDE, PHONE)),
    "groups": (to("/opportunities/?group=stage&sort=-amount"), (WIDE,)),
    "filter": (filtering, (WIDE,)),
    "paste": (pasting, (WIDE,)),
    "board": (to("/opportunities/board/"), (WIDE, PHONE)),
    "calendar": (to("/activities/calendar/?group=week"), (WIDE, PHONE, CHINESE)),
    "team": (to("/activities/calendar/?group=team-week&view="), (WIDE,)),
    "map": (to("/customers/map/"), (WIDE, PHONE)),
    "palette": (searching, (WIDE,)),
    "design": (to("/design/"), (ADMIN,)),
    "record": (record, (WIDE, PHONE, CHINESE, RUSSIAN)),
    "import": (mapping, (WIDE,)),
    "today": (to("/"), (WIDE, PHONE, CHINESE, RUSSIAN)),
    "report": (to("/opportunities/report/?group=stage&measure=amount"), (PHONE,)),
}


def main(wanted: Sequence[str]) -> None:
    """Take the pictures whose names begin with one of the words, or all of them."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with company() as (address, password, data):
        set_hour(address, kith(data, "token", "admin").split()[-1])
        look_around(address, password, tuple(wanted))
    print(f"{sum(path.stat().st_size for path in FOLDER.glob('*.png')) / 1e6:.1f} MB in {FOLDER.name}")


def set_hour(address: str, token: str) -> None:
    """Move everybody to a time zone in which the working day has begun."""
    ahead = (HOUR - time.gmtime().tm_hour + 11) % 24 - 11
    zone = f"Etc/GMT{-ahead:+d}" if ahead else "UTC"
    for user in asked(f"{address}/api/v1/users?fields=id", token)["items"]:
        asked(f"{address}/api/v1/users/{user['id']}", token, {"time_zone": zone})


def asked(address: str, token: str, change: dict[str, str] | None = None) -> dict[str, Any]:
    """What the API answers; with a change it is a PATCH."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    request = urllib.request.Request(  # noqa: S310  our own address
        address,
        data=json.dumps(change).encode() if change else None,
        headers=headers,
        method="PATCH" if change else "GET",
    )
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310  the same
        found: dict[str, Any] = json.load(answer)
    return found


def look_around(address: str, password: str, wanted: tuple[str, ...]) -> None:
    """Take the pictures of a running server."""
    program = next(found for name in PROGRAMS if (found := shutil.which(name)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        for look in (WIDE, PHONE, CHINESE, RUSSIAN, ADMIN):
            scenes = {
                f"{name}{look.suffix}": scene
                for name, (scene, looks) in SCENES.items()
                if look in looks and f"{name}{look.suffix}".startswith(wanted or ("",))
            }
            if scenes:
                take(browser, look, scenes, address=address, password=password)
        browser.close()


def take(browser: Browser, look: Look, scenes: Mapping[str, Scene], *, address: str, password: str) -> None:
    """Sign in once and take each picture."""
    width, height = look.size
    context = browser.new_context(
        base_url=address,
        viewport={"width": width, "height": height},
        color_scheme="dark" if look.colours == "dark" else "light",
        reduced_motion="reduce",
        locale="en-GB",
        timezone_id="Europe/Berlin",
        is_mobile=look is PHONE,
        has_touch=look is PHONE,
    )
    page = context.new_page()
    sign_in(page, look.person, password)
    for name, scene in scenes.items():
        scene(page)
        page.wait_for_load_state("networkidle")
        page.screenshot(path=FOLDER / f"{name}.png", animations="disabled", caret="hide")
        print(name, flush=True)
    context.close()


if __name__ == "__main__":
    main(sys.argv[1:])
