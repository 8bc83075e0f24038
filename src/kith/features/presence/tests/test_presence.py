"""Who looks at a record now."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.apps import apps
from tests.company import People
from tests.signing import browser

from kith.engine import records
from kith.features.presence.looking import forget
from kith.features.presence.models import Presence
from kith.kernel import clock

Customer: Any = apps.get_model("customers", "Customer")
NOON = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)


@pytest.fixture
def customer(people: People) -> Any:
    return records.create(Customer, by=people.sue, name="Acme")


def ask(people: People, name: str, customer: Any) -> Any:
    return browser(people.users[name]).post(f"/customers/{customer.pk}/present/")


def names(answer: Any) -> list[str]:
    return [person["name"] for person in answer.json()["people"]]


def test_others_are_seen_for_a_minute_and_oneself_is_not(people: People, customer: Any) -> None:
    with clock.frozen(NOON):
        assert names(ask(people, "sue", customer)) == []
        assert names(ask(people, "max", customer)) == ["Sue Seller"]
        assert names(ask(people, "sue", customer)) == ["Max Manager"]
    with clock.frozen(NOON + dt.timedelta(seconds=61)):
        assert names(ask(people, "max", customer)) == []
        forget()
    assert Presence.objects.count() == 1


def test_who_may_not_see_a_record_neither_tells_nor_learns(people: People, customer: Any) -> None:
    assert ask(people, "carl", customer).status_code == 404
    assert names(ask(people, "sue", customer)) == []


def test_the_page_learns_that_somebody_changed_the_record(people: People, customer: Any) -> None:
    before = ask(people, "sue", customer).json()["version"]
    records.update(customer, by=people.max, city="Leeds")
    answer = ask(people, "sue", customer).json()
    assert answer["version"] == before + 1
    assert answer["changed"] == "Max Manager changed this just now."


def test_looking_at_the_page_itself_writes_nothing(people: People, customer: Any) -> None:
    page = browser(people.users["sue"]).get(f"/customers/{customer.pk}/").content.decode()
    assert f'data-url="/customers/{customer.pk}/present/"' in page
    assert not Presence.objects.exists()
