"""Maps: who sees which places, what is near, and where a place comes from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, override_settings

from kith.engine import bulk, records, towns
from kith.engine.errors import Invalid
from kith.modules.customers.models import Customer
from tests.company import People
from tests.signing import browser

BERLIN, POTSDAM, HAMBURG = "52.52,13.405", "52.4,13.06", "53.5511,9.9937"


@pytest.fixture
def sue(people: People) -> Client:
    """A seller's browser."""
    for name, city, where in (
        ("Acme", "Berlin", BERLIN), ("Bolt", "Potsdam", POTSDAM), ("Crane", "Hamburg", HAMBURG), ("Nowhere", "", ""),
    ):  # fmt: skip
        records.create(Customer, by=people.sue, name=name, city=city, location=where)
    return browser(people.users["sue"])


@pytest.fixture
def gazetteer(tmp_path: Path) -> Any:
    """A gazetteer with a few towns by several names."""
    with override_settings(DATA=tmp_path):
        towns.write(
            [
                ("Moscow", "RU", 10_000_000, 55.75, 37.62), ("Москва", "RU", 10_000_000, 55.75, 37.62),
                ("莫斯科", "RU", 10_000_000, 55.75, 37.62), ("Moscow", "US", 25_000, 46.73, -117.0),
            ]
        )  # fmt: skip
        yield


def listed(client: Client, **query: str) -> list[str]:
    page = client.get("/customers/map/", query).content.decode()
    return [
        part.partition("<")[0]
        for part in page.split('class="map-name"')[1:]
        for part in [part.partition(">")[2]]
    ]


def drawn(client: Client, **query: str) -> list[str]:
    answer = json.loads(client.get("/customers/map/places/", query).content)
    return [place[5] for place in answer["places"]]


def test_the_list_and_the_map_hold_what_has_a_place_newest_first(sue: Client) -> None:
    assert listed(sue) == drawn(sue) == ["Crane", "Bolt", "Acme"]


def test_near_a_town_a_point_or_a_customer_the_nearest_come_first(people: People, sue: Client) -> None:
    bolt = Customer.live().get(name="Bolt")
    assert listed(sue, near="berlin", km="50") == ["Acme", "Bolt"]
    assert listed(sue, near=BERLIN, km="25") == ["Acme"]
    assert listed(sue, near=f"#{bolt.pk}", km="500") == ["Bolt", "Acme", "Crane"]
    assert drawn(sue, group="berlin~50") == ["Acme", "Bolt"]


def test_a_customer_with_a_place_leads_to_what_is_near_it(sue: Client) -> None:
    acme, nowhere = (Customer.live().get(name=name) for name in ("Acme", "Nowhere"))
    assert f"/customers/map/?group=%23{acme.pk}~50" in sue.get(f"/customers/{acme.pk}/").content.decode()
    assert "/customers/map/" not in sue.get(f"/customers/{nowhere.pk}/").content.decode()


def test_a_place_that_nobody_knows_is_said_and_everything_stays(sue: Client) -> None:
    page = sue.get("/customers/map/", {"near": "Atlantis <1>"}).content.decode()
    assert "Atlantis &lt;1&gt;" in page
    assert len(listed(sue, near="Atlantis")) == 3


def test_filters_of_the_list_hold_on_the_map_and_stay_with_the_place(sue: Client) -> None:
    where = '{"field":"name","op":"is_not","value":"Acme"}'
    assert listed(sue, where=where, near="Berlin") == drawn(sue, where=where, group="Berlin~50") == ["Bolt"]
    assert "group=Berlin~50" in sue.get("/customers/map/", {"near": "Berlin"}).content.decode()


def test_nobody_sees_places_of_others_or_learns_where_they_are(people: People, sue: Client) -> None:
    acme = Customer.live().get(name="Acme")
    carl = browser(people.users["carl"])
    assert listed(carl) == drawn(carl) == []
    for said in (f"#{acme.pk}", "Berlin"):
        assert "is not known as a place" in carl.get("/customers/map/", {"near": said}).content.decode()
    people.role("seller", people.roles["seller"].grants, {"customer": {"location": "hidden"}})
    assert browser(people.users["sue"]).get("/customers/map/").status_code == 404
    assert browser(people.users["sue"]).get("/customers/map/places/").status_code == 404
    assert sue.get("/contacts/map/").status_code == 404


def test_a_customer_is_in_the_middle_of_its_town_until_somebody_says_better(
    people: People, gazetteer: Any
) -> None:
    for name in ("Moscow", "москва", "莫斯科"):
        one = records.create(Customer, by=people.sue, name=name, city=name, country="RU")
        assert (one.location, one.town_only) == ("55.75,37.62", True)
    assert (
        records.create(Customer, by=people.sue, name="West", city="Moscow", country="US").location
        == "46.73,-117"
    )
    better = records.update(one, by=people.sue, location="55.7, 37.5")
    assert (better.location, better.town_only) == ("55.7,37.5", False)
    assert records.update(better, by=people.sue, city="Moscow").location == "55.7,37.5"
    page = browser(people.users["sue"]).get("/customers/map/", {"near": "莫斯科"}).content.decode()
    assert "town only" in page
    assert "GeoNames" in page


def test_what_is_no_place_is_refused_at_the_field(people: People) -> None:
    with pytest.raises(Invalid) as refused:
        records.create(Customer, by=people.sue, name="Acme", location="somewhere")
    assert list(refused.value.errors) == ["location"]


def test_places_of_many_rows_at_once_are_found_as_well(people: People, sue: Client) -> None:
    rows = [{"name": f"Row {number}", "location": f"52.{500 + number},13.4"} for number in range(20)]
    assert all(outcome.id for outcome in bulk.create(Customer, rows, by=people.sue))
    assert len(listed(sue, near=BERLIN, km="5")) == 21


def test_tiles_come_from_the_server_that_the_company_named_and_no_other(sue: Client) -> None:
    policy = sue.get("/customers/map/").headers["Content-Security-Policy"]
    assert "https:" not in policy
    with override_settings(TILES="https://tiles.example/{z}/{x}/{y}.png", TILES_BY="© Tiles"):
        answer = sue.get("/customers/map/")
    assert "img-src https://tiles.example " in answer.headers["Content-Security-Policy"]
    assert "© Tiles" in answer.content.decode()
    assert "geolocation=(self)" in answer.headers["Permissions-Policy"]
