"""Types of records: what they refuse everywhere, and how people come by them."""

from __future__ import annotations

import html
import re
from typing import Any
from urllib.parse import quote

import pytest
from django.apps import apps
from django.test import Client
from tests.company import People
from tests.signing import browser

from kith.engine import records, registry, undo
from kith.engine.actor import Actor
from kith.engine.condition import parse
from kith.engine.custom import CustomField
from kith.engine.errors import Invalid
from kith.engine.journal import Batch
from kith.engine.listing import Listing
from kith.features.types.models import RecordType

Customer: Any = apps.get_model("customers", "Customer")
Opportunity: Any = apps.get_model("sales", "Opportunity")
Pipeline: Any = apps.get_model("sales", "Pipeline")
Stage: Any = apps.get_model("sales", "Stage")


def made(people: People, key: str, *, entity: str = "customer", **values: Any) -> Any:
    label = {"en": key.title(), "ru": f"{key}-ru"}
    return records.create(RecordType, by=people.ada, entity=entity, key=key, label=label, **values)


@pytest.fixture
def dealers(people: People) -> None:
    """Customers are end customers, or dealers without a website, which are graded A or B only."""
    made(people, "plain", standard=True)
    made(people, "dealer", unused=["website", "founded"], limits={"grade": ["A", "B"]})


def refused(**values: Any) -> dict[str, list[str]]:
    with pytest.raises(Invalid) as caught:
        records.create(Customer, **values)
    return {key: [str(text) for text in texts] for key, texts in caught.value.errors.items()}


@pytest.mark.usefixtures("dealers")
def test_a_type_refuses_values_and_fields_that_it_does_not_have(people: People) -> None:
    wrong = refused(by=people.sue, name="Acme", record_type="dealer", grade="D", website="acme.example")
    assert wrong.keys() == {"grade", "website"}
    assert "Dealer" in wrong["grade"][0]
    kept = records.create(Customer, by=people.sue, name="Acme", record_type="dealer", grade="B", website="")
    with pytest.raises(Invalid):
        records.update(kept, by=people.sue, grade="C")
    plain = records.create(Customer, by=people.sue, name="Plain", grade="D")
    assert plain.custom["record_type"] == "plain"


@pytest.mark.usefixtures("dealers")
def test_a_record_that_gets_another_type_has_to_fit_and_can_be_taken_back(people: People) -> None:
    one = records.create(Customer, by=people.sue, name="Acme", grade="D", website="https://acme.example")
    with pytest.raises(Invalid) as caught:
        records.update(one, by=people.sue, record_type="dealer")
    assert caught.value.errors.keys() == {"grade"}
    changed = records.update((Customer, one.pk), by=people.sue, record_type="dealer", grade="A")
    assert changed.website, "what the new type does not use is kept"
    undo.undo(Batch.objects.latest("pk").pk, by=people.sue)
    assert Customer.objects.get(pk=one.pk).custom["record_type"] == "plain"


@pytest.mark.usefixtures("dealers")
def test_lists_filter_by_type_and_the_api_tells_its_values(people: People) -> None:
    for name, key in (("A", "dealer"), ("B", "plain"), ("C", "dealer")):
        records.create(Customer, by=people.sue, name=name, record_type=key)
    spec = registry.spec("customer")
    where = parse({"field": "record_type", "op": "is", "value": "dealer"}, spec, people.sue)
    found = Listing(spec, people.sue, fields=("name", "record_type"), where=where, sort=("name",)).page()
    assert [row.values["name"] for row in found.rows] == ["A", "C"]
    assert [one.value for one in spec.fields["record_type"].choices] == ["plain", "dealer"]
    assert "record_type" in spec.filters


def test_required_fields_that_a_type_does_not_use_are_not_asked(people: People) -> None:
    said: dict[str, Any] = {"entity": "customer", "key": "tax_number", "kind": "text", "label": {"en": "Tax"}}
    records.create(CustomField, by=people.ada, required=True, **said)
    made(people, "plain", standard=True)
    made(people, "guest", unused=["tax_number"])
    assert refused(by=people.sue, name="Acme").keys() == {"tax_number"}
    assert records.create(Customer, by=people.sue, name="Guest", record_type="guest").pk


