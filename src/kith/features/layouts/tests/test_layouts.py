"""Arranging the pages and forms of records."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from tests.company import People
from tests.signing import browser

from kith.engine import records, registry
from kith.engine.custom import CustomField
from kith.engine.errors import Invalid
from kith.features.layouts.drafting import Draft
from kith.features.layouts.models import PageLayout
from kith.web.arrangement import Arrangement

Customer: Any = apps.get_model("customers", "Customer")
PART = {"HX-Request": "true", "HX-Request-Type": "partial"}
PHONE = {"User-Agent": "Mozilla/5.0 (iPhone) Mobile/15E148"}
AT = "/shape/customers/layout/"


@pytest.fixture
def customer(people: People) -> Any:
    return records.create(Customer, by=people.sue, name="Acme", city="Leeds", grade="A")


@pytest.fixture
def ada(people: People) -> Client:
    return browser(people.users["ada"])


def standard(people: People) -> Draft:
    """The page where nobody arranged anything."""
    return Draft.of(registry.spec("customer"), people.ada, Arrangement())


def form(draft: Draft, **said: Any) -> dict[str, Any]:
    """A draft as its form sends it."""
    at: list[str] = []
    for zone in draft.zones:
        at += [f"zone:{zone.key}", *(f"field:{key}" for key in zone.fields)]
        said |= {f"title|{zone.key}|{code}": text for code, text in zone.texts.items()}
        said |= {f"columns|{zone.key}": str(zone.columns)}
        said |= {f"collapsed|{zone.key}": "1"} if zone.collapsed else {}
    at += ["place:left", *(f"field:{key}" for key in draft.left)]
    for name in ("facts", "quick", "tabs"):
        at += [f"place:{name}", *(f"{name}:{key}" for key in getattr(draft, name))]
    return {"at": at, "shown": [key for key in draft.tabs if key not in draft.hidden], "do": "keep", **said}


def seen(people: People, name: str, customer: Any, **headers: str) -> tuple[list[str], list[str], list[str]]:
    """Tabs, sections and facts of somebody's page."""
    answer = browser(people.users[name]).get(f"/customers/{customer.pk}/", headers=headers)
    page = html.unescape(answer.content.decode())
    facts = page.partition('<dl class="facts">')[2].partition("</dl>")[0]
    return (
        re.findall(r'class="tab" href="[^"]*"[^>]*>([^<]+)', page),
        re.findall(r"</svg>([^<]+)</summary>", page),
        re.findall(r"<dt>([^<]+)</dt>", facts),
    )


def test_an_administrator_arranges_the_page_for_a_role_only(
    people: People, ada: Client, customer: Any
) -> None:
    before = seen(people, "sue", customer)
    draft = standard(people)
    who = draft.zones[0]
    who.texts = {"en": "Identity", "ru": "Личность"}
    draft.zones = [draft.zones[1], who, *draft.zones[2:]]
    draft.facts = ["city"]
    draft.hidden = {"files"}
    assert ada.post(AT, form(draft, role=people.roles["seller"].pk)).status_code == 303
    tabs, sections, facts = seen(people, "sue", customer)
    assert tabs == [tab for tab in before[0] if tab != "Files"]
    assert sections[:2] == ["Reach", "Identity"]
    assert facts == ["City"]
    assert seen(people, "max", customer) == before


def test_the_form_follows_and_still_asks_for_what_must_be_filled_in(people: People, ada: Client) -> None:
    said: dict[str, Any] = {"entity": "customer", "key": "tax_number", "kind": "text"}
    records.create(CustomField, by=people.ada, label={"en": "Tax"}, required=True, **said)
    draft = standard(people)
    for key in ("website", "tax_number", "email"):
        draft.step("off", f"field:{key}")
    draft.zones[0].collapsed = True
    ada.post(AT, form(draft))
    sue = browser(people.users["sue"])
    page = sue.get("/customers/new/").content.decode()
    assert 'name="website"' not in page
    assert 'name="tax_number"' in page
    assert page.index('name="name"') < page.index('name="tax_number"')
    dialog = sue.get("/customers/new/", headers={**PART, "HX-Target": "div#dialog-content"}).content.decode()
    assert 'name="phone"' in dialog
    assert 'name="email"' not in dialog
    sent = {"name": "Acme", "website": "https://acme.example", "tax_number": "7"}
    assert sue.post("/customers/new/", sent).status_code == 303, "a layout is no matter of rights"


