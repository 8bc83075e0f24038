"""What activities fill in by themselves, and how they are done, taken up again and put off."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.company import People

from kith.engine import bulk, epoch, records, registry, undo
from kith.engine.errors import Conflict, Invalid, NotFound
from kith.engine.journal import Batch
from kith.kernel import clock
from kith.modules.activities.models import Activity
from kith.modules.customers.models import Contact, Customer

NOON = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)


@pytest.fixture
def customer(people: People) -> Any:
    return records.create(Customer, by=people.sue, name="Acme")


def task(by: Any, **values: Any) -> Any:
    return records.create(Activity, by=by, subject="Send offer", **values)


def test_an_activity_about_a_contact_belongs_to_the_contacts_customer(people: People, customer: Any) -> None:
    contact = records.create(Contact, by=people.sue, name="Kim", customer=customer)
    assert task(people.sue, about=("contact", contact.pk)).customer_id == customer.pk
    assert task(people.sue, about=("customer", customer.pk)).customer_id == customer.pk


def test_many_activities_find_their_customers_with_one_query_per_kind(
    people: People, customer: Any, django_assert_max_num_queries: Any
) -> None:
    rows = [{"subject": f"Call {number}", "about": ("customer", customer.pk)} for number in range(40)]
    with epoch.turn(), django_assert_max_num_queries(25):
        outcomes = bulk.create(Activity, rows, by=people.sue)
    assert {row.customer_id for row in Activity.live()} == {customer.pk}
    assert all(outcome.id for outcome in outcomes)


def test_an_activity_cannot_be_about_something_out_of_sight(people: People, customer: Any) -> None:
    with pytest.raises(Invalid) as refused:
        task(people.carl, about=("customer", customer.pk))
    assert "about" in refused.value.errors
    with pytest.raises(Invalid):
        task(people.carl, about=("spaceship", 1))


def test_what_has_no_time_has_just_happened_or_is_due_by_the_end_of_work_and_a_note_is_done(
    people: People,
) -> None:
    with clock.frozen(NOON):
        later = NOON + dt.timedelta(days=1)
        note = records.create(Activity, by=people.sue, kind="note", subject="They grow", at=later)
        call = records.create(Activity, by=people.sue, kind="call", subject="They rang")
        planned = records.create(Activity, by=people.sue, kind="call", subject="Call back", at=later)
        due = task(people.sue)
    assert (note.done, note.done_at) == (call.done, call.at) == (True, NOON)
    assert (due.at, due.done, planned.done) == (NOON.replace(hour=17), False, False)
    with pytest.raises(Invalid):
        records.perform("reopen", note, by=people.sue)


def test_nothing_ends_before_it_begins(people: People) -> None:
    with pytest.raises(Invalid) as refused:
        task(people.sue, at=NOON, ends_at=NOON - dt.timedelta(minutes=1))
    assert list(refused.value.errors) == ["ends_at"]


def test_completing_keeps_outcome_and_moment_and_reopening_forgets_the_moment(people: People) -> None:
    made = task(people.sue)
    with clock.frozen(NOON):
        records.perform("complete", made, by=people.sue, outcome="They want it")
    made.refresh_from_db()
    assert (made.done, made.done_at, made.outcome) == (True, NOON, "They want it")
    with pytest.raises(Conflict):
        records.perform("complete", made, by=people.sue)
    records.perform("reopen", made, by=people.sue)
    made.refresh_from_db()
    assert (made.done, made.done_at) == (False, None)


def test_a_colleague_can_neither_see_nor_complete_my_task(people: People) -> None:
    made = task(people.sue)
    for other in (people.carl, people.stranger):
        with pytest.raises(NotFound):
            records.perform("complete", made, by=other)
    records.perform("complete", made, by=people.max)


def test_putting_off_moves_end_and_reminder_along(people: People) -> None:
    made = task(
        people.sue, at=NOON, ends_at=NOON + dt.timedelta(hours=1), reminder_at=NOON - dt.timedelta(hours=1)
    )
    records.perform("postpone", made, by=people.sue, to=NOON + dt.timedelta(days=2))
    made.refresh_from_db()
    assert made.at == NOON + dt.timedelta(days=2)
    assert made.ends_at - made.at == made.at - made.reminder_at == dt.timedelta(hours=1)


def test_the_next_contact_agreed_on_becomes_the_customers(people: People, customer: Any) -> None:
    call = task(people.sue, about=("customer", customer.pk), next_contact_on="2026-07-01")
    customer.refresh_from_db()
    assert customer.next_contact_on == dt.date(2026, 7, 1)
    records.perform("complete", call, by=people.sue, next_contact_on=dt.date(2026, 8, 1))
    customer.refresh_from_db()
    assert customer.next_contact_on == dt.date(2026, 8, 1)


def test_an_edit_that_does_not_touch_the_next_contact_leaves_the_customers(
    people: People, customer: Any
) -> None:
    call = task(people.sue, about=("customer", customer.pk), next_contact_on="2026-07-01")
    records.update(customer, by=people.sue, next_contact_on="2026-09-01")
    records.update(call, by=people.sue, subject="Send the offer")
    customer.refresh_from_db()
    assert customer.next_contact_on == dt.date(2026, 9, 1)


def test_taking_back_a_logged_call_takes_back_the_next_contact(people: People, customer: Any) -> None:
    task(people.sue, about=("customer", customer.pk), next_contact_on="2026-07-01")
    undo.undo(Batch.objects.latest("pk").pk, by=people.sue)
    customer.refresh_from_db()
    assert customer.next_contact_on is None
    assert not Activity.objects.exists()


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-06-01T12:00", "2026-06-01T17:00"),
        ("2026-06-01T16:00", "2026-06-02T09:00"),
        ("2026-06-05T18:30", "2026-06-08T09:00"),
        ("2026-06-06T10:00", "2026-06-08T09:00"),
    ],
)
def test_a_task_is_due_while_people_work(people: People, now: str, due: str) -> None:
    with clock.frozen(dt.datetime.fromisoformat(f"{now}+00:00")):
        assert task(people.sue).at == dt.datetime.fromisoformat(f"{due}+00:00")


def due_on(record: Any) -> Any:
    record.refresh_from_db()
    return record.next_contact_on


def test_a_contact_that_was_made_clears_the_next_one_that_was_due_by_then(
    people: People, customer: Any
) -> None:
    about = ("customer", customer.pk)
    with clock.frozen(NOON):
        for day, left in (("2026-05-30", None), ("2026-06-01", None), ("2026-06-02", dt.date(2026, 6, 2))):
            records.update((Customer, customer.pk), by=people.sue, next_contact_on=day)
            records.create(Activity, by=people.sue, kind="note", subject="Heard of them", about=about)
            task(people.sue, about=about)
            assert due_on(customer) == dt.date.fromisoformat(day)
            records.create(Activity, by=people.sue, kind="call", subject="They rang", about=about)
            assert due_on(customer) == left


def test_a_call_that_is_only_planned_clears_nothing_until_it_is_made(people: People, customer: Any) -> None:
    with clock.frozen(NOON):
        records.update((Customer, customer.pk), by=people.sue, next_contact_on="2026-06-01")
        about, at = ("customer", customer.pk), NOON + dt.timedelta(hours=1)
        call = records.create(Activity, by=people.sue, kind="call", subject="Ring", about=about, at=at)
        assert due_on(customer) == dt.date(2026, 6, 1)
        records.perform("complete", call, by=people.sue)
        assert due_on(customer) is None


def test_a_call_about_a_lead_plans_the_leads_next_contact(people: People) -> None:
    lead = records.create(registry.spec("lead").model, by=people.sue, name="Kim")
    task(people.sue, about=("lead", lead.pk), next_contact_on="2026-07-01")
    assert due_on(lead) == dt.date(2026, 7, 1)


def test_who_is_named_in_a_note_is_mentioned_by_it(people: People, customer: Any) -> None:
    note = records.create(Activity, by=people.sue, kind="note", subject="Ask @Max Manager", body="and @carl")
    assert note.mentions == [people.users["max"].pk, people.users["carl"].pk]