def test_only_people_of_its_roles_make_records_of_a_type(people: People) -> None:
    made(people, "house", standard=True, roles=[people.roles["manager"].pk])
    made(people, "plain")
    one = records.create(Customer, by=people.sue, name="Acme")
    assert one.custom["record_type"] == "plain", "the standard one is not hers to make"
    assert refused(by=people.sue, name="Other", record_type="house").keys() == {"record_type"}
    assert records.create(Customer, by=people.max, name="Max").custom["record_type"] == "house"


def test_a_type_goes_its_own_way_through_the_stages(people: People) -> None:
    system = Actor.system()
    first = records.create(Pipeline, by=system, name="Usual")
    records.create(Stage, by=system, name="Begin", pipeline=first, probability=10)
    other = records.create(Pipeline, by=system, name="Tender")
    begin = records.create(Stage, by=system, name="Tender opens", pipeline=other, probability=10)
    made(people, "usual", entity="opportunity", standard=True)
    way = {"stage": {"field": "pipeline", "op": "in", "value": [other.pk]}}
    made(people, "tender", entity="opportunity", limits=way)
    customer = records.create(Customer, by=people.sue, name="City")
    deal = records.create(
        Opportunity, by=people.sue, name="Bridge", customer=customer.pk, record_type="tender"
    )
    assert (deal.stage_id, deal.pipeline_id) == (begin.pk, other.pk)
    with pytest.raises(Invalid) as caught:
        records.update(deal, by=people.sue, pipeline=first.pk)
    assert "stage" in caught.value.errors


def test_a_type_that_records_have_is_not_deleted_and_not_misdescribed(people: People) -> None:
    row = made(people, "dealer")
    one = records.create(Customer, by=people.sue, name="Acme")
    with pytest.raises(Invalid):
        records.delete(row, by=people.ada)
    records.delete(one, by=people.sue)
    records.delete((RecordType, row.pk), by=people.ada)
    cases: tuple[dict[str, Any], ...] = (
        {"unused": ["name"]},
        {"limits": {"grade": []}},
        {"limits": {"parent": {"field": "nix"}}},
    )
    for wrong in cases:
        with pytest.raises(Invalid) as caught:
            made(people, "other", **wrong)
        assert caught.value.errors.keys() == wrong.keys()


# ---------------------------------------------------------------------- pages


@pytest.fixture
def sue(people: People) -> Client:
    return browser(people.users["sue"])


@pytest.mark.usefixtures("dealers")
def test_creating_asks_for_the_type_first_and_then_only_for_what_it_has(sue: Client) -> None:
    page = sue.get("/customers/new/").content.decode()
    assert re.findall(r'href="/customers/new/\?record_type=(\w+)"', page) == ["plain", "dealer"]
    assert 'name="name"' not in page
    form = sue.get("/customers/new/?record_type=dealer").content.decode()
    assert 'name="name"' in form
    assert 'name="website"' not in form
    grades = re.search(r'<select[^>]*name="grade".*?</select>', form, re.DOTALL)
    assert grades
    assert 'value="B"' in grades[0]
    assert 'value="C"' not in grades[0]
    answer = sue.post("/customers/new/?record_type=dealer", {"name": "Acme", "record_type": "dealer"})
    assert answer.status_code == 303
    shown = sue.get(answer.headers["Location"]).content.decode()
    assert "Dealer" in shown


@pytest.mark.usefixtures("dealers")
def test_changing_the_type_says_what_does_not_fit_and_asks_for_it(people: People, sue: Client) -> None:
    one = records.create(Customer, by=people.sue, name="Acme", grade="D", website="https://acme.example")
    asked = html.unescape(sue.get(f"/customers/{one.pk}/type/").content.decode())
    assert "To be chosen anew: Grade." in asked
    assert "Kept, but out of sight: Website." in asked
    sent = {"record_type": "dealer", "version": one.version}
    again = sue.post(f"/customers/{one.pk}/edit/?field=record_type", sent)
    assert again.status_code == 422
    form = again.content.decode()
    assert 'name="grade"' in form
    assert 'value="C"' not in form
    done = sue.post(f"/customers/{one.pk}/edit/?field=record_type", {**sent, "grade": "A"})
    assert done.status_code == 303
    assert Customer.objects.get(pk=one.pk).custom["record_type"] == "dealer"


