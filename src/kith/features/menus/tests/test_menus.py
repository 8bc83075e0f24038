"""The menu by role."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.test import Client
from tests.company import People
from tests.signing import browser

from kith.engine import records
from kith.engine.errors import Invalid
from kith.features.menus.models import Menu

AT = "/shape/menu/"
DOCS = {"kind": "link", "href": "https://wiki.example/start", "words": {"en": "Handbook", "ru": "Справочник"}}


@pytest.fixture
def ada(people: People) -> Client:
    return browser(people.users["ada"])


def menu(people: People, *entries: Any, role: str = "") -> Any:
    values: dict[str, Any] = {"entries": list(entries)}
    return records.create(Menu, by=people.ada, role=people.roles[role].pk if role else None, **values)


def thing(key: str) -> dict[str, str]:
    return {"kind": "object", "entity": key}


def places(client: Client) -> list[str]:
    """What stands at the side, headings in capitals; what belongs to everybody's frame is left out."""
    text = client.get("/").content.decode()
    side = text.partition('<nav class="side"')[2].partition('<div class="side-foot">')[0]
    found = re.findall(
        r'<h2 class="(nav-label)">([^<]*)|<a class="nav-item" href="[^"]*"[^>]*>.*?<span>([^<]*)', side
    )
    return [html.unescape(heading.upper() or place) for _css, heading, place in found if heading != "Starred"]


def test_who_has_no_menu_sees_the_standard(people: People) -> None:
    assert places(browser(people.users["sue"]))[:3] == ["Today", "Customers", "Contacts"]


def test_a_role_sees_its_own_menu_and_others_do_not(people: People) -> None:
    heading = {"kind": "heading", "words": {"en": "Elsewhere"}}
    menu(people, thing("lead"), thing("user"), heading, DOCS, role="seller")
    sue = browser(people.users["sue"])
    assert places(sue) == ["Today", "Leads", "ELSEWHERE", "Handbook"]
    text = sue.get("/").content.decode()
    assert 'href="https://wiki.example/start" target="_blank" rel="noopener noreferrer"' in text
    assert 'href="/settings/"' in text
    assert "Customers" in places(browser(people.users["max"]))
    menu(people, thing("contact"))
    assert places(sue)[1] == "Leads"
    assert places(browser(people.users["max"])) == ["Today", "Contacts"]


def test_a_menu_gives_no_rights_and_takes_none(people: People) -> None:
    people.role("few", {"contact": {"read": "all"}, "lead": {"read": "all"}})
    people.join("Fay Few", "few")
    menu(people, thing("customer"), thing("contact"), role="few")
    fay = browser(people.users["fay"])
    assert places(fay) == ["Today", "Contacts"]
    assert fay.get("/customers/").status_code == 404
    assert fay.get("/leads/").status_code == 200
    found = [
        one["href"] for shelf in fay.get("/search/commands/").json()["shelves"] for one in shelf["items"]
    ]
    assert "/leads/" in found


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "//evil.example",
        "data:text/html,x",
        "https://a@evil.example/",
        "https://a b/",
        "",
    ],
)
def test_links_lead_to_the_web_only(people: People, href: str) -> None:
    with pytest.raises(Invalid):
        menu(people, {**DOCS, "href": href})


@pytest.mark.parametrize(
    "entry", [1, {}, {"kind": "x"}, {"kind": ["object"]}, thing("nothing"), {"kind": "heading", "words": {}},
              {"kind": "view", "entity": "lead", "view": True, "words": {"en": "x"}}],
)  # fmt: skip
def test_a_menu_that_nobody_could_read_is_refused(people: People, entry: Any) -> None:
    with pytest.raises(Invalid):
        menu(people, entry)


def lines(text: str) -> list[str]:
    return re.findall(r'name="line" value="([^"]+)"', text)


def test_an_administrator_arranges_it_and_goes_back(people: People, ada: Client) -> None:
    role = people.roles["seller"].pk
    text = ada.get(f"{AT}?role={role}").content.decode()
    order = lines(text)
    assert order[:2] == ["object:customer", "object:contact"]
    shown = ["object:contact", "object:customer"]
    said = {"role": role, "line": [*shown, "link:9"], "shown": shown, "link:9|en": "Handbook"}
    wrong = ada.post(AT, {**said, "link:9|href": "javascript:x", "do": "keep", "nonce": "1"})
    assert wrong.status_code == 422
    assert "javascript:x" in wrong.content.decode()
    good = {**said, "link:9|href": "https://wiki.example/", "nonce": "2"}
    moved = ada.post(AT, {**good, "do": "up|object:customer"}).content.decode()
    assert lines(moved)[:2] == ["object:customer", "object:contact"]
    added = ada.post(AT, {**good, "do": "add|heading"}).content.decode()
    assert any(name.startswith("heading:") for name in lines(added))
    assert ada.post(AT, {**good, "do": "keep"}).status_code == 303
    sue = browser(people.users["sue"])
    assert places(sue) == ["Today", "Contacts", "Customers", "Handbook"]
    assert ada.post(AT, {**good, "do": "keep", "nonce": "3", "version": "7"}).status_code == 412
    assert ada.post(AT, {"role": role, "do": "drop", "version": "1", "nonce": "4"}).status_code == 303
    assert places(sue)[1] == "Customers"
    assert sue.get(AT).status_code == 404