def test_a_field_that_stands_with_the_keeping_of_a_record_is_still_asked_for(
    people: People, ada: Client, customer: Any
) -> None:
    draft = standard(people)
    next(zone for zone in draft.zones if "website" in zone.fields).fields.remove("website")
    next(zone for zone in draft.zones if zone.key == "keeping").fields.append("website")
    ada.post(AT, form(draft))
    sue = browser(people.users["sue"])
    for at in ("/customers/new/", f"/customers/{customer.pk}/edit/"):
        page = sue.get(at).content.decode()
        assert 'name="website"' in page
        assert 'name="created_at"' not in page
        assert page.count('name="owner"') < 2


def test_fields_that_come_later_stand_in_more_until_they_are_placed(
    people: People, ada: Client, customer: Any
) -> None:
    ada.post(AT, form(standard(people)))
    said: dict[str, Any] = {"entity": "customer", "key": "vessel", "kind": "text", "label": {"en": "Vessel"}}
    records.create(CustomField, by=people.ada, **said)
    records.update(customer, by=people.sue, vessel="Aurora")
    page = browser(people.users["sue"]).get(f"/customers/{customer.pk}/").content.decode()
    assert "Aurora" in page.partition("</svg>More</summary>")[2].partition("</details>")[0]


def test_the_most_special_layout_wins(people: People, ada: Client, customer: Any) -> None:
    aims: tuple[dict[str, Any], ...] = ({}, {"device": "phone"}, {"role": people.roles["seller"].pk})
    for number, said in enumerate(aims):
        draft = standard(people)
        draft.zones[0].texts = {"en": f"Layout {number}"}
        assert ada.post(AT, form(draft, **said)).status_code == 303
    assert "Layout 0" in seen(people, "max", customer)[1]
    assert "Layout 1" in seen(people, "max", customer, **PHONE)[1]
    assert "Layout 2" in seen(people, "sue", customer, **PHONE)[1]


def test_a_layout_is_dropped_taken_back_and_copied(people: People, ada: Client, customer: Any) -> None:
    before = seen(people, "max", customer)
    draft = standard(people)
    draft.zones = draft.zones[:1]
    draft.zones[0].texts = {"en": "Only one"}
    draft.left += [key for zone in standard(people).zones[1:] for key in zone.fields]
    ada.post(AT, form(draft))
    assert seen(people, "max", customer)[1] == ["Only one"]
    answer = ada.post(AT, {"do": "standard"}, headers=PART)
    assert seen(people, "max", customer) == before
    assert answer.status_code == 204
    records.create(PageLayout, by=people.ada, entity="customer", **draft.stored())
    role = people.roles["seller"].pk
    copied = ada.post(AT, {**form(standard(people), role=role), "do": "copy", "from": "||"}).content.decode()
    assert "Only one" in copied
    assert PageLayout.live().count() == 1, "a step keeps nothing yet"


def test_every_step_works_without_scripts(people: People, ada: Client) -> None:
    draft, sent = standard(people), form(standard(people))
    first, second = draft.zones[0].fields[:2]
    moved = re.findall(
        r'name="at" value="([^"]+)"',
        ada.post(AT, {**sent, "do": f"down|field:{first}"}).content.decode(),
    )
    assert moved[1:3] == [f"field:{second}", f"field:{first}"]
    key = html.escape(draft.zones[1].key)
    there = ada.post(AT, {**sent, "do": f"to:{draft.zones[1].key}|field:{first}"}).content.decode()
    assert there.index(f'value="zone:{key}"') < there.index(f'value="field:{first}"')
    added = ada.post(AT, {**sent, "do": "add|zone"}).content.decode()
    assert "New section" in added
    assert (
        'value="facts:city"'
        in ada.post(AT, {**sent, "do": "choose|facts", "more|facts": "city"}).content.decode()
    )
    assert not PageLayout.objects.exists()


def test_only_administrators_arrange_and_only_what_is_a_page(people: People, customer: Any) -> None:
    for name in ("sue", "max"):
        client = browser(people.users[name])
        assert client.get(AT).status_code == 404
        assert "Arrange this page" not in client.get(f"/customers/{customer.pk}/").content.decode()
    page = browser(people.users["ada"]).get(f"/customers/{customer.pk}/").content.decode()
    assert AT in page
    for wrong in (
        [{"key": "", "fields": []}],
        [{"key": "a", "fields": "name"}],
        [{"key": "a"}, {"key": "a"}],
    ):
        with pytest.raises(Invalid):
            records.create(PageLayout, by=people.ada, entity="customer", sections=wrong)
