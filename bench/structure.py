"""Measures the structure of the customers and their matrix against a plain page of their list, and prints the ratios.

python -m bench.structure seed 1000000     # into an empty, migrated database
python -m bench.structure run
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from random import Random
from typing import Any

from bench.seed import Loader, bring_up_to_date, customers, people
from bench.shaped import timed
from kith.engine import epoch, registry, remembering
from kith.engine.actor import Actor
from kith.engine.identity.models import User
from kith.modules.customers.matrix import Matrix, Structure
from kith.modules.customers.models import Customer
from kith.modules.customers.models.customers import Grade, Level
from kith.web.addressing import State
from kith.web.look import Look

VIEWERS = {"all": "max", "own": "sales0"}
RUNS = 5
ACTIVE = {"field": "status", "op": "is", "value": "active"}


def rows(count: int, owners: list[User]) -> Iterator[dict[str, Any]]:
    """Customers with a grade, a value, a potential and one of twelve industries."""
    random = Random(1)
    levels, grades = ("", *Level.values), ("", *Grade.values)
    for row in customers(count, owners):
        yield {
            **row, "grade": random.choice(grades), "worth": random.choice(levels),
            "potential": random.choice(levels), "industry": f"Industry {int(12 * random.random() ** 2)}",
        }  # fmt: skip


def seed(count: int) -> None:
    """People and customers, nothing else."""
    with epoch.turn():
        Loader(Customer).load(rows(count, people()))
        bring_up_to_date()


def fresh(actor: Actor, *by: str, where: tuple[Any, ...] = ()) -> int:
    """The whole table, counted anew."""
    look = Look(registry.spec("customer"), actor, "list", State("/customers/", where=where))
    return len((Matrix(look, *by) if len(by) > 1 else Structure(look, *by)).rows())


def run() -> None:
    """One line for each reader and table: milliseconds, and how many times the page of the list that is."""
    remembering.SLOW = 3_600.0
    for reach, name in VIEWERS.items():
        actor = Actor.of(User.objects.get(username=name))
        look = Look(registry.spec("customer"), actor, "list", State("/customers/"))
        found = timed(
            lambda look=look: look.listing(("name", "status", "grade"), limit=50).page(),
            lambda actor=actor: fresh(actor, "grade"),
            lambda actor=actor: fresh(actor, "industry", "worth"),
            lambda actor=actor: fresh(actor, "owner", "status"),
            lambda actor=actor: fresh(actor, "industry", "worth", where=(ACTIVE,)),
            runs=RUNS,
        )
        for said, ms in zip(
            ("list", "by grade", "industry x worth", "owner x status", "filtered"), found, strict=True
        ):
            print(f"{reach:4} {said:18} {ms:10.1f} ms {ms / found[0]:10.1f} x")


if __name__ == "__main__":
    if sys.argv[1] == "seed":
        seed(int(sys.argv[2]))
    else:
        run()
