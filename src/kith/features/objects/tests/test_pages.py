"""An administrator makes an object in the browser's way, and it is there for everybody at once."""

from __future__ import annotations

from typing import Any

import pytest
from tests.company import People
from tests.signing import browser

from kith.engine import records, registry
from kith.engine.custom import CustomField
from kith.engine.objects.models import CustomObject


def send(client: Any, path: str, **values: Any) -> Any:
    """A form as a browser sends it."""
    return client.post(path, {"nonce": path, **values})


def test_an_object_is_made_with_two_words_and_opened_for_its_fields(people: People) -> None:
    ada = browser(people.users["ada"])
    assert b"/shape/new/" in ada.get("/shape/").content
    made = send(
        ada, "/shape/new/", label="1", label__en="Ship", label__ru="Судно", label_plural="1", label_plural__en="Ships",
        icon="ship", naming="name", key="", plural="",
    )  # fmt: skip
    assert made.status_code == 303, made.content.decode()
    assert made["Location"].startswith("/shape/ships/")
    row = CustomObject.live().get()
    assert (row.key, row.plural, row.icon, row.label["ru"]) == ("ship", "ships", "ship", "Судно")
    sue = browser(people.users["sue"])
    assert b'href="/ships/"' in sue.get("/").content
    for path in ("/ships/", "/ships/new/", "/ships/import/"):
        assert sue.get(path).status_code == 200, path
    assert sue.get("/shape/ships/object/").status_code == 404
    assert ada.get("/shape/customers/object/").status_code == 404


def test_a_wrong_form_says_so_and_keeps_what_was_typed(people: People) -> None:
    ada = browser(people.users["ada"])
    refused = send(
        ada, "/shape/new/", label="1", label__en="Ship", naming="number", numbering="{x}", key="users", plural="a b",
    )  # fmt: skip
    text = refused.content.decode()
    assert refused.status_code == 422
    assert all(word in text for word in ('value="Ship"', 'value="{x}"', 'value="a b"'))
    assert not CustomObject.objects.exists()


@pytest.fixture
def ship(people: People) -> CustomObject:
    """An object with a state and a day."""
    row: CustomObject = records.create(CustomObject, by=people.ada, key="ship", label={"en": "Ship"})
    states = [{"value": "sailing", "label": "Sailing"}]
    for key, kind, choices in (("state", "choice", states), ("built_on", "date", [])):
        records.create(
            CustomField, by=people.ada, entity="ship", key=key, kind=kind, label={"en": key}, choices=choices
        )
    return row


def test_its_board_calendar_columns_and_address_are_chosen_on_its_page(
    people: People, ship: CustomObject
) -> None:
    ada = browser(people.users["ada"])
    page = ada.get("/shape/ships/object/").content.decode()
    assert 'value="state"' in page
    done = send(
        ada, "/shape/ships/object/", version=ship.version, label="1", label__en="Vessel", label_plural="1",
        label_plural__en="Vessels", description="1", title_label="1", icon="anchor", naming="name", group="work",
        plural="vessels", features="files", columns=["name", "built_on"], board="state", calendar_start="built_on",
        calendar_end="", under="", parting="keep", facts="state", search="", subtitle="",
    )  # fmt: skip
    assert done["Location"] == "/shape/vessels/object/"
    spec = registry.spec("ship")
    assert (str(spec.label_plural), spec.icon, spec.columns) == ("Vessels", "anchor", ("name", "built_on"))
    for path in ("/vessels/board/", "/vessels/calendar/", "/ships/board/"):
        assert ada.get(path).status_code == 200, path


def test_deleting_shows_where_it_is_used(people: People, ship: CustomObject) -> None:
    records.create(
        CustomField, by=people.ada, entity="customer", key="vessel", kind="reference", target="ship",
        label={"en": "Ship"},
    )  # fmt: skip
    ada = browser(people.users["ada"])
    page = ada.get("/shape/ships/object/").content.decode()
    assert f"/custom-objects/{ship.pk}/remove/" in page
    assert "vessel" in page
    assert ada.get("/customers/").status_code == 200
    assert send(ada, f"/custom-objects/{ship.pk}/remove/", version=ship.version).status_code == 303
    assert registry.known("ship") is None
    for path in ("/", "/customers/", "/settings/trash/", "/settings/batches/", "/search/?q=a"):
        assert ada.get(path).status_code == 200, path
    assert ada.get("/ships/").status_code == 404


def test_two_objects_are_related_and_both_record_pages_show_it(people: People, ship: CustomObject) -> None:
    ada = browser(people.users["ada"])
    path = "/shape/ships/relations/"
    assert ada.get(path).status_code == 200
    assert send(ada, path, other="nothing", kind="one").status_code == 422
    done = send(ada, path, other="custom-object", kind="one", label="1")
    assert done.status_code == 422
    records.create(CustomObject, by=people.ada, key="harbour")
    for kind in ("one", "both", "part"):
        done = send(ada, path, nonce=kind, other="harbour", kind=kind, label="1", label__en=f"Port {kind}")
        assert done.status_code == 303, done.content.decode()
    port = records.create(registry.spec("harbour").model, by=people.ada, name="Leith")
    boat = records.create(
        registry.spec("ship").model, by=people.ada, name="Aurora", port_one=port.pk, port_part=port.pk
    )
    page = ada.get(f"/ships/{boat.pk}/").content.decode()
    assert f'href="/harbours/{port.pk}/">Leith</a>' in page
    assert "Port both" in page
    related = ada.get(f"/harbours/{port.pk}/?tab=ships.port_one").content.decode()
    assert f"/ships/{boat.pk}/" in related
    assert f"/ships/new/?port_one={port.pk}" in related
    assert ada.get(f"/ships/new/?port_one={port.pk}").status_code == 200
    assert "Leith" in ada.get(f"/ships/new/?port_one={port.pk}").content.decode()
