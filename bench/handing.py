"""How long it takes to hand over what somebody leaves, and to merge a unit, by the number of customers.

python -m bench.handing 100000          on a database of its own in KITH_DATA
"""

from __future__ import annotations

import sys
import time

from django.core.management import call_command

import bench  # noqa: F401 - sets Django up
from kith.engine import bulk, records
from kith.engine.actor import Actor
from kith.engine.identity.models import Unit, User
from kith.engine.installing import ensure_roles
from kith.engine.undo import undo
from kith.features.organisation import handing, merging, moving
from kith.features.organisation.models import Move
from kith.modules.customers.models import Customer

CHUNK = 1_000


def timed(text: str, begun: float, count: int) -> None:
    """Print how long something took."""
    took = time.monotonic() - begun
    print(f"{text:<24}{took:8.1f} s  {count / took:8.0f} records/s", flush=True)


def made(people: list[User], unit: Unit, count: int, ada: User) -> None:
    """Customers of the first of the people."""
    for start in range(0, count, CHUNK):
        numbers = range(start, min(start + CHUNK, count))
        rows = [{"name": f"Customer {number}", "owner": people[0].pk, "unit": unit.pk} for number in numbers]
        bulk.create(Customer, rows, by=Actor.of(ada))


def main(count: int) -> None:
    """Make, hand over, take back, merge."""
    call_command("migrate", verbosity=0)
    roles, system = ensure_roles(), Actor.system()
    ada = records.create(User, by=system, username="ada", name="Ada", roles=[roles["administrator"].pk])
    units = [records.create(Unit, by=system, name=name) for name in ("North", "South")]
    people = [
        records.create(User, by=system, username=name, name=name, unit=units[0], roles=[roles["seller"].pk])
        for name in ("sue", "carl", "nora")
    ]
    begun = time.monotonic()
    made(people, units[0], count, ada)
    timed("made", begun, count)
    wish = handing.Wish([people[1].pk, people[2].pk], {})
    begun = time.monotonic()
    row = handing.begin(people[0], wish, Actor.of(ada))
    timed("let out at once", begun, 1)
    begun = time.monotonic()
    moving.run.call(row.pk)
    timed("hand-over", begun, count)
    begun = time.monotonic()
    undo(Move.objects.get(pk=row.pk).batch_id, by=Actor.of(ada))
    timed("taken back", begun, count)
    row = merging.begin(units[0], units[1].pk, Actor.of(ada))
    begun = time.monotonic()
    moving.run.call(row.pk)
    timed("merge", begun, count)


if __name__ == "__main__":
    main(int(sys.argv[1]))
