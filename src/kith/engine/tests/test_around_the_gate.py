"""Whoever writes around the gate gets an exception, in threads too."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from tests.company import People

from kith.engine import guard, records
from kith.engine.errors import Invalid
from kith.engine.guard import WriteOutsideGate

WAYS: dict[str, Callable[[Any, Any], object]] = {
    "save": lambda model, row: row.save(),
    "delete": lambda model, row: row.delete(),
    "objects.create": lambda model, row: model.objects.create(name="x"),
    "get_or_create": lambda model, row: model.objects.get_or_create(name="x"),
    "update_or_create": lambda model, row: model.objects.update_or_create(name="x"),
    "update": lambda model, row: model.objects.update(name="x"),
    "filtered update": lambda model, row: model.objects.filter(pk=row.pk).update(name="x"),
    "visible update": lambda model, row: model.live().update(name="x"),
    "queryset delete": lambda model, row: model.objects.all().delete(),
    "bulk_create": lambda model, row: model.objects.bulk_create([model(name="x")]),
    "bulk_update": lambda model, row: model.objects.bulk_update([row], ["name"]),
    "default manager": lambda model, row: model._default_manager.create(name="x"),
    "raw delete": lambda model, row: model.objects.filter(pk=row.pk)._raw_delete("default"),
}


@pytest.mark.parametrize("way", WAYS)
def test_writing_around_the_gate_raises_and_changes_nothing(people: People, probe: Any, way: str) -> None:
    row = records.create(probe, by=people.sue, name="kept")
    with pytest.raises(WriteOutsideGate):
        WAYS[way](probe, row)
    assert list(probe.objects.values_list("name", flat=True)) == ["kept"]


def test_an_open_gate_is_not_open_for_another_thread() -> None:
    raised: list[BaseException] = []

    def write() -> None:
        try:
            guard.require_open("save()")
        except WriteOutsideGate as error:
            raised.append(error)

    with guard.opened():
        guard.require_open("save()")
        thread = threading.Thread(target=write)
        thread.start()
        thread.join()
    assert len(raised) == 1


def test_the_gate_closes_again_when_a_write_fails(people: People, probe: Any) -> None:
    with pytest.raises(Invalid):
        records.create(probe, by=people.sue, name="")
    with pytest.raises(WriteOutsideGate):
        probe.objects.create(name="x")
