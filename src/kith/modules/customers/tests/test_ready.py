"""Ready types of customers: added with their fields and pages, and taken back in one step."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.test import Client
from tests.company import People
from tests.signing import browser

from kith.engine import records, registry, undo
from kith.engine.custom import CustomField
from kith.engine.errors import Invalid
from kith.engine.journal import Batch
from kith.features.layouts.models import PageLayout
from kith.features.types import ready
from kith.features.types.models import RecordType
from kith.modules.customers.models import Customer

HERE = "/shape/customers/types/"
SEVEN = ["distributor", "terminal", "dealer", "fund", "ship_owner", "household", "end_user"]


@pytest.fixture
def ada(people: People) -> Client:
    return browser(people.users["ada"])


def press(client: Client, *keys: str) -> Any:
    return client.post(f"{HERE}ready/", {"ready": list(keys)}, headers={"HX-Request": "true"})


def unused(key: str) -> set[str]:
    return set(RecordType.live().get(entity="customer", key=key).unused)


def test_a_ready_type_brings_its_fields_and_its_page_in_three_languages(people: People, ada: Client) -> None:
    assert "Choose ready types" in ada.get(HERE).text
    assert press(ada, "fund").status_code == 303
    field = CustomField.live().get(key="assets_managed")
    assert field.label == {
        "en": "Assets under management",
        "zh-hans": "管理资产规模",
        "ru": "Активы под управлением",
    }
    fund = records.create(
        Customer, by=people.sue, name="Blue Fund", record_type="fund", fund_regulator="BaFin"
    )
    shown = html.unescape(browser(people.users["sue"]).get(f"/customers/{fund.pk}/").text)
    assert "Supervised by" in shown
    assert "BaFin" in shown
    assert "Employees" not in shown, "a fund does without it"


def test_types_do_without_the_fields_of_each_other_and_share_what_they_have_in_common(
    people: People, ada: Client
) -> None:
    records.create(RecordType, by=people.ada, entity="customer", key="plain", label={"en": "Plain"})
    press(ada, "distributor")
    press(ada, "dealer")
    assert "territory" in unused("plain")
    assert "warehouse_area" in unused("dealer")
    assert {"territory", "brands"}.isdisjoint(unused("distributor") | unused("dealer"))
    assert "service_bays" in unused("distributor")
    with pytest.raises(Invalid):
        records.create(Customer, by=people.sue, name="Acme", record_type="plain", territory="North")
    assert CustomField.live().filter(entity="customer", key="territory").count() == 1


def test_one_step_takes_everything_back_and_all_can_be_added_again(people: People, ada: Client) -> None:
    own = records.create(RecordType, by=people.ada, entity="customer", key="plain", label={"en": "Plain"})
    press(ada, *SEVEN)
    assert len(ready.offered(registry.spec("customer"))) == 0
    assert "All ready types are there." in ada.get(f"{HERE}ready/").text
    undo.undo(Batch.objects.latest("pk").pk, by=people.ada)
    assert list(RecordType.live().values_list("key", flat=True)) == ["plain"]
    assert RecordType.live().get(pk=own.pk).unused == []
    assert not CustomField.live().filter(entity="customer").exists()
    assert not PageLayout.live().filter(entity="customer").exists()
    press(ada, *SEVEN)
    assert RecordType.live().filter(entity="customer").count() == 8
    assert CustomField.live().filter(key="territory_2").count() == 0


def test_a_field_of_the_company_is_neither_taken_nor_hidden(people: People, ada: Client) -> None:
    for key, kind in (("territory", "integer"), ("brands", "tags")):
        records.create(
            CustomField, by=people.ada, entity="customer", key=key, kind=kind, label={"en": f"Our {key}"}
        )
    records.create(RecordType, by=people.ada, entity="customer", key="plain", label={"en": "Plain"})
    press(ada, "distributor")
    assert CustomField.live().get(key="territory").kind == "integer"
    assert CustomField.live().get(key="territory_2").kind == "text"
    assert CustomField.live().get(key="brands").label == {"en": "Our brands"}, "the same kind: the same field"
    assert {"territory", "brands"}.isdisjoint(unused("plain"))
    assert "territory_2" in unused("plain")


def test_nothing_chosen_is_said_and_who_may_not_shape_sees_nothing(people: People, ada: Client) -> None:
    answer = press(ada)
    assert answer.status_code == 422
    assert "Choose at least one." in answer.text
    sue = browser(people.users["sue"])
    assert sue.get(f"{HERE}ready/").status_code == 404
    assert press(sue, "fund").status_code == 404
    assert not RecordType.live().exists()


def test_a_household_is_of_people_and_never_a_company(people: People, ada: Client) -> None:
    press(ada, "household")
    home = records.create(Customer, by=people.sue, name="The Browns", record_type="household")
    assert home.kind == "person"
    with pytest.raises(Invalid):
        records.update(home, by=people.sue, kind="company")
