"""A new administrator shapes Kith without a manual: an object of the company's own, from nothing to everyday use."""

import json
import shutil
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import ANSWER, PASSWORD, Server, hire, kith, patient, served
from tests.browser.hand import Hand
from tests.harness import templates

TEN_MINUTES = 600
FIELDS = (
    ("Text", "IMO number"),
    ("Country", "Flag"),
    ("One of a list", "Status"),
    ("One of a list", "Type"),
    ("Whole number", "Gross tonnage"),
    ("Decimal number", "Length"),
    ("Date", "Built on"),
    ("Date", "Next survey"),
    ("Money", "Insured value"),
    ("Yes or no", "Ice class"),
    ("E-mail", "Mail of the master"),
    ("Link to a record", "Operator"),
)
CHOICES = {"Status": "At sea\nIn port\nIn dock", "Type": "Bulk carrier\nTanker\nFerry"}


@pytest.fixture
def harbour(tmp_path: Path) -> Iterator[Server]:
    """A served company that has nothing but an administrator."""
    data = tmp_path / "harbour"
    shutil.copytree(templates.migrated(), data)
    hire(data)
    with served(data) as server:
        yield server


def _fetch(server: Server, token: str, path: str, body: Any = None) -> Any:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    data = None if body is None else json.dumps(body).encode()
    asked = urllib.request.Request(f"{server.url}/api/v1{path}", data=data, headers=headers)  # noqa: S310  our own
    with urllib.request.urlopen(asked, timeout=30) as answer:  # noqa: S310  the same
        return json.load(answer)


def _token(server: Server, name: str) -> str:
    return server.command("token", name).split()[-1]


def _dialog(hand: Hand) -> Any:
    return hand.page.locator("#dialog-content")


def _add(hand: Hand, kind: str, label: str, target: str = "") -> None:
    """A field by the dialog: its kind, whom it leads to, its label, its choices."""
    page = hand.page
    hand.click(page.locator(".page-actions").get_by_role("link", name="Add a field"))
    hand.click(_dialog(hand).get_by_role("link", name=kind).first)
    if target:
        hand.click(_dialog(hand).get_by_role("link", name=target, exact=True))
    expect(_dialog(hand).locator("[name=label__en]")).to_be_focused()
    hand.type(label)
    if label in CHOICES:
        hand.click(_dialog(hand).locator("[name=choices__paste]"))
        hand.type(CHOICES[label])
    hand.press("Control+Enter")
    expect(page.locator("main")).to_contain_text(label)
    expect(page.locator("#dialog")).to_be_hidden()


def _object(hand: Hand) -> None:
    page = hand.page
    hand.click(page.get_by_role("navigation", name="Places").get_by_role("link", name="Settings"))
    hand.click(
        page.get_by_role("navigation", name="Subjects").get_by_role("link", name="Objects", exact=True)
    )
    hand.click(page.get_by_role("link", name="New object"))
    expect(page.locator("[name=label__en]")).to_be_focused()
    hand.type("Ship")
    hand.click(page.locator("[name=label_plural__en]"))
    hand.type("Ships")
    hand.press("Control+Enter")
    page.wait_for_url("**/shape/ships/fields/")


def _board(hand: Hand) -> None:
    page = hand.page
    hand.click(page.locator(".shape-tabs").get_by_role("link", name="Object"))
    hand.choose(page.get_by_label("Board by"), label="Status")
    hand.click(page.get_by_role("button", name="Save"))
    expect(page.locator(".toast")).to_contain_text("Ships")


def _layout(hand: Hand) -> None:
    """A section of its own for the papers, with the next survey in it."""
    page = hand.page
    hand.click(page.locator(".shape-tabs").get_by_role("link", name="Layout"))
    hand.click(page.get_by_role("button", name="Add section"))
    expect(page.locator("[data-title]:visible").first).to_be_focused()
    hand.type("Papers")
    hand.press("Enter")
    survey = page.get_by_role("listitem").filter(has_text="Next survey")
    hand.click(survey.get_by_label("Steps for Next survey"))
    hand.click(survey.get_by_role("button", name="To “Papers”"))
    hand.click(page.get_by_role("button", name="Save", exact=True))
    expect(page.locator(".toast")).to_be_visible()


def _rule(hand: Hand) -> None:
    """The check digit of the IMO number, from the rules that are usual."""
    page = hand.page
    hand.click(page.locator(".shape-tabs").get_by_role("link", name="Rules"))
    hand.click(page.get_by_role("link", name="The check digit"))
    form = page.locator("form:has([name=format])")
    hand.click(form.locator("[name=name]"))
    hand.type("IMO number is right")
    hand.choose(form.locator("[name=field]"), label="IMO number")
    hand.choose(form.locator("[name=format]"), label="IMO ship number")
    hand.click(form.get_by_role("button", name="Save"))
    expect(page.locator("main")).to_contain_text("No record that is there would be wrong")
    hand.click(page.get_by_role("button", name="Switch on"))
    expect(page.get_by_role("button", name="Switch off: IMO number is right")).to_be_visible()


