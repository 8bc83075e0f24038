"""Batches over the API: what was done, and taking it back at once or in the background."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps

from kith.engine import bulk, undo
from kith.engine.jobs import drain
from kith.engine.journal import Batch
from tests.company import People
from tests.signing import browser, program

Customer: Any = apps.get_model("customers", "Customer")


@pytest.fixture
def batch(people: People, monkeypatch: pytest.MonkeyPatch) -> Batch:
    """A batch that counts as a large one."""
    monkeypatch.setattr(undo, "AT_ONCE", 3)
    bulk.create(Customer, [{"name": f"Customer {number}"} for number in range(4)], by=people.sue)
    return Batch.objects.latest("id")


def test_a_small_batch_is_taken_back_at_once(people: People) -> None:
    bulk.create(Customer, [{"name": "One"}], by=people.sue)
    number = Batch.objects.latest("id").pk
    answer = program(people.users["sue"]).post(
        f"/api/v1/batches/{number}/undo", {}, content_type="application/json"
    )
    assert (answer.status_code, answer.json()["undone"], answer.json()["left"]) == (200, 1, [])
    assert not Customer.objects.exists()


def test_a_large_batch_is_taken_back_by_a_job_and_says_when_it_is_done(people: People, batch: Batch) -> None:
    client = program(people.users["sue"])
    answer = client.post(f"/api/v1/batches/{batch.pk}/undo", {}, content_type="application/json")
    assert (answer.status_code, answer.json()["undone_by"]) == (202, None)
    assert Customer.live().count() == 4
    drain()
    assert not Customer.objects.exists()
    assert client.get(f"/api/v1/batches/{batch.pk}").json()["undone_by"]
    assert (
        client.post(f"/api/v1/batches/{batch.pk}/undo", {}, content_type="application/json").status_code
        == 409
    )


def test_the_page_says_that_it_goes_on_in_the_background_and_tells_the_end(
    people: People, batch: Batch
) -> None:
    sue = browser(people.users["sue"])
    page = sue.post(f"/undo/{batch.pk}/", follow=True).content.decode()
    assert "in the background" in page
    drain()
    told = sue.get("/notifications/").content.decode()
    assert "Your changes are taken back" in told
    assert "Taken back: 4 changes." in told
