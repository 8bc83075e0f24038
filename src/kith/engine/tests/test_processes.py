"""Real processes: what was acknowledged survives kill -9, and nobody's change is lost among eight writers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from tests.company import found

from kith.engine import records, registry, searching
from kith.engine.events import Event
from kith.engine.journal import Entry
from kith.engine.searching import SearchDocument

pytestmark = pytest.mark.database

ROOT = Path(__file__).resolve().parents[4]
SHARED = ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")


def writer(user: int, customer: int | None = None, times: int = 0) -> subprocess.Popen[str]:
    """Start a writing process on this test's database."""
    orders = {
        "database": {key: connection.settings_dict[key] for key in SHARED},
        "user": user,
        "customer": customer,
        "times": times,
    }
    return subprocess.Popen(
        [sys.executable, "-m", "kith.engine.tests.writer", json.dumps(orders)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"},
        stdout=subprocess.PIPE,
        text=True,
    )


def lines(process: subprocess.Popen[str], count: int) -> list[int]:
    """The next acknowledged numbers."""
    assert process.stdout is not None
    return [int(process.stdout.readline()) for _line in range(count)]


def test_what_was_acknowledged_survives_a_kill(shared_database: None) -> None:
    sue = found().users["sue"]
    model = registry.spec("customer").model
    writers = [writer(sue.pk), writer(sue.pk)]
    acknowledged: set[int] = set()
    for process in writers:
        acknowledged |= set(lines(process, 15))
    for process in writers:
        process.kill()
        assert process.stdout is not None
        acknowledged |= {
            int(line) for line in process.stdout.read().splitlines(keepends=True) if line.endswith("\n")
        }
        process.wait(20)
        process.stdout.close()
    stored = set(model.objects.values_list("pk", flat=True))
    assert acknowledged <= stored
    assert len(stored - acknowledged) <= len(writers)
    assert set(Entry.objects.filter(entity="customer").values_list("record_id", flat=True)) == stored
    assert set(Event.objects.filter(entity="customer").values_list("record_id", flat=True)) == stored
    spec = registry.spec("customer")
    documents = {searching.number_of(spec, number) for number in stored}
    assert set(SearchDocument.objects.filter(pk__in=documents).values_list("pk", flat=True)) == documents
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            assert cursor.fetchone() == ("ok",)


def test_eight_writers_lose_no_change_of_one_number(shared_database: None) -> None:
    people = found()
    model = registry.spec("customer").model
    made: Any = records.create(model, by=people.sue, name="Counted", employees=0)
    writers = [writer(people.users["sue"].pk, made.pk, 10) for _number in range(8)]
    for process in writers:
        process.communicate(timeout=120)
    assert [process.returncode for process in writers] == [0] * 8
    made.refresh_from_db()
    assert (made.employees, made.version) == (80, 81)
    assert Entry.objects.filter(entity="customer", record_id=made.pk).count() == 81
