"""Groups of likely duplicates over the API: listed within reach, kept apart for good, merged; a search is begun."""

from __future__ import annotations

from typing import Any

import pytest

from kith.engine import records
from kith.engine.jobs import drain
from kith.features.duplicates.models import Group, Scan
from kith.modules.customers.models import Customer
from kith.modules.sales.models import Lead
from tests.company import People
from tests.signing import program

ADDRESS = "/api/v1/duplicates"


@pytest.fixture
def twins(people: People) -> list[Any]:
    """Two customers of Sue and a lead that look the same, and two customers of Nora that do; all was looked through."""
    rows = [
        records.create(Customer, by=people.sue, name=name, email="a@example.com")
        for name in ("Northern Logistics Ltd", "Northen Logistics")
    ]
    lead = {"name": "Ann", "company": "Northern Logistics", "email": "a@example.com"}
    rows.append(records.create(Lead, by=people.sue, **lead))
    for name in ("Granite Foods", "Granite Foods Ltd"):
        records.create(Customer, by=people.nora, name=name, email="g@example.com")
    assert post(people, "ada", f"{ADDRESS}/search").status_code == 202
    drain()
    return rows


def post(people: People, name: str, path: str, body: Any = None) -> Any:
    """What somebody's program is answered."""
    return program(people.users[name]).post(path, body or {}, content_type="application/json")


def listed(people: People, name: str, query: str = "") -> Any:
    """The groups that somebody's program gets."""
    answer = program(people.users[name]).get(f"{ADDRESS}{query}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_groups_are_listed_with_the_records_that_one_sees(people: People, twins: list[Any]) -> None:
    (group,) = listed(people, "max")["items"]
    one, two, lead = twins
    assert (group["entity"], group["percent"] > 50) == ("customer", True)
    assert group["members"] == [
        {"entity": "customer", "id": one.pk, "title": "Northern Logistics Ltd"},
        {"entity": "customer", "id": two.pk, "title": "Northen Logistics"},
        {"entity": "lead", "id": lead.pk, "title": "Ann"},
    ]
    first = listed(people, "ada", "?entity=customer&limit=1")
    second = listed(people, "ada", f"?entity=customer&limit=1&cursor={first['next']}")
    assert len({first["items"][0]["id"], second["items"][0]["id"]}) == 2
    assert not listed(people, "ada", "?entity=lead")["items"]
    assert program(people.users["otto"]).get(ADDRESS).status_code == 403
    for wrong in ("entity=unit", "cursor=0.5-99999999999999999999", "cursor=x", "limit=0", "q=x"):
        assert program(people.users["ada"]).get(f"{ADDRESS}?{wrong}").status_code == 400, wrong


def test_a_group_is_kept_apart_for_good_by_who_sees_it_whole(people: People, twins: list[Any]) -> None:
    groups = sorted(Group.objects.values_list("pk", flat=True))
    (mine,) = (group["id"] for group in listed(people, "max")["items"])
    assert post(people, "max", f"{ADDRESS}/apart", {"groups": groups}).json() == {"groups": [mine]}
    assert not listed(people, "max")["items"]
    post(people, "ada", f"{ADDRESS}/search")
    drain()
    assert len(listed(people, "ada")["items"]) == 1, "what was said stays said"
    assert post(people, "otto", f"{ADDRESS}/apart", {"groups": groups}).status_code == 403
    for wrong in ({}, {"groups": ["x"]}, {"groups": [1], "all": True}):
        assert post(people, "max", f"{ADDRESS}/apart", wrong).status_code == 422, wrong


def test_what_is_merged_is_no_group_any_more(people: People, twins: list[Any]) -> None:
    one, two, lead = twins
    records.delete(lead, by=people.max)
    answer = post(people, "max", f"/api/v1/customers/{one.pk}/merge", {"with": [two.pk]})
    assert answer.status_code == 200, answer.content
    assert not listed(people, "max")["items"]


def test_only_who_may_change_everything_has_all_looked_through_and_once_at_a_time(people: People) -> None:
    assert post(people, "max", f"{ADDRESS}/search").status_code == 403
    for _time in range(2):
        assert post(people, "ada", f"{ADDRESS}/search").status_code == 202
    assert Scan.objects.count() == 1
    assert listed(people, "ada")["running"] is True
    drain()
    assert listed(people, "ada")["running"] is False


def test_the_document_names_what_its_reader_may_do(people: People) -> None:
    def named(name: str) -> set[str]:
        paths = program(people.users[name]).get("/api/v1/openapi.json").json()["paths"]
        return {path.removeprefix(ADDRESS) for path in paths if path.startswith(ADDRESS)}

    assert named("ada") == {"", "/apart", "/search"}
    assert named("max") == {"", "/apart"}
    assert named("otto") == set()
