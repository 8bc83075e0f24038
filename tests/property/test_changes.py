"""Whatever is done, taking it back in reverse order brings back exactly what was there."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.engine import bulk, journal, records, registry
from kith.engine.actor import Actor
from kith.engine.errors import Refused
from kith.engine.journal import Batch, Entry
from kith.engine.listing import Listing
from kith.engine.undo import undo
from tests.company import People

pytestmark = pytest.mark.database

VALUES = st.fixed_dictionaries(
    {},
    optional={
        "name": st.sampled_from(["alpha", "beta", "", "гамма", "茶"]),
        "code": st.sampled_from(["", "1", "2"]),
        "amount": st.sampled_from([None, 0, 5]),
        "worth": st.sampled_from([None, "1", "-2.5"]),
        "tags": st.sampled_from([[], ["a"], ["a", "b"]]),
        "stage": st.sampled_from(["open", "done"]),
        "day": st.sampled_from([None, "2026-01-01"]),
        "extra": st.sampled_from([{}, {"a": [1]}]),
        "phone": st.sampled_from(["", "+44 20 7946 0018"]),
    },
)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["create", "update", "delete", "restore", "finish", "bulk", "batch", "undo"]),
        st.integers(0, 5),
        VALUES,
    ),
    min_size=1,
    max_size=9,
)


def state(probe: Any) -> dict[int, Any]:
    """All that people could know."""
    spec = registry.spec_of(probe)
    silent = {"updated_at": None, "updated_by": None, "created_at": None}
    return {
        row.pk: {**spec.snapshot(row), **silent, "trash": row.deleted_at, "key": row.name_key}
        for row in probe.objects.all()
    }


def told(number: int) -> str:
    """The journal of one record, to see why it was left."""
    entries = Entry.objects.filter(entity="probe", record_id=number).order_by("id")
    return "\n".join(
        f"{entry.batch_id} {entry.verb} v{entry.version} {entry.changes}" for entry in entries
    ) + str(dict(Batch.objects.values_list("pk", "undone_by")))


def step(people: People, probe: Any, word: str, number: int, values: dict[str, Any]) -> None:
    """One thing that a person does; refusals are part of life."""
    ids = list(probe.objects.order_by("pk").values_list("pk", flat=True))
    row = (probe, ids[number % len(ids)]) if ids else (probe, 0)
    sue = people.sue
    ways: dict[str, Callable[[], object]] = {
        "create": lambda: records.create(probe, by=sue, **{"name": "new", **values}),
        "update": lambda: records.update(row, by=sue, **values),
        "delete": lambda: bulk.delete(probe, [row[1]], by=sue),
        "restore": lambda: records.perform("restore", row, by=sue),
        "finish": lambda: records.perform("finish", row, by=sue),
        "bulk": lambda: bulk.update(probe, [(pk, None, values) for pk in ids[:3]], by=sue, partial=True),
        "batch": lambda: change_and_delete(row, sue, values),
        "undo": lambda: take_back(people.ada),
    }
    with suppress(Refused):
        ways[word]()


def change_and_delete(row: tuple[Any, int], by: Actor, values: dict[str, Any]) -> None:
    """Two changes in one batch."""
    with journal.batch(by, "rules"):
        records.update(row, by=by, **values)
        records.delete(row, by=by)


def take_back(by: Actor) -> None:
    """Undo the latest thing that was done."""
    latest = Batch.objects.filter(undone_by=None).exclude(kind="undo").order_by("-id").first()
    if latest is not None:
        undo(latest.pk, by=by)


def test_taking_everything_back_brings_everything_back(people: People, probe: Any) -> None:
    spec = registry.spec("probe")
    for name in ("alpha", "beta"):
        records.create(probe, by=people.sue, name=name)
    Batch.objects.update(undone_by=0)
    before = state(probe)

    @settings(max_examples=40)
    @given(steps=STEPS)
    def there_and_back(steps: list[tuple[str, int, dict[str, Any]]]) -> None:
        with transaction.atomic():
            for word, number, values in steps:
                step(people, probe, word, number, values)
            for batch in Batch.objects.exclude(kind="undo").filter(undone_by=None).order_by("-id"):
                left = undo(batch.pk, by=people.ada).left
                assert left == [], "\n".join(told(number) for _key, number in left)
            assert state(probe) == before, steps
            for row in probe.live():
                assert (
                    Entry.objects.filter(entity="probe", record_id=row.pk).latest("id").version == row.version
                )
                assert row.pk in Listing(spec, people.ada, text=row.name).ids(9)
            transaction.set_rollback(True)

    there_and_back()
