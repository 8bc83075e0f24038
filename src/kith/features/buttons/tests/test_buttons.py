"""Buttons of the company's own."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.company import People
from tests.signing import browser, program

from kith.engine import records, registry
from kith.engine.errors import Invalid
from kith.features.buttons import filling
from kith.features.buttons.models import Button

Lead: Any = apps.get_model("sales", "Lead")
Customer: Any = apps.get_model("customers", "Customer")


@pytest.fixture
def ada(people: People) -> Client:
    return browser(people.users["ada"])


def button(people: People, **values: Any) -> Any:
    said = {"entity": "lead", "label": {"en": "Press me"}, "does": "link", **values}
    if said["does"] == "link":
        said.setdefault("link", "https://example.com/?name={name}&mail={email}")
    return records.create(Button, by=people.ada, **said)


def links(client: Client, lead: Any) -> list[str]:
    """Where the menu of a lead leads by buttons that say “Press me”."""
    text = client.get(f"/leads/{lead.pk}/").content.decode()
    items = re.findall(r'role="menuitem" href="([^"]*)"([^>]*)>(?:<svg.*?</svg>)?([^<]*)', text, re.DOTALL)
    return [html.unescape(href) for href, _rest, said in items if said.strip() == "Press me"]


def test_a_link_carries_the_values_of_the_record_encoded(people: People) -> None:
    lead = records.create(Lead, by=people.sue, name="Ann & Bob/?#", email="ann@example.com")
    button(people)
    sue = browser(people.users["sue"])
    assert links(sue, lead) == ["https://example.com/?name=Ann%20%26%20Bob%2F%3F%23&mail=ann%40example.com"]
    text = sue.get(f"/leads/{lead.pk}/").content.decode()
    assert 'target="_blank" rel="noopener noreferrer"' in text
    assert "unsafe-inline" not in sue.get(f"/leads/{lead.pk}/").headers["Content-Security-Policy"]


def test_a_hidden_or_masked_field_gives_nothing_to_a_link(people: People) -> None:
    seller = dict.fromkeys(("read", "update"), "all")
    people.role("half", {"lead": seller}, {"lead": {"phone": "hidden", "email": "masked"}})
    people.join("Hal Half", "half")
    lead = records.create(Lead, by=people.sue, name="Ann", email="ann@example.com", phone="+442079460000")
    button(people, link="https://example.com/{phone}/{email}/{name}")
    assert links(browser(people.users["hal"]), lead) == ["https://example.com///Ann"]
    button(people, link="mailto:{email}")
    assert len(links(browser(people.users["hal"]), lead)) == 1
    assert links(browser(people.users["sue"]), lead)[1] == "mailto:ann@example.com"
    told = program(people.users["hal"]).get("/api/v1/entities/lead").json()
    assert told["buttons"] == []


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)", "JaVaScRiPt:alert({name})", "data:text/html,{name}", "vbscript:x", "//evil.example/",
        "/settings/", "{website}", "https://{name}/", "https://{name}.example.com/", "https:{name}",
        "https://user@evil.example/", "https://example.com:{phone}/", "https:\\\\evil.example", "java\tscript:alert(1)",
        "https://example.com{name}", "ftp://example.com/", "file:///etc/passwd",
    ],
)  # fmt: skip
def test_a_link_leads_only_where_its_author_said(people: People, link: str) -> None:
    with pytest.raises(Invalid) as refused:
        button(people, link=link)
    assert set(refused.value.errors) == {"link"}


def test_values_cannot_change_where_a_link_leads(people: People) -> None:
    spec = registry.spec("lead")
    evil = records.create(Lead, by=people.sue, name="../../@evil.example/?a=1&b=\"'<>\\")
    found = filling.address("https://example.com/{name}", spec, evil, people.sue)
    assert re.fullmatch(r"https://example\.com/[\w.%\-~]+", found)
    dots = records.create(Lead, by=people.sue, name="..")
    assert filling.address("https://example.com/{name}/x", spec, dots, people.sue) == ""
    mail = records.create(Lead, by=people.sue, name="a@example.com?bcc=evil@example.com&subject=x")
    found = filling.address("mailto:{name}", spec, mail, people.sue)
    assert "?" not in found
    assert "&" not in found


def test_an_action_runs_with_the_values_of_the_button(people: People) -> None:
    row = button(
        people, does="action", action="disqualify", presets={"reason": "no_money"}, confirm={"en": "Sure?"}
    )
    lead = records.create(Lead, by=people.sue, name="Ann")
    sue = browser(people.users["sue"])
    here = f"/press/{row.pk}/{lead.pk}/"
    assert links(sue, lead) == [here]
    asked = sue.get(here).content.decode()
    assert "Sure?" in asked
    assert 'name="reason"' not in asked
    answer = sue.post(here, {"version": lead.version, "nonce": "1", "reason": "spam"})
    assert answer.status_code == 303
    lead.refresh_from_db()
    assert (lead.status, lead.disqualified_because) == ("disqualified", "no_money")
    assert links(sue, lead) == []


def test_a_button_gives_nobody_more_than_he_has(people: People) -> None:
    row = button(people, does="action", action="disqualify", presets={"reason": "no_money"})
    lead = records.create(Lead, by=people.sue, name="Ann")
    here = f"/press/{row.pk}/{lead.pk}/"
    otto, nora = browser(people.users["otto"]), browser(people.users["nora"])
    assert links(otto, lead) == []
    assert otto.post(here, {"nonce": "1"}).status_code == 403
    assert nora.post(here, {"nonce": "2"}).status_code == 404
    lead.refresh_from_db()
    assert lead.status == "new"


def test_roles_and_conditions_hold_for_the_address_too(people: People) -> None:
    lead = records.create(Lead, by=people.sue, name="Ann", city="Leeds")
    where = {"field": "city", "value": "Bath"}
    asked = {"does": "action", "action": "disqualify", "presets": {"reason": "no_money"}}
    first = button(people, when=where, **asked)
    second = button(people, roles=[people.roles["administrator"].pk], **asked)
    sue = browser(people.users["sue"])
    assert links(sue, lead) == []
    for row in (first, second):
        assert sue.get(f"/press/{row.pk}/{lead.pk}/").status_code == 404
    records.update(lead, by=people.sue, city="Bath")
    assert links(sue, lead) == [f"/press/{first.pk}/{lead.pk}/"]


def test_a_form_begins_with_what_the_record_says(people: People) -> None:
    customer = records.create(Customer, by=people.sue, name="Acme", city="Leeds", phone="+442079460000")
    button(
        people, entity="customer", does="form", target="contact", via="customer",
        presets={"name": "Desk of {name}", "phone": "{phone}"},
    )  # fmt: skip
    sue = browser(people.users["sue"])
    text = html.unescape(sue.get(f"/customers/{customer.pk}/").content.decode())
    href = re.search(r'href="(/contacts/new/\?name=[^"]*)"', text)
    assert href is not None
    form = html.unescape(sue.get(href[1]).content.decode())
    assert 'value="Desk of Acme"' in form
    assert f'name="customer" value="{customer.pk}"' in form


def test_rows_of_a_list_have_a_menu_whose_buttons_keep_rights_and_conditions(people: People) -> None:
    sue, lead = browser(people.users["sue"]), records.create(Lead, by=people.sue, name="Ann", city="Leeds")
    menu = f"/press/rows/leads/{lead.pk}/"
    assert menu not in sue.get("/leads/").content.decode()
    button(people, stands="both")
    one = button(
        people, does="action", action="disqualify", stands="row", presets={"reason": "no_money"},
        when={"field": "city", "value": "Bath"}, label={"en": "Give up"},
    )  # fmt: skip
    for at in ("/leads/", "/leads/?group=status"):
        assert menu in sue.get(at).content.decode()
    assert "https://example.com/?name=Ann" in sue.get(menu).content.decode()
    assert "Give up" not in sue.get(menu).content.decode()
    lead = records.update(lead, by=people.sue, city="Bath")
    assert f"/press/{one.pk}/{lead.pk}/" in sue.get(menu).content.decode()
    assert "Give up" not in sue.get(f"/leads/{lead.pk}/").content.decode()
    assert sue.post(f"/press/{one.pk}/{lead.pk}/", {"version": lead.version, "nonce": "1"}).status_code == 303
    assert "Give up" not in browser(people.users["otto"]).get(menu).content.decode()
    assert browser(people.users["nora"]).get(menu).status_code == 404


def test_rows_ask_no_more_of_the_database_for_their_menus(
    people: People, django_assert_num_queries: Any
) -> None:
    for name in ("Ann", "Ben", "Cem"):
        records.create(Lead, by=people.sue, name=name)
    sue = browser(people.users["sue"])
    sue.get("/leads/")
    with CaptureQueriesContext(connection) as before:
        sue.get("/leads/")
    asked = len(before)
    button(people, stands="row", when={"field": "city", "value": "Bath"})
    sue.get("/leads/")
    with django_assert_num_queries(asked):
        assert sue.get("/leads/").content.decode().count("/press/rows/leads/") >= 3


def test_chosen_rows_get_the_action_with_its_values(people: People) -> None:
    button(people, does="action", action="disqualify", stands="list", presets={"reason": "no_money"})
    lead = records.create(Lead, by=people.sue, name="Ann")
    sue = browser(people.users["sue"])
    href = re.search(r'formaction="([^"]*disqualify[^"]*preset[^"]*)"', sue.get("/leads/").content.decode())
    assert href is not None
    form = sue.post(html.unescape(href[1]), {"ask": "1", "id": lead.pk}).content.decode()
    assert '<option value="no_money" selected>' in form


def test_an_administrator_makes_changes_orders_and_removes_buttons(people: People, ada: Client) -> None:
    home = "/shape/leads/buttons/"
    assert "No buttons of your own yet" in ada.get(home).content.decode()
    words = {"label": "1", "label__en": "Map", "icon": "map-pin", "nonce": "1"}
    bad = ada.post(f"{home}new/?does=link", {**words, "link": "javascript:x"})
    assert bad.status_code == 422
    form = html.unescape(ada.get(f"{home}new/?does=link").content.decode())
    assert 'data-insert="{city}"' in form
    assert f'<a href="{home}">Buttons</a>' in form
    assert 'type="radio" name="icon" value="map-pin"' in form
    odd = ada.post(f"{home}new/?does=link", {**words, "icon": "<svg>", "link": "https://maps.example/"})
    assert "There is no such icon." in odd.content.decode()
    good = ada.post(f"{home}new/?does=link", {**words, "link": "https://maps.example/?q={city}"})
    assert good.status_code == 303, re.findall(r'role="alert".*?</div>', good.content.decode(), re.DOTALL)
    asked = {"label": "1", "label__en": "No money", "icon": "flag", "preset_reason": "no_money", "nonce": "2"}
    assert ada.post(f"{home}new/?does=action&action=disqualify", asked).status_code == 303
    first, second = Button.live().order_by("position")
    assert (first.link, second.presets) == ("https://maps.example/?q={city}", {"reason": "no_money"})
    ada.post(f"{home}{second.pk}/change/", {"do": "up", "nonce": "3"})
    assert next(iter(Button.live().order_by("position"))) == second
    assert 'name="preset_reason"' in ada.get(f"{home}{second.pk}/").content.decode()
    ada.post(f"{home}{second.pk}/change/", {"do": "delete", "nonce": "4"})
    assert list(Button.live()) == [first]
    assert browser(people.users["sue"]).get(home).status_code == 404
