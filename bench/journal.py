"""Measures what sealing and proving the journal cost, on a database of its own.

    KITH_DATA=$(mktemp -d) DJANGO_SETTINGS_MODULE=kith.config.settings python -m bench.journal [--entries 1000000]

With KITH_DATABASE_URL it measures PostgreSQL. The database must be empty: it is migrated and filled with entries like
those that people's edits leave, and stays where it is.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management import call_command

from kith.engine import epoch, journal
from kith.engine.actor import Actor
from kith.engine.connections import writing
from kith.engine.journal import Entry
from kith.engine.sealing import checking, making
from kith.kernel import clock

PART = 10_000
FIELDS = 4


def memory() -> float:
    """What this process holds of its own, in MB: without pages of the database file, which SQLite maps."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return int(next(line for line in lines if line.startswith("RssAnon")).split()[1]) / 1_000


def timed(what: str, rows: int, work: Callable[[], Any]) -> Any:
    """Do it and print how long it took."""
    begun, cpu = time.perf_counter(), time.process_time()
    found = work()
    took = time.perf_counter() - begun
    busy = time.process_time() - cpu
    print(
        f"{what:<28} {took:8.1f} s {rows / took:12,.0f} rows/s {busy:8.1f} s CPU {memory():8.0f} MB",
        flush=True,
    )
    return found


def changes(rng: random.Random, number: int) -> str:
    """The values of one edit as the gate writes them."""
    return json.dumps(
        {f"field_{at}": [f"old {number}", f"{rng.random():.12f} new value"] for at in range(FIELDS)}
    )


def fill(count: int) -> None:
    """Entries in batches of one, as single edits leave them, each part in one transaction."""
    rng, system = random.Random(1), Actor.system()
    for start in range(0, count, PART):
        with writing(), journal.batch(system, "update", entity="customer") as row:
            now = clock.now()
            journal.log(row, [
                (now, 7, "web", "customer", number, "update", 2, changes(rng, number))
                for number in range(start + 1, min(start + PART, count) + 1)
            ])  # fmt: skip


def main() -> None:
    """Fill, seal, prove; print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--entries", type=int, default=1_000_000)
    options = parser.parse_args()
    call_command("migrate", interactive=False, verbosity=0)
    if Entry.objects.exists():
        raise SystemExit("there is a journal here already: give an empty KITH_DATA")
    with epoch.turn():
        timed("writing (for comparison)", options.entries, lambda: fill(options.entries))
        timed("kith seal", options.entries, making.seal)
        proof = timed("kith check --journal", options.entries, checking.check)
    print(f"{proof.rows:,} rows in {proof.blocks:,} blocks")


if __name__ == "__main__":
    main()
