"""What happened is told once to each who wants to know, after it is certain."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from tests.company import People

from kith.engine import bulk, events, journal, records
from kith.engine.errors import Invalid
from kith.engine.events import Event, dispatch, on
from kith.engine.jobs.runner import drain
from kith.engine.undo import undo

heard: list[tuple[str, str, int]] = []
seen_at: list[Any] = []


def hear_all(event: Event) -> None:
    """Listen to everything about probes."""
    heard.append(("all", event.name, event.record_id))
    seen_at.append(event.at)


def hear_finished(event: Event) -> None:
    """Listen to one thing."""
    heard.append(("finished", event.name, event.record_id))


def hear_changed(event: Event) -> None:
    """Listen to two things."""
    heard.append(("changed", event.name, event.record_id))


@pytest.fixture
def listening() -> Iterator[None]:
    """Three handlers, for a while."""
    known = {name: list(items) for name, items in events._handlers.items()}
    by_name = dict(events._by_name)
    on("probe.*", "probe.created")(hear_all)
    on("probe.finished")(hear_finished)
    on("probe.updated", "probe.finished")(hear_changed)
    heard.clear()
    seen_at.clear()
    yield
    events._handlers.clear()
    events._handlers.update(known)
    events._by_name.clear()
    events._by_name.update(by_name)


def deliver() -> None:
    """What the worker does."""
    dispatch()
    drain()


def test_each_handler_is_told_once_of_each_fact(people: People, probe: Any, listening: None) -> None:
    made = records.create(probe, by=people.sue, name="x")
    records.perform("finish", made, by=people.sue)
    assert heard == []
    deliver()
    deliver()
    assert sorted(heard) == sorted(
        [
            ("all", "probe.created", made.pk),
            ("all", "probe.finished", made.pk),
            ("finished", "probe.finished", made.pk),
            ("changed", "probe.finished", made.pk),
        ]
    )
    assert not Event.objects.exists()
    assert all(isinstance(at, dt.datetime) for at in seen_at)


def test_what_was_rolled_back_is_not_told(people: People, probe: Any, listening: None) -> None:
    with transaction.atomic():
        records.create(probe, by=people.sue, name="x")
        transaction.set_rollback(True)
    with pytest.raises(Invalid):
        records.create(probe, by=people.sue, name="")
    bulk.create(probe, [{"name": "tried"}], by=people.sue, dry=True)
    bulk.create(probe, [{"name": "half"}, {"name": ""}], by=people.sue)
    deliver()
    assert heard == []


def test_each_verb_has_its_fact(people: People, probe: Any, listening: None) -> None:
    made = records.create(probe, by=people.ada, name="x")
    records.update(made, by=people.ada, name="y")
    batch = journal.Batch.objects.latest("id").pk
    undo(batch, by=people.ada)
    records.delete(made, by=people.ada)
    records.perform("restore", (probe, made.pk), by=people.ada)
    records.delete((probe, made.pk), by=people.ada)
    records.delete((probe, made.pk), by=people.ada)
    names = list(Event.objects.filter(entity="probe").order_by("id").values_list("name", flat=True))
    assert names == [
        "probe.created", "probe.updated", "probe.updated", "probe.deleted", "probe.restored", "probe.deleted",
        "probe.purge",
    ] or names[-1] == "probe.purged"  # fmt: skip
    change = Event.objects.filter(name="probe.updated").first()
    assert change is not None
    assert change.changes == {"name": ["x", "y"]}


def test_many_facts_are_told_in_parts(people: People, probe: Any, listening: None) -> None:
    bulk.create(probe, [{"name": f"{n}"} for n in range(12)], by=people.sue)
    while dispatch(limit=5):
        drain()
    assert len(heard) == 12
    assert len(set(heard)) == 12
