"""When a customer was last spoken to: kept by activities, whatever way they are written, and in nobody's way."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.company import People

from kith.engine import bulk, epoch, records, registry, undo
from kith.engine.condition import parse
from kith.engine.errors import Invalid
from kith.engine.journal import Batch, history
from kith.engine.keeping import keep
from kith.engine.listing import Listing
from kith.kernel import clock
from kith.modules.activities.models import Activity
from kith.modules.customers.models import Contact, Customer

NOON = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@pytest.fixture
def customer(people: People) -> Any:
    return records.create(Customer, by=people.sue, name="Acme")


@pytest.fixture
def other(people: People) -> Any:
    return records.create(Customer, by=people.sue, name="Bolt")


def activity(by: Any, at: dt.datetime, **values: Any) -> Any:
    values = {"kind": "call", "done": True, **values}
    with clock.frozen(NOON):
        return records.create(Activity, by=by, subject="Spoken", at=at, **values)


def last(customer: Any) -> dt.datetime | None:
    found: dt.datetime | None = Customer.live().get(pk=customer.pk).last_contact_at
    return found


@pytest.mark.parametrize("kind", ["call", "meeting", "visit", "mail"])
def test_what_was_done_with_a_customer_is_the_last_contact(people: People, customer: Any, kind: str) -> None:
    activity(people.sue, NOON - 3 * DAY, about=("customer", customer.pk), kind=kind)
    activity(people.sue, NOON - 9 * DAY, about=("customer", customer.pk), kind=kind)
    assert last(customer) == NOON - 3 * DAY


def test_a_planned_call_that_is_ticked_late_was_made_when_it_was_ticked(
    people: People, customer: Any
) -> None:
    planned = activity(people.sue, NOON + DAY, about=("customer", customer.pk), done=False)
    with clock.frozen(NOON + 3 * DAY):
        records.perform("complete", planned, by=people.sue)
    assert last(customer) == NOON + 3 * DAY


def test_tasks_notes_and_what_is_only_planned_are_no_contact(people: People, customer: Any) -> None:
    activity(people.sue, NOON - DAY, about=("customer", customer.pk), kind="task")
    activity(people.sue, NOON - DAY, about=("customer", customer.pk), kind="note")
    planned = activity(people.sue, NOON + DAY, about=("customer", customer.pk), kind="meeting", done=False)
    assert last(customer) is None
    with clock.frozen(NOON):
        records.perform("complete", planned, by=people.sue)
    assert last(customer) == NOON, "held earlier than planned: nobody was spoken to tomorrow"
    records.perform("reopen", (Activity, planned.pk), by=people.sue)
    assert last(customer) is None


def test_a_call_about_a_contact_is_a_contact_with_its_customer(people: People, customer: Any) -> None:
    contact = records.create(Contact, by=people.sue, name="Kim", customer=customer)
    activity(people.sue, NOON - DAY, about=("contact", contact.pk))
    assert last(customer) == NOON - DAY


def test_a_call_put_under_another_customer_moves_its_contact(
    people: People, customer: Any, other: Any
) -> None:
    call = activity(people.sue, NOON - DAY, about=("customer", customer.pk))
    records.update(call, by=people.sue, about=("customer", other.pk))
    assert (last(customer), last(other)) == (None, NOON - DAY)


def test_the_trash_and_taking_back_move_the_last_contact_as_well(people: People, customer: Any) -> None:
    activity(people.sue, NOON - 9 * DAY, about=("customer", customer.pk))
    call = activity(people.sue, NOON - DAY, about=("customer", customer.pk))
    records.delete(call, by=people.sue)
    assert last(customer) == NOON - 9 * DAY
    records.perform("restore", call, by=people.sue)
    assert last(customer) == NOON - DAY
    changed = records.update((Activity, call.pk), by=people.sue, at=NOON - 2 * DAY)
    assert last(customer) == NOON - 2 * DAY
    for number in Batch.objects.filter(entity="activity").order_by("-pk").values_list("pk", flat=True):
        undo.undo(number, by=people.ada)
    assert last(customer) is None, "their creation was taken back too"
    assert not Activity.objects.filter(pk=changed.pk).exists()


def test_who_edits_the_customer_meanwhile_is_not_disturbed(people: People, customer: Any) -> None:
    before = Customer.live().get(pk=customer.pk)
    entries = len(history("customer", customer.pk))
    activity(people.carl, NOON - DAY, about=None, customer=None)
    activity(people.sue, NOON - DAY, about=("customer", customer.pk))
    after = Customer.live().get(pk=customer.pk)
    assert (after.version, after.updated_at) == (before.version, before.updated_at)
    assert len(history("customer", customer.pk)) == entries
    records.update(customer, by=people.sue, version=before.version, city="Leeds")
    assert last(customer) == NOON - DAY, "an edit that knew nothing of it leaves it alone"


def test_many_activities_keep_their_customers_with_few_queries(
    people: People, customer: Any, other: Any, django_assert_max_num_queries: Any
) -> None:
    rows = [
        {
            "subject": "Call",
            "kind": "call",
            "about": ("customer", one.pk),
            "at": NOON - days * DAY,
            "done": True,
        }
        for one in (customer, other)
        for days in range(1, 30)
    ]
    with epoch.turn(), clock.frozen(NOON), django_assert_max_num_queries(27):
        bulk.create(Activity, rows, by=people.sue)
    assert last(customer) == last(other) == NOON - DAY


def test_nobody_writes_the_last_contact_by_hand(people: People, customer: Any) -> None:
    with pytest.raises(Invalid):
        records.update(customer, by=people.ada, last_contact_at=NOON)
    with pytest.raises(RuntimeError):
        keep(registry.spec("customer"), "last_contact_at", {customer.pk: NOON})


def test_customers_not_spoken_to_for_a_month_include_those_never_spoken_to(
    people: People, customer: Any, other: Any
) -> None:
    spec = registry.spec("customer")
    recent = records.create(Customer, by=people.sue, name="Cole")
    activity(people.sue, NOON - 31 * DAY, about=("customer", other.pk))
    activity(people.sue, NOON - 2 * DAY, about=("customer", recent.pk))
    where = {"field": "last_contact_at", "op": "not_within", "value": "last_30_days"}
    with clock.frozen(NOON), epoch.turn():
        ids = Listing(spec, people.sue, where=parse(where, spec, people.sue), sort=("last_contact_at",)).ids(
            10
        )
    assert ids == [customer.pk, other.pk]
