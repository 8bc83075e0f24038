"""Everyday tasks, done as people do them, and counted: none may take more than it does now, or than the best peer.

`peers` is the fewest actions that the best of Odoo, EspoCRM and Twenty takes by the same rule (tests/browser/hand.py),
None where none of them can do it. docs/everyday-tasks.md says where each count begins and what was counted.
"""

import datetime as dt
import json
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, ViewportSize, expect

from kith.kernel import clock
from tests.browser.conftest import Server, come_in
from tests.browser.hand import Hand

PASSWORD = "a password for the tasks"
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc0000003010100c9"
    "fe92ef0000000049454e44ae426082"
)
PHOTO: FilePayload = {"name": "sign at the gate.png", "mimeType": "image/png", "buffer": PIXEL}


Holds = Callable[[Hand, str, int, int | None], None]


@dataclass(frozen=True)
class Company:
    """The demo company as a program sees it: what a task needs is made and looked at through the API."""

    url: str
    token: str

    def ask(self, path: str, body: Any = None, method: str = "") -> Any:
        """What the API answers; with a body it is a POST unless said otherwise."""
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
            "Kith-Reason": "only called alike",
        }
        data = None if body is None else json.dumps(body).encode()
        asked = urllib.request.Request(  # noqa: S310  our own address
            f"{self.url}/api/v1{path}",
            data=data,
            headers=headers,
            method=method or ("POST" if data else "GET"),
        )
        with urllib.request.urlopen(asked, timeout=30) as answer:  # noqa: S310  the same
            return json.load(answer)

    def one(self, path: str) -> Any:
        """The first record of a list."""
        return self.ask(path)["items"][0]


@pytest.fixture(scope="session")
def company(server: Server) -> Company:
    """The served company, with Tess in it: she leads the first team and has a hundred leads and ten customers."""
    made = Company(server.url, server.command("token", server.username).split()[-1])
    server.command("user", "add", "tess", "--role", "manager", typed=f"{PASSWORD}\n")
    tess = made.one("/users?username=tess")
    made.ask(f"/users/{tess['id']}", {"name": "Tess Tanner", "language": "en"}, "PATCH")
    team = made.one("/teams?sort=name")
    made.ask(f"/teams/{team['id']}", {"members": [*team["members"], tess["id"]]}, "PATCH")
    leads = [{"name": f"Visitor {number:02}", "company": "Fair", "owner": tess["id"]} for number in range(60)]
    made.ask("/leads/bulk", {"create": leads})
    customers = [
        {"name": f"Aa Works {number:02}", "phone": f"+49 30 5550 {3100 + number}", "city": "Old", "grade": "A",
         "owner": tess["id"]}
        for number in range(10)
    ]  # fmt: skip
    made.ask("/customers/bulk", {"create": customers})
    deals = [{"name": f"Deal {number}", "owner": tess["id"]} for number in range(2)]
    made.ask("/opportunities/bulk", {"create": deals})
    return made


@pytest.fixture
def hand(page: Page, company: Company) -> Hand:
    """The hand of Tess, who has signed in and looks at her first page."""
    return _signed_in(page, company.url)


def _signed_in(page: Page, url: str) -> Hand:
    come_in(page.context, url, "tess", PASSWORD)
    page.goto("/")
    page.wait_for_load_state("networkidle")
    return Hand(page)


@pytest.fixture
def holds(tell: Callable[[str], None]) -> Holds:
    """Says that a task is done: tells its count and fails when it has grown."""

    def done(hand: Hand, name: str, ours: int, peers: int | None) -> None:
        peer = "nobody does it" if peers is None else f"the best peer {peers}"
        tell(f"{hand.count:3} actions ({peer}): {name}")
        assert hand.count <= ours, "\n".join(hand.done)
        assert peers is None or ours <= peers

    return done


def test_find_a_customer_by_the_last_four_digits_of_a_phone(hand: Hand, holds: Holds) -> None:
    hand.press("Control+k")
    hand.type("3107")
    expect(hand.page.get_by_role("option", name="Aa Works 07")).to_be_visible()
    hand.press("Enter")
    expect(hand.page.locator("h1")).to_have_text("Aa Works 07")
    holds(hand, "find a customer by the last four digits of a phone", 3, 4)


