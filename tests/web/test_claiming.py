"""Records without an owner are seen and taken by who has the right to, and by nobody else."""

from __future__ import annotations

from typing import Any

import pytest

from kith.engine import claiming, records, registry
from kith.engine.errors import Conflict, Forbidden, NotFound
from kith.engine.journal import Batch
from kith.engine.listing import Listing
from kith.engine.undo import undo
from tests.company import People
from tests.signing import browser, program

pytestmark = pytest.mark.database


@pytest.fixture
def lead(people: People) -> Any:
    """A lead of the North that nobody owns, and Carl, who sees his own and takes what is the North's."""
    people.role("taker", {"lead": {"read": "own", "update": "own", "claim": "unit"}})
    people.role("looker", {"lead": {"read": "own", "update": "own"}})
    people.give("carl", "taker")
    people.give("nora", "taker")
    people.give("sue", "looker")
    return records.create(
        registry.spec("lead").model, by=people.ada, name="Free", owner=None, unit=people.north
    )


def test_what_has_no_owner_is_seen_by_who_may_take_it(people: People, lead: Any) -> None:
    spec = registry.spec("lead")
    assert Listing(spec, people.carl).ids(10) == [lead.pk]
    assert Listing(spec, people.carl, where=None, sort=("-created_at",)).count() == (1, True)
    assert Listing(spec, people.nora).ids(10) == []
    assert Listing(spec, people.sue).ids(10) == []
    with pytest.raises(Forbidden):
        records.update(lead, by=people.carl, name="Mine?")


def test_the_first_one_gets_it(people: People, lead: Any) -> None:
    spec = registry.spec("lead")
    people.give("nora", "taker", unit=people.users["carl"].unit)
    taken = claiming.claim(spec, lead.pk, by=people.carl)
    assert taken.owner_id == people.users["carl"].pk
    assert records.update(taken, by=people.carl, name="Mine").name == "Mine"
    with pytest.raises(NotFound):
        claiming.claim(spec, lead.pk, by=people.nora)
    with pytest.raises(Conflict):
        claiming.claim(spec, lead.pk, by=people.carl)
    with pytest.raises(NotFound):
        claiming.claim(spec, lead.pk, by=people.sue)


def test_it_is_taken_on_its_page_and_given_back_by_undo(people: People, lead: Any) -> None:
    client, here = browser(people.users["carl"]), f"/leads/{lead.pk}/"
    assert f"{here}claim/" in client.get(here).content.decode()
    assert "Unassigned" in client.get("/leads/").content.decode()
    assert "It has no owner" in client.get(f"{here}claim/").content.decode()
    assert client.post(f"{here}claim/").status_code == 303
    lead.refresh_from_db()
    assert lead.owner_id == people.users["carl"].pk
    assert f"{here}claim/" not in client.get(here).content.decode()
    batch = Batch.objects.get(kind="claim")
    assert undo(batch.pk, by=people.carl).undone == 1
    lead.refresh_from_db()
    assert (lead.owner_id, lead.unit_id) == (None, people.north.pk)


def test_the_api_takes(people: People, lead: Any) -> None:
    path = f"/api/v1/leads/{lead.pk}/claim"
    empty: dict[str, Any] = {"data": "{}", "content_type": "application/json"}
    assert program(people.users["sue"]).post(path, **empty).status_code == 404
    answer = program(people.users["carl"]).post(path, **empty)
    assert answer.status_code == 200
    assert answer.json()["owner"] == people.users["carl"].pk
    assert program(people.users["carl"]).post(path, **empty).status_code == 409
