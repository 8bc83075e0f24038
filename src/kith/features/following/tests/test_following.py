"""Following records: who is told what."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from tests.company import People
from tests.signing import browser

from kith.engine import records, registry
from kith.engine.events import Event
from kith.features.following import handlers
from kith.features.following.keeping import follow

Customer: Any = apps.get_model("customers", "Customer")
Comment: Any = apps.get_model("comments", "Comment")
Notification: Any = apps.get_model("notifications", "Notification")


@pytest.fixture
def customer(people: People) -> Any:
    found = records.create(Customer, by=people.sue, name="Acme")
    Event.objects.all().delete()
    return found


def told(people: People, name: str) -> list[tuple[str, str]]:
    """What somebody is told of what happened since the last time one asked."""
    for event in Event.objects.order_by("pk"):
        if handlers.worth_telling(event):
            handlers.on_followed(event)
            handlers.on_followed(event)
    Event.objects.all().delete()
    rows = Notification.objects.filter(user_id=people.users[name].pk).order_by("pk")
    return [(row.title, row.body) for row in rows]


def test_the_owner_is_told_of_changes_and_comments_of_others_only(people: People, customer: Any) -> None:
    records.update(customer, by=people.sue, city="York")
    assert told(people, "sue") == []
    records.update(customer, by=people.max, city="Leeds")
    records.create(Comment, by=people.max, about=("customer", customer.pk), text="Well done")
    assert told(people, "sue") == [
        ("Max Manager changed “Acme”", "City: York → Leeds"),
        ("Max Manager commented on “Acme”", "Well done"),
    ]
    assert told(people, "max") == []


def test_an_owner_who_does_not_want_to_is_told_nothing(people: People, customer: Any) -> None:
    sue = browser(people.users["sue"])
    at = f"/customers/{customer.pk}/follow/"
    assert 'aria-pressed="true"' in sue.get(f"/customers/{customer.pk}/").content.decode()
    sue.post(at, {"on": ""})
    records.update(customer, by=people.max, city="Leeds")
    assert told(people, "sue") == []
    sue.post(at, {"on": "1"})
    records.update(customer, by=people.max, city="Bath")
    assert told(people, "sue") == [("Max Manager changed “Acme”", "City: Leeds → Bath")]


def test_a_follower_hears_until_he_stops_or_sees_the_record_no_more(people: People, customer: Any) -> None:
    spec = registry.spec("customer")
    follow(spec, customer.pk, people.max, on=True)
    follow(spec, customer.pk, people.carl, on=True)
    records.update(customer, by=people.sue, city="York")
    assert len(told(people, "max")) == 1
    assert told(people, "carl") == []
    follow(spec, customer.pk, people.max, on=False)
    records.update(customer, by=people.sue, city="Bath")
    assert len(told(people, "max")) == 1


def test_nobody_learns_of_a_field_that_he_may_not_read(people: People, customer: Any) -> None:
    people.role("blind", {"*": {"*": "all"}}, {"customer": {"city": "hidden"}})
    blind = people.join("Ben Blind", "blind")
    follow(registry.spec("customer"), customer.pk, blind, on=True)
    records.update(customer, by=people.sue, city="York")
    assert told(people, "ben") == []
    records.update(customer, by=people.sue, city="Bath", grade="A")
    assert told(people, "ben") == [("Sue Seller changed “Acme”", "Grade: empty → A")]


def test_who_is_mentioned_or_made_the_owner_is_told_once(people: People, customer: Any) -> None:
    follow(registry.spec("customer"), customer.pk, people.max, on=True)
    records.create(Comment, by=people.sue, about=("customer", customer.pk), text="@Max Manager look")
    records.update(customer, by=people.sue, owner=people.users["max"].pk)
    assert told(people, "max") == []


def test_an_import_tells_no_followers(people: People, customer: Any) -> None:
    follow(registry.spec("customer"), customer.pk, people.max, on=True)
    records.update(customer, by=people.sue.through("import"), city="York")
    assert told(people, "max") == []


def test_what_one_follows_is_a_tab_of_the_list(people: People, customer: Any) -> None:
    records.create(Customer, by=people.sue, name="Bolt")
    most = browser(people.users["max"])
    assert "Acme" not in most.get("/customers/?view=followed").content.decode()
    assert most.post(f"/customers/{customer.pk}/follow/", {"on": "1"}).status_code == 303
    page = most.get("/customers/?view=followed").content.decode()
    assert "Acme" in page
    assert "Bolt" not in page
    assert browser(people.users["carl"]).post(f"/customers/{customer.pk}/follow/").status_code == 404
