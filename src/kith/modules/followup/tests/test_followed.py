"""When customers and leads were last followed up, since when their owner has them: whatever way it was written."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.company import People

from kith.engine import bulk, records, undo
from kith.engine.journal import Batch
from kith.kernel import clock
from kith.modules.activities.models import Activity
from kith.modules.customers.models import Customer
from kith.modules.followup.handlers import work_out_anew
from kith.modules.followup.models import FollowUpKind
from kith.modules.sales.models import Lead

NOON = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)


@pytest.fixture(params=(Customer, Lead))
def record(request: pytest.FixtureRequest, people: People) -> Any:
    with clock.frozen(NOON - 30 * DAY):
        return records.create(request.param, by=people.sue, name="Acme")


def log(by: Any, about: Any, at: dt.datetime, **values: Any) -> Any:
    values = {"kind": "call", "done": True, "subject": "Spoken", **values}
    with clock.frozen(NOON):
        return records.create(
            Activity, by=by, at=at, about=(type(about).__name__.lower(), about.pk), **values
        )


def fresh(record: Any) -> Any:
    return type(record).live().get(pk=record.pk)


def test_a_call_is_a_follow_up_until_it_is_taken_back(people: People, record: Any) -> None:
    assert fresh(record).followed_at is None
    log(people.sue, record, NOON - 3 * DAY)
    call = log(people.sue, record, NOON - DAY)
    assert fresh(record).followed_at == NOON - DAY
    records.delete(call, by=people.sue)
    assert fresh(record).followed_at == NOON - 3 * DAY
    for number in Batch.objects.filter(entity="activity").order_by("-pk").values_list("pk", flat=True):
        undo.undo(number, by=people.ada)
    assert fresh(record).followed_at is None


def test_an_edit_a_note_and_what_is_planned_are_no_follow_up(people: People, record: Any) -> None:
    records.update(record, by=people.sue, city="Leeds")
    log(people.sue, record, NOON - DAY, kind="note")
    log(people.sue, record, NOON + DAY, done=False)
    assert fresh(record).followed_at is None


def test_what_counts_is_what_the_company_says(people: People, record: Any) -> None:
    known = dict(FollowUpKind.live().values_list("kind", "pk"))
    records.update((FollowUpKind, known["call"]), by=people.ada, least_seconds=60, least_text=20)
    records.delete((FollowUpKind, known["visit"]), by=people.ada)
    log(people.sue, record, NOON - 5 * DAY, ends_at=NOON - 5 * DAY + HOUR)
    log(people.sue, record, NOON - 4 * DAY, subject="They want two ships", body="and a price by June")
    long = {"ends_at": NOON - 3 * DAY + HOUR, "body": "They want two ships"}
    log(people.sue, record, NOON - 3 * DAY, **long)
    log(people.sue, record, NOON - 2 * DAY, kind="visit", body="A long walk through the whole of the yard")
    assert fresh(record).followed_at == NOON - 3 * DAY, (
        "neither too short, nor without a word, nor of another kind"
    )
    records.perform("restore", (FollowUpKind, known["visit"]), by=people.ada)
    work_out_anew.call()
    assert fresh(record).followed_at == NOON - 2 * DAY


def test_the_owner_has_a_record_since_he_got_it(people: People, record: Any) -> None:
    assert fresh(record).owner_since == NOON - 30 * DAY
    with clock.frozen(NOON):
        records.update(record, by=people.max, city="Leeds")
        assert fresh(record).owner_since == NOON - 30 * DAY
        bulk.update(type(record), [(record.pk, None, {"owner": people.carl.user_id})], by=people.max)
    assert fresh(record).owner_since == NOON
    number = Batch.objects.order_by("-pk").values_list("pk", flat=True)[0]
    undo.undo(number, by=people.ada)
    assert fresh(record).owner_since == NOON - 30 * DAY, "the earlier owner has it since his earlier day"
    records.update((type(record), record.pk), by=people.ada, owner=None)
    assert fresh(record).owner_since is None