def _rollup(hand: Hand) -> None:
    """How many tons a customer operates."""
    page = hand.page
    hand.click(page.get_by_role("link", name="Objects", exact=True))
    hand.click(page.locator("main").get_by_role("link", name="Customers", exact=True))
    hand.click(page.locator(".page-actions").get_by_role("link", name="Add a field"))
    hand.click(_dialog(hand).get_by_role("link", name="Roll-up over other records"))
    hand.click(_dialog(hand).get_by_role("link", name="Ships (Operator)"))
    expect(_dialog(hand).locator("[name=label__en]")).to_be_focused()
    hand.type("Tonnage at sea")
    hand.choose(_dialog(hand).locator("[name=rollup_function]"), label="Sum")
    hand.choose(_dialog(hand).locator("[name=rollup_field]"), label="Gross tonnage")
    hand.click(_dialog(hand).get_by_role("button", name="Add the field"))
    expect(page.locator("main")).to_contain_text("Tonnage at sea")


def _right(hand: Hand) -> None:
    """Sellers do not see what a ship is insured for."""
    page = hand.page
    hand.click(page.get_by_role("navigation", name="Places").get_by_role("link", name="Settings"))
    hand.click(page.get_by_role("navigation", name="Subjects").get_by_role("link", name="Roles"))
    hand.click(page.get_by_role("link", name="Seller"))
    hand.click(page.get_by_role("link", name="Rights"))
    page.wait_for_url("**/rights/")
    hand.click(page.locator("summary", has_text="Ships"))
    hand.choose(page.get_by_label("Insured value"), label="Hidden")
    hand.click(page.get_by_role("button", name="Save"))
    expect(page.locator(".toast")).to_be_visible()


def _used(server: Server, page: Page) -> None:
    """At once it is there for programs, files and people, each within his rights."""
    token = _token(server, server.username)
    customer = _fetch(server, token, "/customers", {"name": "Nordic Lines"})
    ship = {"name": "Aurora", "imo_number": "9319466", "gross_tonnage": 90_000, "operator": customer["id"]}
    with pytest.raises(urllib.error.HTTPError) as refused:
        _fetch(server, token, "/ships", {**ship, "imo_number": "9319467"})
    assert refused.value.code == 422
    assert "imo_number" in json.load(refused.value)["errors"]
    _fetch(
        server,
        token,
        "/ships",
        {**ship, "status": "at_sea", "insured_value": {"amount": "5", "currency": "EUR"}},
    )
    file = server.data / "ships.csv"
    file.write_text("Name;IMO number;Gross tonnage;Operator\nBorealis;9074729;10000;Nordic Lines\n")
    server.command("import", "ships", str(file))
    assert _fetch(server, token, f"/customers/{customer['id']}")["tonnage_at_sea"] == 100_000
    page.goto("/ships/board/")
    expect(page.locator("[data-column]", has_text="Aurora")).to_be_visible()
    server.command("user", "add", "sally", "--role", "seller", typed=f"{PASSWORD}\n")
    fields = {one["key"] for one in _fetch(server, _token(server, "sally"), "/entities/ships")["fields"]}
    assert "imo_number" in fields
    assert "insured_value" not in fields


@pytest.mark.slow
def test_a_new_administrator_makes_an_object_in_ten_minutes_and_carries_it_elsewhere(
    harbour: Server, browser: Browser, tmp_path: Path, tell: Callable[[str], None]
) -> None:
    context = browser.new_context(
        base_url=harbour.url, locale="en-GB", viewport={"width": 1280, "height": 800}
    )
    context.set_default_timeout(ANSWER)
    page = patient(context.new_page())
    page.goto("/sign-in/")
    page.locator("input[name=username]").fill(harbour.username)
    page.locator("input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/sign-in/" not in url)
    hand = Hand(page)
    _object(hand)
    for kind, label in FIELDS:
        _add(hand, kind, label, "Customers" if kind == "Link to a record" else "")
    for step in (_board, _layout, _rule, _rollup, _right):
        step(hand)
    assert violations(page) == []
    tell(
        f"{hand.count} actions, {hand.letters} letters: {hand.seconds:.0f} s at human pace to make the object Ship"
    )
    assert hand.seconds < TEN_MINUTES
    _used(harbour, page)
    context.close()
    made, again = tmp_path / "made.toml", tmp_path / "again.toml"
    harbour.command("config", "export", str(made))
    other = tmp_path / "other"
    shutil.copytree(templates.migrated(), other)
    kith(other, "user", "add", "somebody", "--role", "administrator", typed=f"{PASSWORD}\n")
    kith(other, "config", "import", str(made), "--yes")
    kith(other, "config", "export", str(again))
    assert again.read_text() == made.read_text()
    assert "imo_number" in made.read_text()