def test_log_a_call_and_when_to_call_again(hand: Hand, company: Company, holds: Holds) -> None:
    customer = company.one("/customers?name=Aa%20Works%2001")["id"]
    hand.page.goto(f"/customers/{customer}/")
    hand.press("l")
    hand.type("Wants an offer for two machines")
    hand.click(hand.page.get_by_role("group", name="Next contact").get_by_role("button", name="In a week"))
    hand.press("Control+Enter")
    expect(hand.page.locator(".timeline")).to_contain_text("Wants an offer for two machines")
    assert company.ask(f"/customers/{customer}")["next_contact_on"]
    holds(hand, "log a call and when to call again", 4, 9)


def test_create_a_customer_with_a_contact(hand: Hand, company: Company, holds: Holds) -> None:
    page = hand.page
    hand.press("Control+k")
    hand.type("new cust")
    expect(page.get_by_role("option", name="New customer")).to_be_visible()
    hand.press("Enter")
    expect(page.locator("#dialog-content [name=name]")).to_be_focused()
    hand.type("Nordlicht Works")
    hand.click(page.get_by_role("group", name="Contact").get_by_label("Name"))
    hand.type("Nora North")
    hand.press("Tab")
    hand.type("+49 30 5550 7788")
    hand.press("Enter")
    expect(page.locator(".toast")).to_be_visible()
    made = company.one("/contacts?name=Nora%20North&fields=name,customer.name")
    assert made["customer.name"] == "Nordlicht Works"
    holds(hand, "create a customer and a contact with a phone", 9, 11)


def test_add_a_deal_and_move_it(hand: Hand, company: Company, holds: Holds) -> None:
    page = hand.page
    page.set_viewport_size({"width": 1600, "height": 900})
    hand.click(page.get_by_role("navigation", name="Places").get_by_role("link", name="Opportunities"))
    hand.click(page.get_by_role("group", name="View as").get_by_role("link", name="Board"))
    page.wait_for_url("**/board/**")
    page.wait_for_load_state("networkidle")
    columns = page.locator(".column")
    hand.click(columns.first.get_by_role("link", name="Add to"))
    expect(columns.first.locator(".quick-add input[name=name]")).to_be_focused()
    hand.type("A deal of the fair")
    hand.press("Enter")
    card = columns.first.locator(".card", has_text="A deal of the fair")
    expect(card).to_be_visible()
    hand.drag(card, columns.nth(1).locator(".cards"))
    expect(columns.nth(1).locator(".card", has_text="A deal of the fair")).to_be_visible()
    expect(page.locator(".toast").last).to_be_visible()
    deal = company.one("/opportunities?name=A%20deal%20of%20the%20fair&fields=stage.name")
    assert deal["stage.name"] == columns.nth(1).locator(".badge").first.inner_text()
    holds(hand, "add a deal and move it", 6, 6)


def test_lose_a_deal_with_a_reason(hand: Hand, company: Company, holds: Holds) -> None:
    deal = company.one("/opportunities?name=Deal%200")["id"]
    hand.page.goto(f"/opportunities/{deal}/")
    hand.click(hand.page.locator("#record-bar").get_by_role("link", name="Lose"))
    hand.choose(hand.page.locator("#dialog-content [name=reason]"), index=1)
    hand.press("Control+Enter")
    expect(hand.page.locator(".toast")).to_be_visible()
    assert company.ask(f"/opportunities/{deal}")["outcome"] == "lost"
    holds(hand, "lose a deal with its reason", 4, 4)


def test_assign_fifty_leads(hand: Hand, holds: Holds) -> None:
    hand.page.goto("/leads/")
    hand.click(hand.page.locator("thead .select"))
    hand.click(hand.page.locator("[data-bulk]").get_by_role("button", name="Assign"))
    expect(hand.page.locator("#dialog-content input[role=combobox]").first).to_be_focused()
    hand.type("Lukas")
    expect(hand.page.get_by_role("option", name="Lukas Vogel")).to_be_visible()
    hand.press("Enter")
    hand.press("Enter")
    expect(hand.page.locator(".toast")).to_contain_text("50")
    holds(hand, "assign 50 leads", 5, 5)


def test_merge_two_duplicates(hand: Hand, company: Company, holds: Holds) -> None:
    twin = {"name": "Twin Works", "owner": company.one("/users?username=tess")["id"]}
    company.ask("/customers/bulk", {"create": [twin, {**twin, "city": "Ulm"}]})
    page = hand.page
    page.goto("/customers/?q=Twin+Works")
    expect(page.locator("tr[data-row]")).to_have_count(2)
    hand.click(page.locator("thead .select"))
    hand.click(page.locator("[data-bulk]").get_by_role("button", name="Merge"))
    expect(page.locator(".merge-head")).to_have_count(2)
    hand.click(page.get_by_role("button", name="Merge"))
    expect(page.locator(".toast")).to_contain_text("Twin Works")
    assert company.one("/customers?name=Twin%20Works")["city"] == "Ulm"
    holds(hand, "merge two duplicates", 3, 5)


