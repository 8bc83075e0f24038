"""Measures what custom fields cost against columns with the same values, engine only, and prints the ratios.

python -m bench.shaped seed 1000000 [WIDE]      # into an empty, migrated database; WIDE further fields in each row
python -m bench.shaped run
python -m bench.shaped plan                     # how the database finds the rows
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection

from bench.yard import KINDS, Yard, seed
from kith.engine import epoch, registry, remembering
from kith.engine.actor import Actor
from kith.engine.condition import parse
from kith.engine.identity.models import User
from kith.engine.listing import Listing
from kith.engine.summary import summarize

VIEWERS = {"all": "max", "unit": "rita", "own": "sales0"}
RUNS = 40
FILTERS: dict[str, dict[str, Any]] = {
    "number": {"op": "gte", "value": 400_000},
    "text": {"op": "not_empty"},
    "day": {"op": "gte", "value": "2023-01-01"},
    "grade": {"op": "in", "value": ["b", "c"]},
    "price": {"op": "gte", "value": "28000"},
    "place": {"op": "is", "value": 700},
}
DEEP = 40


def timed(*works: Callable[[], Any], runs: int = RUNS) -> list[float]:
    """Milliseconds of the fastest run of each, in turns, the first left out: what else the machine does strikes all."""
    found: list[list[float]] = [[] for _work in works]
    for run_ in range(runs + 1):
        for work, times in zip(works, found, strict=True):
            started = time.perf_counter()
            work()
            if run_:
                times.append(1_000 * (time.perf_counter() - started))
    return [min(times) for times in found]


def listing(actor: Actor, key: str, prefix: str, **options: Any) -> Listing:
    """A list filtered by a field and sorted by it, or filtered by a link and sorted as usual."""
    spec = registry.spec("yard")
    where = parse({"field": f"{prefix}{key}", **FILTERS[key]}, spec, actor)
    sort = ("-created_at",) if key == "place" else (f"{prefix}{key}",)
    return Listing(spec, actor, fields=("text", "number"), where=where, sort=sort, **options)


def deep(actor: Actor, key: str, prefix: str) -> Callable[[], Any]:
    """A page far down the list."""
    shown = listing(actor, key, prefix, limit=50)
    cursor = None
    for _page in range(DEEP):
        following = shown.page(cursor).next
        if following is None:
            break
        cursor = following
    return lambda: listing(actor, key, prefix, limit=50).page(cursor)


def works(actor: Actor, key: str, prefix: str) -> Iterator[tuple[str, Callable[[], Any]]]:
    """What is measured of a field."""
    yield "filter and sort", lambda: listing(actor, key, prefix).page()
    yield "deep page", deep(actor, key, prefix)
    yield "count", lambda: listing(actor, key, prefix).count()


def board(actor: Actor, prefix: str) -> Callable[[], Any]:
    """The sums of a board by a choice."""
    spec = registry.spec("yard")

    def work() -> Any:
        return summarize(spec, actor, groups=(f"{prefix}grade",), measures=(f"sum:{prefix}price",))

    return work


def run() -> None:
    """Print the table of ratios."""
    remembering.SLOW = 3_600.0
    print(f"{Yard.objects.count():,} rows, {connection.vendor}")
    print("| field | what | reach | column ms | custom ms | ratio |\n|---|---|---|--:|--:|--:|")
    with epoch.turn():
        for reach, username in VIEWERS.items():
            actor = Actor.of(User.objects.get(username=username))
            for key in KINDS:
                for (name, core), (_name, custom) in zip(
                    works(actor, key, ""), works(actor, key, "c_"), strict=True
                ):
                    line(f"{KINDS[key]} | {name} | {reach}", core, custom)
            line(f"choice | board sums | {reach}", board(actor, ""), board(actor, "c_"), runs=2)
            page = Listing(registry.spec("yard"), actor, fields=("text", "number", "day"), sort=("text",))
            print(f"| none shown | plain list | {reach} | {timed(page.page)[0]:.2f} | | |", flush=True)


def line(label: str, core: Callable[[], Any], custom: Callable[[], Any], runs: int = RUNS) -> None:
    """One line of the table."""
    one, other = timed(core, custom, runs=runs)
    print(f"| {label} | {one:.2f} | {other:.2f} | {other / one:.2f} |", flush=True)


def plans() -> None:
    """The plans of the lists of who sees everything."""
    with epoch.turn():
        for reach, username in VIEWERS.items():
            actor = Actor.of(User.objects.get(username=username))
            for key in KINDS:
                for prefix in ("", "c_"):
                    shown = listing(actor, key, prefix)
                    sql, params = shown._rest(shown._where(None), 50)  # noqa: SLF001 - what the page would ask
                    word = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN ANALYZE"
                    with connection.cursor() as cursor:
                        cursor.execute(f"{word} SELECT id, version FROM {shown.table.name} {sql}", params)
                        told = "\n   ".join(str(row[-1]) for row in cursor.fetchall())
                    print(f"-- {reach} {prefix}{key} {shown.shape}\n   {told}")


if __name__ == "__main__":
    if sys.argv[1] == "seed":
        with epoch.turn():
            seed(int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 0)
    else:
        {"run": run, "plan": plans}[sys.argv[1]]()
