"""Measures what very many added fields cost whoever does not look at them, and whoever does, through the pages.

python -m bench.shaped seed 1000000 300     # into an empty, migrated database; and another one without the 300
python -m bench.wide
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.test import Client

from bench.yard import Yard
from kith.engine import epoch, records, registry
from kith.engine.actor import Actor
from kith.engine.identity.models import User
from kith.engine.listing import Listing, Page
from kith.engine.spec import EntitySpec

BACKEND = "kith.engine.identity.backend.PasswordBackend"
RUNS = 15


def browser(user: User) -> Client:
    """A browser in which somebody is signed in."""
    client = Client(SERVER_NAME="127.0.0.1")
    session = client.session
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return client


def measured(what: str, work: Callable[[], Any]) -> None:
    """The usual time of some work, and the CPU of this process in it, in milliseconds; the first run is left out."""
    times, cpu = [], []
    for _run in range(RUNS + 1):
        begun, used = time.perf_counter(), time.process_time()
        work()
        times.append(1_000 * (time.perf_counter() - begun))
        cpu.append(1_000 * (time.process_time() - used))
    print(f"| {what} | {median(times[1:]):.2f} | {min(times[1:]):.2f} | {min(cpu[1:]):.2f} |", flush=True)


def page(client: Client, address: str) -> Callable[[], Any]:
    """Reading a page as a browser does."""

    def work() -> None:
        answer = client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address}: {answer.status_code}")
        answer.close()

    return work


def megabytes() -> int:
    """What this process holds in memory."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmRSS"))


def listed(spec: EntitySpec, actor: Actor, sort: str) -> Page:
    """The first page of a list that shows three columns."""
    return Listing(spec, actor, fields=("text", "number", "day"), sort=(sort,)).page()


def lists(actor: Actor, who: str) -> None:
    """Lists that show no added field."""
    spec = registry.spec("yard")
    for what, sort in (("plain list", "text"), ("by the added number", "c_number")):
        measured(f"{what}, {who}", partial(listed, spec, actor, sort))


def writes(by: Actor) -> None:
    """A record is made, and changed."""
    made = []

    def create() -> None:
        made.append(
            records.create(Yard, by=by, text="New", number=1, day="2026-01-01", grade="a", c_number=1)
        )

    def change() -> None:
        row = made[-1]
        made[-1] = records.update(row, by=by, number=row.number + 1)

    measured("create", create)
    measured("change", change)


def main() -> None:
    """Everything, one line each."""
    with epoch.turn():
        fields = len(registry.spec("yard").custom)
    print(f"{Yard.objects.count():,} rows, {fields} added fields, {connection.vendor}, {megabytes()} MB")
    print("| what | ms | fastest | CPU ms of this process |\n|---|--:|--:|--:|")
    boss, seller = User.objects.get(username="max"), User.objects.get(username="sales0")
    with epoch.turn():
        lists(Actor.of(boss), "everything")
        lists(Actor.of(seller), "own")
        writes(Actor.of(seller))
    own = Yard.objects.filter(owner=seller).values_list("pk", flat=True)[0]
    for what, address in (("page of the list", "/yards/"), ("page of a record", f"/yards/{own}/"),
                          ("form of a new one", "/yards/new/"), ("API list", "/api/v1/yards?fields=text,number"),
                          ("API record", f"/api/v1/yards/{own}")):  # fmt: skip
        measured(what, page(browser(seller), address))
    print(f"memory afterwards {megabytes()} MB")


if __name__ == "__main__":
    main()
