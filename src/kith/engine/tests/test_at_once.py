"""Several people at the same moment, each on a connection of his own: nothing is lost and nothing done twice."""

from __future__ import annotations

from typing import Any

import pytest
from tests.company import found
from tests.database import at_once

from kith.engine import bulk, events, records
from kith.engine.errors import Conflict, Invalid, Refused, Stale
from kith.engine.events import Event
from kith.engine.idempotency import Answer, Kept, once
from kith.engine.jobs.models import Job
from kith.engine.journal import Entry

pytestmark = pytest.mark.database


def test_of_two_who_saw_the_same_version_one_is_refused(shared_probe: Any) -> None:
    people = found()
    made = records.create(shared_probe, by=people.sue, name="x")
    sue, ada = people.sue, people.ada
    results = at_once(
        lambda: records.update((shared_probe, made.pk), by=sue, version=1, name="Sue"),
        lambda: records.update((shared_probe, made.pk), by=ada, version=1, name="Ada"),
    )
    refused = [result for result in results if isinstance(result, Stale)]
    assert [result for result in results if isinstance(result, Exception)] == refused
    assert len(refused) == 1
    made.refresh_from_db()
    assert made.version == 2
    assert refused[0].current.name == made.name


def test_read_and_add_without_a_version_loses_nothing_that_was_acknowledged(shared_probe: Any) -> None:
    people = found()
    made = records.create(shared_probe, by=people.sue, name="x", amount=0)
    sue = people.sue

    def count() -> int:
        done = 0
        while done < 8:
            row = shared_probe.objects.get(pk=made.pk)
            try:
                records.update((shared_probe, made.pk), by=sue, version=row.version, amount=row.amount + 1)
            except Stale:
                continue
            done += 1
        return done

    assert at_once(count, count, count, count) == [8] * 4
    made.refresh_from_db()
    assert (made.amount, made.version) == (32, 33)
    assert Entry.objects.filter(entity="probe", record_id=made.pk).count() == 33


def test_what_may_exist_once_exists_once(shared_probe: Any) -> None:
    people = found()
    sue, carl = people.sue, people.carl
    results = at_once(
        *(
            lambda actor=actor: records.create(shared_probe, by=actor, name="x", code="A")
            for actor in (sue, carl, sue, carl)
        )
    )
    assert shared_probe.objects.filter(code="A").count() == 1
    assert all(isinstance(result, Invalid | Conflict) for result in results if isinstance(result, Exception))
    assert sum(isinstance(result, Exception) for result in results) == 3


def test_a_key_given_twice_at_once_does_the_thing_once(shared_probe: Any) -> None:
    people = found()
    sue = people.sue

    def post() -> Kept:
        def work() -> Kept:
            made = records.create(shared_probe, by=sue, name="once")
            return Kept(201, f"made {made.pk}", f"/{made.pk}")

        return once(sue, "the key", b"the body", work)

    results = at_once(post, post, post)
    assert len({(kept.status, kept.body, kept.location) for kept in results}) == 1
    assert sorted(kept.repeated for kept in results) == [False, True, True]
    assert shared_probe.objects.count() == 1


def test_a_key_is_bound_to_its_request_and_free_again_after_a_refusal(shared_probe: Any) -> None:
    people = found()

    def work() -> Kept:
        return Kept(201, str(records.create(shared_probe, by=people.sue, name="x").pk))

    def fail() -> Kept:
        raise Invalid({"name": ["no"]})

    with pytest.raises(Invalid):
        once(people.sue, "key", b"one", fail)
    assert not Answer.objects.exists()
    first = once(people.sue, "key", b"one", work)
    assert once(people.sue, "key", b"one", fail).body == first.body
    with pytest.raises(Conflict):
        once(people.sue, "key", b"two", work)
    assert once(people.carl, "key", b"two", work).body != first.body
    assert shared_probe.objects.count() == 2


def test_two_deleting_and_changing_at_once_end_in_one_state(shared_probe: Any) -> None:
    people = found()
    made = records.create(shared_probe, by=people.sue, name="x")
    sue = people.sue
    results = at_once(
        lambda: records.delete((shared_probe, made.pk), by=sue),
        lambda: records.delete((shared_probe, made.pk), by=sue),
        lambda: records.update((shared_probe, made.pk), by=sue, note="y"),
    )
    assert all(isinstance(result, Refused) for result in results if isinstance(result, Exception))
    made.refresh_from_db()
    assert made.deleted_at is not None
    entries = Entry.objects.filter(entity="probe", record_id=made.pk)
    assert entries.filter(verb="delete").count() == 1
    assert entries.order_by("id").last().version == made.version  # type: ignore[union-attr]


def test_two_dispatchers_tell_each_fact_once(shared_probe: Any) -> None:
    people = found()
    events.dispatch(10_000)
    Job.objects.all().delete()
    known = {name: list(items) for name, items in events._handlers.items()}
    try:
        events.on("probe.created")(_listen)
        bulk.create(shared_probe, [{"name": f"{n}"} for n in range(40)], by=people.sue)

        def dispatch() -> int:
            return sum(iter(lambda: events.dispatch(limit=7), 0))

        assert sum(at_once(dispatch, dispatch)) == 40
        jobs = [job for job in Job.objects.all() if "_listen" in str(job.args)]
        assert len(jobs) == 40
        assert not Event.objects.exists()
    finally:
        events._handlers.clear()
        events._handlers.update(known)


def _listen(event: Event) -> None:
    """Want to know."""