def test_an_administrator_makes_a_type_by_ticking_and_takes_it_back(people: People, sue: Client) -> None:
    ada = browser(people.users["ada"])
    page = ada.get("/shape/customers/types/new/").content.decode()
    used = re.findall(r'name="used" value="(\w+)"[^>]*checked', page)
    assert {"website", "grade"} <= set(used)
    sent = {
        "label": "1", "label__en": "Dealer", "label__ru": "Дилер", "active": "true", "standard": "true",
        "used": [key for key in used if key != "website"], "limit|grade": ["A", "B"], "icon": "package",
        "limit|status": re.findall(r'name="limit\|status" value="(\w+)"', page),
        "limit|kind": ["company", "person"],
    }  # fmt: skip
    for limit in set(re.findall(r'name="(limit\|\w+)"', page)) - sent.keys():
        sent[limit] = re.findall(rf'name="{re.escape(limit)}" value="(\w+)"', page)
    answer = ada.post("/shape/customers/types/new/", sent)
    assert answer.status_code == 303, answer.content.decode()
    row = RecordType.live().get()
    assert (row.key, row.unused) == ("dealer", ["website"])
    assert row.limits == {"grade": ["A", "B"]}
    assert "Dealer" in ada.get("/shape/customers/types/").content.decode()
    assert 'name="website"' not in sue.get("/customers/new/").content.decode()
    assert sue.get("/shape/customers/types/").status_code == 404
    assert sue.post("/shape/customers/types/new/", sent).status_code == 404


def test_the_type_of_records_is_changed_with_the_types_and_not_among_the_fields(people: People) -> None:
    made(people, "plain")
    page = browser(people.users["ada"]).get("/shape/customers/fields/").content.decode()
    assert "record_type" in page
    assert "fields/record_type/" not in page


def test_a_board_of_one_type_has_the_columns_of_its_way(people: People, sue: Client) -> None:
    made(people, "plain", entity="lead", standard=True)
    made(people, "fair", entity="lead", limits={"status": ["new", "qualified"]})
    every = sue.get("/leads/board/").content.decode()
    where = quote('{"field":"record_type","op":"is","value":"fair"}')
    one = sue.get(f"/leads/board/?where={where}").content.decode()
    assert "Disqualified" in every
    assert "Disqualified" not in one.partition('class="board')[2]


def test_types_that_rest_are_asked_of_nobody(people: People) -> None:
    made(people, "once", active=False)
    customer = records.create(Customer, by=people.sue, name="Plain Works")
    assert "record_type" not in customer.custom


def test_records_that_were_there_before_get_a_type_by_condition_and_back(people: People) -> None:
    for name, grade in (("One", "A"), ("Two", "D"), ("Three", "A")):
        records.create(Customer, by=people.sue, name=name, grade=grade)
    made(people, "plain", standard=True)
    made(people, "dealer", limits={"grade": ["A"]})
    ada, here = browser(people.users["ada"]), "/shape/customers/types/assign/"
    assert "3 records have no type yet." in ada.get("/shape/customers/types/").content.decode()
    assert 'value="plain" selected' in ada.get(here).content.decode()
    grade = '{"field": "grade", "op": "is", "value": "A"}'
    where = {"where": "customer", "k.where~0": "group", "k.where~0-0": "kept", "d.where~0-0": grade}
    sent = {"type": "dealer", "which": "none", **where}
    asked = ada.post(here, sent).content.decode()
    assert "2 records get the type “Dealer”." in asked
    assert not any("record_type" in one.custom for one in Customer.objects.all())
    assert ada.post(here, {**sent, "seen": "dealer none 2"}).status_code == 303
    kinds = {one.name: one.custom.get("record_type") for one in Customer.objects.all()}
    assert kinds == {"One": "dealer", "Two": None, "Three": "dealer"}
    batch = Batch.objects.latest("id").pk
    every = {"type": "dealer", "which": "all"}
    refused_ = ada.post(here, {**every, "seen": "dealer all 1"})
    assert "Choose another one." in refused_.content.decode(), "grade D is none of a dealer"
    assert not undo.undo(batch, by=people.ada).left
    assert browser(people.users["sue"]).get(here).status_code == 404
