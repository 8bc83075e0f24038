"""What own objects cost: `python -m bench.objects [ROWS]` on an empty installation (KITH_DATA, migrated).

Prints the time and the memory of a hundred objects with five fields each, and how long lists of an own object with ROWS
rows take against those of customers with as many.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import bench  # noqa: F401 - sets Django up
from kith.engine import epoch, guard, records, registry
from kith.engine.actor import Actor
from kith.engine.connections import writing
from kith.engine.custom import CustomField
from kith.engine.identity.models import User
from kith.engine.installing import ensure_roles
from kith.engine.listing import Listing
from kith.engine.objects.models import CustomObject
from kith.engine.spec import EntitySpec
from kith.kernel import clock
from kith.kernel.text import sort_key

OBJECTS = 100
TIMES = 40
KINDS = ("text", "integer", "date", "boolean", "money")


def megabytes() -> float:
    """What this process holds in memory."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def make(by: Actor) -> None:
    """A hundred objects, and what each costs."""
    before, begun = megabytes(), time.perf_counter()
    for number in range(OBJECTS):
        with epoch.turn():
            key = f"thing-{number}"
            records.create(CustomObject, by=by, key=key)
            for kind in KINDS:
                records.create(CustomField, by=by, entity=key, key=f"a_{kind}", kind=kind, label={"en": kind})
    took = time.perf_counter() - begun
    print(f"{OBJECTS} objects of {len(KINDS)} fields: {took / OBJECTS * 1000:.0f} ms and"
          f" {(megabytes() - before) / OBJECTS * 1024:.0f} kB each")  # fmt: skip
    begun = time.perf_counter()
    epoch.bump("config")
    with epoch.turn():
        registry.specs()
    print(f"specs after a change of configuration: {(time.perf_counter() - begun) * 1000:.0f} ms")


def fill(model: Any, count: int, owners: list[int]) -> None:
    """Rows with names and owners."""
    now = clock.now()
    with writing(), guard.opened():
        for start in range(0, count, 5_000):
            names = [
                f"Thing {(start + place) * 7919 % count:07}" for place in range(min(5_000, count - start))
            ]
            model.objects.bulk_create([
                model(name=name, name_key=sort_key(name), owner_id=owners[place % len(owners)], created_at=now,
                      updated_at=now)
                for place, name in enumerate(names)
            ])  # fmt: skip


def timed(work: Callable[[], Any]) -> float:
    """The usual time of some work in milliseconds."""
    found = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        work()
        found.append((time.perf_counter() - begun) * 1000)
    return median(found)


def page(spec: EntitySpec, actor: Actor, sort: str) -> Any:
    """The first page of a list."""
    return Listing(spec, actor, fields=["name", "owner"], sort=[sort]).page()


def main(count: int) -> None:
    """Everything, one line each."""
    ensure_roles()
    house = Actor.system()
    role = ensure_roles()["seller"].pk
    people = [
        records.create(User, by=house, username=f"seller{number}", name=f"Seller {number}", roles=[role])
        for number in range(20)
    ]
    make(house)
    with epoch.turn():
        pair = [registry.spec("customer"), registry.spec("thing-0")]
        for spec in pair:
            fill(spec.model, count, [person.pk for person in people])
        for who, actor in (("everything", house), ("own", Actor.of(people[0]))):
            for sort in ("name", "-created_at"):
                built, own = (timed(partial(page, spec, actor, sort)) for spec in pair)
                print(f"{count} rows, {who}, by {sort}: customers {built:.2f} ms, own {own:.2f} ms,"
                      f" ratio {own / built:.2f}")  # fmt: skip


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
