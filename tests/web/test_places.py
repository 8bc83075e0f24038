"""What a person saw lately and starred: one's own, within the rights of now."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps

from kith.engine import records, registry
from kith.features.places import remembering
from kith.kernel import clock
from tests.company import People
from tests.signing import browser

Customer: Any = apps.get_model("customers", "Customer")
Place: Any = apps.get_model("places", "Place")


@pytest.fixture
def acme(people: People) -> Any:
    """A customer of Sue's."""
    return records.create(Customer, by=people.sue, name="Acme & Sons")


def shelves(user: Any) -> dict[str, list[str]]:
    """Names in somebody's palette before anything is typed."""
    answer = browser(user).get("/places/").json()
    return {shelf["key"]: [item["label"] for item in shelf["items"]] for shelf in answer["shelves"]}


def test_opening_a_page_alone_is_not_seeing(people: People, acme: Any) -> None:
    sue = browser(people.users["sue"])
    sue.get(f"/customers/{acme.pk}/")
    assert shelves(people.users["sue"])["recent"] == []
    assert sue.post("/places/seen/", {"place": f"customers/{acme.pk}"}).status_code == 204
    assert shelves(people.users["sue"])["recent"] == ["Acme & Sons"]
    assert shelves(people.users["max"])["recent"] == []


@pytest.mark.parametrize(
    "place", ["customers/x", "customers/", "nothing/1", "customers/99999999999999999999", ""]
)
def test_what_is_no_record_is_not_seen(people: People, place: str) -> None:
    assert browser(people.users["sue"]).post("/places/seen/", {"place": place}).status_code == 404


def test_what_one_may_not_see_cannot_be_seen_or_starred(people: People, acme: Any) -> None:
    carl = browser(people.users["carl"])
    assert carl.post("/places/seen/", {"place": f"customers/{acme.pk}"}).status_code == 404
    assert carl.post(f"/customers/{acme.pk}/star/").status_code == 404
    assert not Place.objects.exists()


def test_a_name_is_gone_with_the_right_to_see_it(people: People, acme: Any) -> None:
    sue = browser(people.users["sue"])
    sue.post("/places/seen/", {"place": f"customers/{acme.pk}"})
    sue.post(f"/customers/{acme.pk}/star/")
    records.update(acme, by=people.ada, owner=people.users["nora"], team=None)
    assert shelves(people.users["sue"]) == {"recent": [], "starred": []}
    assert sue.get("/places/starred/").json() == {"items": []}


def test_a_star_is_given_and_taken_away(people: People, acme: Any) -> None:
    sue = browser(people.users["sue"])
    assert f'action="/customers/{acme.pk}/star/"' in sue.get(f"/customers/{acme.pk}/").content.decode()
    assert sue.post(f"/customers/{acme.pk}/star/").headers["Location"] == f"/customers/{acme.pk}/"
    item = sue.get("/places/starred/").json()["items"][0]
    assert (item["label"], item["href"], item["about"]) == (
        "Acme & Sons",
        f"/customers/{acme.pk}/",
        "Customer",
    )
    assert "Acme &amp; Sons" in sue.get("/customers/?view=starred").content.decode()
    sue.post(f"/customers/{acme.pk}/star/")
    assert sue.get("/places/starred/").json() == {"items": []}


def test_a_list_shows_what_was_seen_lately_the_newest_first(people: People, acme: Any) -> None:
    bolt = records.create(Customer, by=people.sue, name="Bolt")
    records.create(Customer, by=people.sue, name="Never")
    for minute, record in enumerate((bolt, acme)):
        with clock.frozen(clock.now() + timedelta(minutes=minute)):
            remembering.see(people_spec(), record.pk, people.sue)
    page = browser(people.users["sue"]).get("/customers/?view=seen").content.decode()
    assert page.index("Acme &amp; Sons</a>") < page.index("Bolt</a>")
    assert "Never</a>" not in page


def people_spec() -> Any:
    """The spec of customers."""
    return registry.spec("customer")


def test_a_hundred_are_remembered_and_stars_stay(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembering, "KEPT", 3)
    made = [records.create(Customer, by=people.sue, name=f"C{number}") for number in range(6)]
    remembering.star(people_spec(), made[0].pk, people.sue)
    for record in made[1:]:
        remembering.see(people_spec(), record.pk, people.sue)
    assert Place.objects.count() == 4
    assert [spot.label for spot in remembering.recent(people.sue, 9)] == ["C5", "C4", "C3", "C0"]
    assert [spot.label for spot in remembering.starred(people.sue)] == ["C0"]
