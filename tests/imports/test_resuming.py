"""What happens to a long import when its process dies, is cancelled, or is not alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from kith.engine import jobs
from kith.engine.jobs.models import Job
from kith.engine.jobs.tests.errands import until
from kith.engine.journal import Batch, Entry
from kith.engine.undo import undo
from kith.features.imports import places, runs
from kith.features.imports.models import ImportRun, State
from kith.features.imports.walking import walk
from kith.modules.customers.models import Customer
from tests.company import found
from tests.imports.making import csv, uploaded

ROOT = Path(__file__).resolve().parents[2]
SHARED = ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")
ROWS = 4_000


def started(number: int) -> subprocess.Popen[bytes]:
    """A process that walks through a run."""
    orders = {"database": {key: connection.settings_dict[key] for key in SHARED}, "run": number}
    return subprocess.Popen(
        [sys.executable, "-m", "tests.imports.child", json.dumps(orders, default=str)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"},
    )


def many(rows: int = ROWS) -> bytes:
    """A file in which every hundredth row is wrong."""
    return csv(
        ("Name", "Employees"), *((f"Firm {n}", "x" if n % 100 == 0 else str(n)) for n in range(1, rows + 1))
    )


@pytest.mark.slow
def test_killed_in_the_middle_an_import_goes_on_without_a_row_twice(shared_database: None) -> None:
    people = found()
    run = uploaded(many(), people.ada)
    ImportRun.objects.filter(pk=run.pk).update(state=State.QUEUED, dry=False)
    child = started(run.pk)
    until(lambda: ImportRun.objects.get(pk=run.pk).rows_done > 0, 60)
    child.kill()
    child.wait(10)
    halfway = ImportRun.objects.get(pk=run.pk)
    assert halfway.state == State.RUNNING
    assert 0 < halfway.rows_done < ROWS
    assert Customer.live().count() == halfway.created
    walk(run.pk)
    run.refresh_from_db()
    assert (run.state, run.resumed, run.rows_done, run.created, run.failed) == (
        State.DONE,
        1,
        ROWS,
        3_960,
        40,
    )
    assert Customer.live().count() == Customer.live().values("name").distinct().count() == 3_960
    assert (
        Entry.objects.filter(batch_id=run.batch_id or 0).count()
        == Batch.objects.get(pk=run.batch_id or 0).rows
        == 3_960
    )
    rejected = places.rejected(run).read_text("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in rejected[1:]] == [f"Firm {n}" for n in range(100, ROWS + 1, 100)]
    assert undo(run.batch_id or 0, by=people.ada).left == []
    assert not Customer.objects.exists()


@pytest.mark.django_db
def test_a_large_file_is_a_job_that_reports_its_progress() -> None:
    people = found()
    run = runs.start(uploaded(many(600), people.sue), by=people.sue, dry=False)
    assert run.state == State.QUEUED
    assert jobs.drain() == 1
    job = Job.objects.get(pk=run.job_id or 0)
    assert (job.progress_done, job.progress_total, job.actor_id) == (600, 600, people.sue.user_id)
    run.refresh_from_db()
    assert (run.state, run.created, run.failed) == (State.DONE, 594, 6)


@pytest.mark.django_db
def test_a_cancelled_import_does_not_start_and_can_go_on() -> None:
    people = found()
    run = runs.start(uploaded(many(600), people.sue), by=people.sue, dry=False)
    assert runs.cancel(run).state == State.CANCELLED
    jobs.drain()
    assert not Customer.objects.exists()
    again = runs.start(run, by=people.sue, dry=False, at_once=True)
    assert (again.state, again.created) == (State.DONE, 594)


@pytest.mark.django_db
def test_a_run_whose_job_was_given_up_says_so_and_can_go_on() -> None:
    people = found()
    run = runs.start(uploaded(many(600), people.sue), by=people.sue, dry=False)
    Job.objects.filter(pk=run.job_id or 0).update(status="failed")
    run = runs.found(run.pk, people.sue)
    assert run.state == State.FAILED
    assert "start it again" in run.message
    assert runs.start(run, by=people.sue, dry=False, at_once=True).created == 594


@pytest.mark.django_db
def test_who_is_locked_out_meanwhile_imports_nothing_more() -> None:
    people = found()
    run = runs.start(uploaded(many(600), people.sue), by=people.sue, dry=False)
    people.give("sue", is_active=False)
    jobs.drain()
    run.refresh_from_db()
    assert (run.state, run.created) == (State.FAILED, 0)
    assert not Customer.objects.exists()
