"""Four processes take from one pool at once: each record is taken once, and nobody gets more than he may."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from kith.engine import bulk, records, registry
from kith.features.pools.models import Pool, PoolLimit, PoolMove, Standing
from tests.company import found
from tests.worker.conftest import ROOT, SHARED

pytestmark = pytest.mark.database
CLAIMS, CAP, RECORDS = 8, 6, 24


def test_four_processes_claim_at_once_and_every_limit_holds(shared_database: None, tmp_path: Path) -> None:
    people = found()
    model = registry.spec("customer").model
    pool = records.create(Pool, by=people.ada, name="Sea", entity="customer", claims=CLAIMS)
    nora = people.users["nora"].pk
    records.create(
        PoolLimit, by=people.ada, name="Nora", entity="customer", everyone=False, people=[nora], cap=CAP
    )
    made = bulk.create(model, [{"name": f"C{place}"} for place in range(RECORDS)], by=people.ada)
    ids = [one.id for one in made if one.id is not None]
    for number in ids:
        records.perform("put", (model, number), by=people.ada, pool=pool.pk)
    # Sue is at two machines at once.
    persons = [people.users[name].pk for name in ("sue", "sue", "carl", "nora")]
    go, taken = tmp_path / "go", list[int]()
    workers = [
        start(pool.pk, person, ids if place % 2 else ids[::-1], go) for place, person in enumerate(persons)
    ]
    for worker in workers:
        assert worker.stdout is not None
        assert worker.stdout.readline() == b"ready\n"
    go.touch()
    for worker in workers:
        out, error = worker.communicate(timeout=60)
        assert worker.returncode == 0, error.decode()
        taken += json.loads(out)
    owners = Counter(model.live().exclude(owner=people.users["ada"]).values_list("owner_id", flat=True))
    assert len(taken) == len(set(taken)), "a record was taken twice"
    assert owners[people.users["sue"].pk] == owners[people.users["carl"].pk] == CLAIMS
    assert owners[nora] == CAP
    assert owners[None] == RECORDS - len(taken) == Standing.objects.filter(pool_id=pool.pk).count()
    claimed = Counter(PoolMove.objects.filter(kind="claimed").values_list("target_id", flat=True))
    assert {person: count for person, count in owners.items() if person} == dict(claimed)


def start(pool: int, person: int, ids: list[int], go: Path) -> Any:
    """A process that takes."""
    database = {key: connection.settings_dict[key] for key in SHARED}
    orders = {"database": database, "pool": pool, "person": person, "ids": ids, "go": str(go)}
    return subprocess.Popen(
        [sys.executable, "-m", "tests.worker.claimer", json.dumps(orders, default=str)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
