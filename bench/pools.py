"""Measures public pools in a large company: the pool's page, taking, the simulation of a rule, and its night.

python -m bench.structure seed 1000000     # into an empty, migrated database
python -m bench.pools seed                 # three of ten customers into a pool, some of the others overdue
python -m bench.pools run
"""

from __future__ import annotations

import datetime as dt
import resource
import sys
import time
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

from django.db import connection

from bench.seed import chunks, copy
from bench.shaped import timed
from kith.engine import epoch, records, registry
from kith.engine.actor import Actor
from kith.engine.identity.models import User
from kith.engine.listing import Listing
from kith.features.pools import moving, running, simulating
from kith.features.pools.models import Pool, PoolRule, Standing
from kith.features.pools.showing import Sight
from kith.kernel import clock
from kith.modules.customers.models import Customer

RUNS = 20
FIELDS = ("name", "city", "grade")
OVERDUE = 100
"""One of so many owned customers was followed up last when the rule's days were over."""


def seed() -> None:
    """A pool, a rule, and where each customer stands."""
    with epoch.turn():
        by = Actor.of(User.objects.get(username="ada"))
        pool = records.create(Pool, by=by, name="Public", entity="customer", claims=1_000_000, period=1)
        records.create(PoolRule, by=by, name="Idle", entity="customer", pool=pool, follow_up="A 90, B 60, 45")
        now = clock.now()
        with connection.cursor() as cursor:
            table = Customer._meta.db_table
            cursor.execute(
                f"UPDATE {table} SET owner_id = CASE WHEN id %% 10 < 3 THEN NULL ELSE owner_id END,"
                " owner_since = CASE WHEN id %% 10 < 3 THEN NULL ELSE %s END,"
                " followed_at = CASE WHEN id %% 10 < 3 THEN NULL WHEN id %% %s = 3 THEN %s ELSE %s END",
                [
                    now - dt.timedelta(days=300),
                    OVERDUE,
                    now - dt.timedelta(days=200),
                    now - dt.timedelta(days=5),
                ],
            )
        numbers = Customer.objects.filter(owner=None).order_by("pk").values_list("pk", flat=True).iterator()
        names = [field.column for field in Standing._meta.concrete_fields if field.column != "id"]
        for part in chunks(standings(numbers, pool.pk, now), 5_000):
            copy(Standing._meta.db_table, names, [tuple(row[name] for name in names) for row in part])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def standings(numbers: Iterator[int], pool: int, now: dt.datetime) -> Iterator[dict[str, Any]]:
    """Each of some customers lies in the pool, one minute longer than the one before."""
    empty = {field.column: field.get_default() for field in Standing._meta.concrete_fields}
    for place, number in enumerate(numbers):
        entered = now - dt.timedelta(days=1, minutes=place % 500_000)
        yield {**empty, "entity": "customer", "record_id": number, "pool_id": pool, "entered_at": entered}


def run() -> None:
    """One line for each work: milliseconds, and how many times a page of the list that is."""
    pool, rule = Pool.live().get(name="Public"), PoolRule.live().get(name="Idle")
    seller, boss = (Actor.of(User.objects.get(username=name)) for name in ("sales1", "ada"))
    spec = registry.spec("customer")
    waiting = iter(
        Standing.objects.filter(pool_id=pool.pk).order_by("pk").values_list("record_id", flat=True)[:500]
    )
    owned = iter(Customer.live().filter(owner=seller.user_id).order_by("pk")[:500])
    deep = (
        Standing.objects.filter(pool_id=pool.pk)
        .order_by("-entered_at", "-pk")
        .values_list("pk", flat=True)[100_000]
    )
    towns = count()
    works: dict[str, Callable[[], Any]] = {
        "list of customers": lambda: turn(lambda: Listing(spec, seller, fields=FIELDS, limit=50).page()),
        "pool": lambda: turn(lambda: sight(pool, seller)),
        "pool, 100,000 further": lambda: turn(lambda: sight(pool, seller, deep)),
        "change a customer": lambda: turn(
            lambda: records.update(next(owned), by=seller, city=f"Town {next(towns)}")
        ),
        "take one": lambda: turn(lambda: moving.claim(pool, next(waiting), by=seller)),
    }
    found = timed(*works.values(), runs=RUNS)
    for said, ms in zip(works, found, strict=True):
        print(f"{said:24} {ms:10.1f} ms {ms / found[0]:10.1f} x", flush=True)
    with epoch.turn():
        records.update(rule, by=boss, active=True)
    for said, work in {
        "simulation of a rule": lambda: simulated(rule, boss),
        "night of the rule": lambda: running.run(rule).moved,
        "countdown of a night": lambda: turn(lambda: running.foresee("customer")),
    }.items():
        began = time.perf_counter()
        answer = work()
        spent = 1_000 * (time.perf_counter() - began)
        print(f"{said:24} {spent:10.1f} ms {spent / found[0]:10.1f} x, {answer:,} records", flush=True)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def sight(pool: Pool, actor: Actor, before: int | None = None) -> int:
    """A page of the pool with all that stands above it."""
    seen = Sight(pool, actor, before)
    return len(seen.rows) + len(seen.room) + len(seen.barred)


def turn(work: Callable[[], Any]) -> Any:
    """Like a request of its own."""
    with epoch.turn():
        return work()


def simulated(rule: PoolRule, actor: Actor) -> int:
    """What its page asks for."""
    with epoch.turn():
        found = simulating.Simulation(rule, actor)
        return len(found.owners) and len(found.examples) and found.total


if __name__ == "__main__":
    {"seed": seed, "run": run}[sys.argv[1]]()
