"""Putting back what a record was: with today's rights and rules, by field or as a whole, and to be taken back."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from kith.engine import records, restoring, undo
from kith.engine.errors import Invalid, NotFound
from kith.engine.journal import Batch, Entry
from kith.engine.registry import spec
from kith.engine.sealing.erasing import erase_values
from kith.kernel import clock
from kith.modules.customers.models import Customer
from tests.company import People
from tests.signing import browser, program

pytestmark = pytest.mark.database


@pytest.fixture
def acme(people: People) -> Customer:
    """A customer of Sue's that moved, got a telephone, and moved again."""
    made: Customer = records.create(
        Customer, by=people.sue, name="Acme", city="Bath", website="https://acme.example"
    )
    records.update(made, by=people.sue, city="York", phone="+44 20 7946 0001")
    moved: Customer = records.update(made, by=people.sue, city="Leeds")
    return moved


def entry(record: Any, version: int) -> Entry:
    """The change that made a version of a record."""
    return Entry.objects.get(entity="customer", record_id=record.pk, version=version)


def test_one_field_or_the_whole_record_gets_back_what_it_held(people: People, acme: Customer) -> None:
    here = browser(people.users["sue"])
    record = here.get(f"/customers/{acme.pk}/").content.decode()
    address = f"/customers/{acme.pk}/history/?before={entry(acme, 2).pk}"
    assert address in record
    page = here.get(address).content.decode()
    for text in ("Leeds", "Bath", "20 7946 0001"):
        assert text in page
    sent = {"fields": ["city"], "version": acme.version}
    assert here.post(address, sent).status_code == 303
    kept = Customer.objects.get(pk=acme.pk)
    assert (kept.city, kept.phone) == ("Bath", "+442079460001")
    batch = Batch.objects.latest("pk")
    assert (batch.kind, batch.rows) == ("put_back", 1)
    undo.undo(batch.pk, by=people.sue)
    assert Customer.objects.get(pk=acme.pk).city == "Leeds"

    past = restoring.before(spec("customer"), kept, entry(acme, 2).pk)
    restoring.put_back(kept, past, by=people.sue)
    kept = Customer.objects.get(pk=acme.pk)
    assert (kept.city, kept.phone or "") == ("Bath", "")


def test_a_time_is_meant_as_the_reader_has_it(people: People, acme: Customer) -> None:
    for version, hours in ((1, 30), (2, 20), (3, 10)):
        Entry.objects.filter(pk=entry(acme, version).pk).update(at=clock.now() - dt.timedelta(hours=hours))
    people.give("sue", time_zone="Asia/Shanghai")
    here = browser(people.users["sue"])
    moment = (clock.now() - dt.timedelta(hours=15)).astimezone(dt.timezone(dt.timedelta(hours=8)))
    page = here.get(f"/customers/{acme.pk}/history/?at={moment:%Y-%m-%dT%H:%M}").content.decode()
    assert "York" in page
    assert "Bath" not in page
    assert (
        "Nothing is known of that time"
        in here.get(f"/customers/{acme.pk}/history/?at=2001-01-01T00:00").content.decode()
    )


def test_what_one_may_not_write_is_refused_by_name_and_what_one_may_not_see_is_not_told(
    people: People, acme: Customer
) -> None:
    people.role("clerk", {"customer": {"*": "all"}}, {"customer": {"city": "read", "phone": "hidden"}})
    vera = people.join("Vera", "clerk")
    there = program(people.users["vera"])
    address = f"/api/v1/customers/{acme.pk}/history/restore"

    def sent(body: Any, status: int) -> Any:
        answer = there.post(address, body, content_type="application/json")
        assert answer.status_code == status, answer.content
        return answer.json()

    before = entry(acme, 2).pk
    told = sent({"before": before, "preview": True}, 200)
    assert told["changes"] == {"city": ["Leeds", "Bath"]}
    assert list(sent({"before": before}, 422)["errors"]) == ["city"]
    assert list(sent({"before": before, "fields": ["phone"]}, 422)["errors"]) == ["phone"]
    sent({"before": before, "at": "2026-01-01"}, 422)
    sent({"at": "yesterday"}, 422)
    sent({"before": before, "colour": 1}, 422)
    page = (
        browser(people.users["vera"]).get(f"/customers/{acme.pk}/history/?before={before}").content.decode()
    )
    assert "You may not change this." in page
    assert "20 7946" not in page
    with pytest.raises(Invalid):
        restoring.put_back(acme, restoring.before(spec("customer"), acme, before), by=vera)
    assert Customer.objects.get(pk=acme.pk).city == "Leeds"


def test_the_history_of_what_one_may_not_change_is_not_put_back(people: People, acme: Customer) -> None:
    other = records.create(Customer, by=people.nora, name="Other")
    before = entry(acme, 2).pk
    assert (
        browser(people.users["nora"]).get(f"/customers/{acme.pk}/history/?before={before}").status_code == 404
    )
    assert (
        browser(people.users["nora"]).get(f"/customers/{other.pk}/history/?before={before}").status_code
        == 404
    )
    assert (
        browser(people.users["otto"]).get(f"/customers/{acme.pk}/history/?before={before}").status_code == 403
    )
    with pytest.raises(NotFound):
        restoring.before(spec("customer"), other, before)


def test_rules_of_today_and_changes_of_others_are_told(people: People, acme: Customer) -> None:
    here = browser(people.users["sue"])
    address = f"/customers/{acme.pk}/history/?before={entry(acme, 2).pk}"
    records.update(acme, by=people.sue, name="Acme Ltd")
    stale = here.post(address, {"fields": ["city"], "version": 3})
    assert stale.status_code == 412
    assert "changed meanwhile" in stale.content.decode()
    assert here.post(address, {"version": 4}).status_code == 422
    assert Customer.objects.get(pk=acme.pk).city == "Leeds"


def test_erased_values_do_not_come_back(people: People, acme: Customer) -> None:
    erase_values(Entry.objects.filter(entity="customer", record_id=acme.pk), {"city"}, by=people.ada)
    past = restoring.before(spec("customer"), acme, entry(acme, 2).pk)
    assert [one.field.key for one in restoring.differences(spec("customer"), acme, past, people.sue)] == [
        "phone"
    ]
