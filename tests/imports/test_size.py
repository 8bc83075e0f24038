"""Long files cost no more memory than short ones, and no more time a row."""

from __future__ import annotations

import time
import tracemalloc
from typing import Any

import pytest

from kith.features.imports import walking
from kith.features.imports.models import State
from kith.modules.customers.models import Customer
from tests.company import People
from tests.imports.making import csv, taken_in

HEADER = ("Name", "E-mail", "Phone", "City", "Status", "Employees", "Next contact", "Industry")

FIELDS = ("name", "email", "phone", "city", "status", "employees", "next_contact_on", "industry")
AGAIN = {"columns": dict(zip(HEADER, FIELDS, strict=True)), "alike": "create"}
"""The same rows may come again."""


def rows(count: int) -> bytes:
    """A file of eight columns without links."""
    lines = (
        (
            f"Firm {n}",
            f"info@firm{n}.com",
            f"+49 30 {1_000_000 + n}",
            "Berlin",
            "active",
            str(n),
            "2026-01-31",
            "Steel",
        )
        for n in range(count)
    )
    return csv(HEADER, *lines)


@pytest.mark.slow
def test_ten_times_the_rows_take_ten_times_the_time(people: People) -> None:
    taken_in(rows(500), people.ada, AGAIN)
    spent = []
    for count in (2_000, 20_000):
        data, begun = rows(count), time.process_time()
        run = taken_in(data, people.ada, AGAIN)
        spent.append((time.process_time() - begun) / count)
        assert (run.state, run.created, run.failed) == (State.DONE, count, 0)
    assert spent[1] < spent[0] * 1.6, spent
    assert Customer.live().count() == 22_500


@pytest.mark.slow
@pytest.mark.parametrize("dry", [True, False])
def test_five_times_the_rows_take_no_more_memory(people: People, dry: bool, monkeypatch: Any) -> None:
    monkeypatch.setattr(walking, "CHUNK", 100)
    taken_in(
        rows(2_000), people.ada, dry=True
    )  # fills the caches, which keep a fixed number of names and phones
    taken_in(rows(200), people.ada, dry=dry)
    peaks = []
    for count in (400, 2_000):
        data = rows(count)
        tracemalloc.start()
        taken_in(data, people.ada, dry=dry)
        peaks.append(tracemalloc.get_traced_memory()[1] - len(data))
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.4, peaks