def test_filter_the_best_customers_of_my_team_that_were_forgotten_and_keep_that(
    hand: Hand, holds: Holds
) -> None:
    page = hand.page
    page.goto("/customers/")
    hand.click(page.get_by_role("link", name="My team’s"))
    page.wait_for_url("**view=team**")
    hand.press("f")
    hand.type("grade")
    hand.press("Enter")
    expect(page.get_by_role("checkbox", name="A", exact=True)).to_be_focused()
    hand.press("Space")
    hand.click(page.get_by_role("button", name="Condition"))
    hand.type("last contact")
    expect(page.get_by_role("option", name="Last contact").first).to_be_visible()
    hand.press("Enter")
    expect(page.locator("#filter-form")).to_contain_text(
        "Grade is A and Last contact is not in the last 30 days"
    )
    hand.press("Enter")
    hand.click(page.get_by_role("link", name="Save view"))
    expect(page.locator("#dialog-content [name=label]")).to_be_focused()
    hand.type("Forgotten")
    hand.press("Enter")
    expect(page.get_by_role("link", name="Forgotten")).to_be_visible()
    expect(page.locator("tbody")).to_contain_text("Aa Works 05")
    holds(hand, "filter “A customers of my team not contacted for 30 days” and save it", 12, 13)


def test_plan_a_visit_tomorrow(hand: Hand, company: Company, holds: Holds) -> None:
    customer = company.one("/customers?name=Aa%20Works%2002")["id"]
    hand.page.goto(f"/customers/{customer}/")
    hand.press("v")
    hand.type("See the new hall")
    hand.click(hand.page.get_by_role("group", name="When").get_by_role("button", name="Tomorrow"))
    hand.press("Control+Enter")
    expect(hand.page.locator(".timeline")).to_contain_text("See the new hall")
    visit = company.one("/activities?subject=See%20the%20new%20hall")
    assert (visit["kind"], visit["done"]) == ("visit", False)
    assert dt.datetime.fromisoformat(visit["at"]) > clock.now()
    holds(hand, "plan a visit tomorrow", 4, 6)


def test_attach_a_photo_on_a_phone(browser: Browser, company: Company, holds: Holds) -> None:
    customer = company.one("/customers?name=Aa%20Works%2003")["id"]
    size: ViewportSize = {"width": 390, "height": 844}
    phone = browser.new_context(
        base_url=company.url, viewport=size, is_mobile=True, has_touch=True, locale="en-GB"
    )
    hand = _signed_in(phone.new_page(), company.url)
    hand.page.goto(f"/customers/{customer}/")
    hand.hand_over(hand.page.locator(".composer [data-files]"), PHOTO)
    expect(hand.page.locator("[data-enclosed] img")).to_be_visible()
    hand.click(hand.page.locator(".composer [type=submit]"))
    expect(hand.page.locator(".timeline").get_by_role("link", name="sign at the gate.png")).to_be_visible()
    phone.close()
    holds(hand, "attach a photo on a phone", 3, 4)


def test_edit_ten_cells_from_a_spreadsheet(
    context: BrowserContext, hand: Hand, company: Company, holds: Holds
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = hand.page
    page.goto("/customers/?q=Aa+Works&sort=name")
    place = page.get_by_role("columnheader").all_inner_texts().index("City")
    hand.click(page.locator("tbody tr").first.locator("td").nth(place))
    hand.paste("".join(f"Town {number}\n" for number in range(10)))
    expect(page.locator("dialog[open]")).to_contain_text("Town 9")
    hand.press("Enter")
    expect(page.locator(".toast")).to_be_visible()
    towns = [one["city"] for one in company.ask("/customers?q=Aa%20Works&sort=name&fields=city")["items"]]
    assert towns == [f"Town {number}" for number in range(10)]
    holds(hand, "edit 10 cells from a spreadsheet", 3, 30)


def test_switch_the_language(hand: Hand, holds: Holds) -> None:
    page = hand.page
    hand.press("Control+k")
    hand.type("русский")
    expect(page.get_by_role("option", name="Русский", exact=True)).to_be_visible()
    hand.press("Enter")
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    holds(hand, "switch the language", 3, 4)
    page.keyboard.press("Control+k")
    page.keyboard.type("english")
    expect(page.get_by_role("option", name="English", exact=True)).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("lang", "en")
