"""Whatever happens in whatever order, every limit of a pool holds. What happened is remembered here in plain lists, and
compared with what the pool let pass."""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import transaction

from kith.engine import guard, records, registry
from kith.engine.errors import Refused
from kith.engine.identity.models import User
from kith.engine.journal import Batch
from kith.engine.undo import undo
from kith.features.organisation import handing
from kith.features.organisation import moving as handovers
from kith.features.pools import moving, running
from kith.features.pools.judging import touched
from kith.features.pools.models import Pool, PoolLimit, PoolMove, PoolReason, PoolRule, Standing
from kith.kernel import clock
from tests.company import People

pytestmark = pytest.mark.database
START = dt.datetime(2026, 11, 2, 9, 0, tzinfo=dt.UTC)
NAMES = ("sue", "carl", "nora")
CLAIMS, CAP, ALL, COOLING, FREEZE, PROTECTION, SILENT = 2, 3, 4, 3, 1, 2, 5
STEPS = 30


@dataclass
class History:
    """A company with one pool, and what was seen to happen in it."""

    people: People
    chance: random.Random
    now: dt.datetime = START
    pool: Any = None
    rows: list[int] = field(default_factory=list)
    owners: dict[int, int | None] = field(default_factory=dict)
    since: dict[int, dt.date] = field(default_factory=dict)
    followed: dict[int, dt.date] = field(default_factory=dict)
    entered: dict[int, dt.date] = field(default_factory=dict)
    lost: dict[tuple[int, int], dt.date] = field(default_factory=dict)
    claims: dict[tuple[int, dt.date], int] = field(default_factory=lambda: defaultdict(int))
    from_pool: set[int] = field(default_factory=set)
    protected: dict[int, dt.date] = field(default_factory=dict)
    ledger: int = 0
    gone: str = ""

    def begin(self) -> None:
        """Eight customers of three people."""
        ada = self.people.ada
        self.pool = records.create(
            Pool, by=ada, name="Sea", entity="customer", claims=CLAIMS, cap=CAP, cooling=COOLING, freeze=FREEZE,
            protection=PROTECTION,
        )  # fmt: skip
        records.create(PoolLimit, by=ada, name="All", entity="customer", cap=ALL)
        self.rule = records.create(
            PoolRule, by=ada, name="Silent", entity="customer", follow_up=str(SILENT), active=True
        )
        self.reason = records.create(PoolReason, by=ada, name="No need")
        self.model = registry.spec("customer").model
        for place in range(8):
            by = self.people.actor(NAMES[place % 3])
            self.rows.append(records.create(self.model, by=by, name=f"C{place}").pk)
        self.look()

    @property
    def day(self) -> dt.date:
        """Today."""
        return self.now.date()

    def step(self) -> str:
        """One thing happens."""
        what = self.chance.choice(
            (
                *("claim",) * 3,
                "back",
                "follow",
                *("time",) * 2,
                "recycle",
                "assign",
                "give",
                "undo",
                "trash",
                "edit",
                *("leave",) * 2,
            )
        )
        there = [name for name in NAMES if name != self.gone]
        number, name = self.chance.choice(self.rows), self.chance.choice(there)
        before = dict(self.owners)
        try:
            with transaction.atomic():
                getattr(self, f"do_{what}")(number, name)
        except Refused:
            what = f"{what} refused"
        self.look(what, before)
        return what

    def do_claim(self, number: int, name: str) -> None:
        person = self.people.users[name].pk
        moving.claim(self.pool, number, by=self.people.actor(name))
        assert self.entered[number] + dt.timedelta(days=FREEZE) <= self.day, "frozen"
        lost = self.lost.get((number, person))
        assert lost is None or lost + dt.timedelta(days=COOLING) <= self.day, "cooling"
        self.claims[person, self.day] += 1

    def do_back(self, number: int, name: str) -> None:
        records.perform("give_back", (self.model, number), by=self.people.actor(name), reason=self.reason.pk)

    def do_follow(self, number: int, _name: str) -> None:
        column = touched(registry.spec("customer"))
        with guard.opened():
            self.model.objects.filter(pk=number).update(**{column: clock.now()})
        self.followed[number] = self.day

    def do_time(self, _number: int, _name: str) -> None:
        self.now += dt.timedelta(hours=self.chance.choice((7, 24, 60)))

    def do_recycle(self, _number: int, _name: str) -> None:
        due = {
            row
            for row, owner in self.owners.items()
            if owner is not None
            and (self.day - max(self.since[row], self.followed.get(row, self.since[row]))).days > SILENT
            and self.protected.get(row, START.date() - dt.timedelta(days=1)) < self.day
            and self.model.live().filter(pk=row).exists()
        }
        before = dict(self.owners)
        running.run(self.rule)
        free = set(self.model.objects.filter(owner__isnull=True).values_list("pk", flat=True))
        assert free - {row for row, owner in before.items() if owner is None} == due

    def do_assign(self, number: int, name: str) -> None:
        moving.assign(self.pool, number, self.people.users[name].pk, by=self.people.ada)

    def do_give(self, number: int, name: str) -> None:
        records.update((self.model, number), by=self.people.ada, owner=self.people.users[name].pk)

    def do_undo(self, _number: int, _name: str) -> None:
        batch = Batch.objects.filter(kind__in=("claim", "give_back")).order_by("-pk").first()
        if batch is not None:
            undo(batch.pk, by=self.people.ada)

    def do_trash(self, number: int, _name: str) -> None:
        if self.model.live().filter(pk=number).exists():
            records.delete((self.model, number), by=self.people.max)
        else:
            records.perform("restore", (self.model, number), by=self.people.max)

    def do_edit(self, number: int, name: str) -> None:
        records.update((self.model, number), by=self.people.actor(name), about=str(self.chance.random()))

    def do_leave(self, _number: int, name: str) -> None:
        """Somebody leaves, and the others receive what they have room for; or who left comes back."""
        if self.gone:
            records.update((User, self.people.users[self.gone].pk), by=self.people.ada, is_active=True)
            self.gone = ""
            return
        others = [self.people.users[one].pk for one in NAMES if one != name]
        user = User.objects.get(pk=self.people.users[name].pk)
        order = handing.begin(user, handing.Wish(others, {}), self.people.ada)
        handovers.run.call(order.pk)
        self.gone = name
        with pytest.raises(Refused), transaction.atomic():
            moving.assign(self.pool, self.rows[0], user.pk, by=self.people.ada)

    def look(self, what: str = "", before: dict[int, int | None] | None = None) -> None:
        """Remember whose the records are now, and hold the pool to its limits."""
        now = dict(self.model.objects.values_list("pk", "owner_id"))
        standing = {row.record_id: row for row in Standing.objects.all()}
        for number, owner in now.items():
            old = (before or {}).get(number)
            one = standing.get(number)
            if old != owner or before is None:
                self.changed(number, old, owner)
            assert (one is not None and one.pool_id == self.pool.pk) == (owner is None), what
        self.owners = now
        moves = PoolMove.objects.count()
        assert moves >= self.ledger
        self.ledger = moves
        for person in (self.people.users[name].pk for name in NAMES):
            assert self.claims[person, self.day] <= CLAIMS, what
        self.capped(what, before or now)

    def changed(self, number: int, old: int | None, owner: int | None) -> None:
        """A record has another owner."""
        self.protected.pop(number, None)
        if old is not None:
            self.lost[number, old] = self.day
        if owner is None:
            self.entered[number] = self.day
            self.from_pool.discard(number)
            return
        self.since[number] = self.day
        if number in self.entered:
            self.from_pool.add(number)
            self.protected[number] = self.day + dt.timedelta(days=PROTECTION)
            del self.entered[number]
        else:
            self.from_pool.discard(number)

    def capped(self, what: str, before: dict[int, int | None]) -> None:
        """Nobody got more than he may by what happened, but by taking something back."""
        live = set(self.model.live().values_list("pk", flat=True))
        for name in NAMES:
            person = self.people.users[name].pk
            mine = {row for row, owner in self.owners.items() if owner == person and row in live}
            gained = mine - {row for row, owner in before.items() if owner == person}
            if gained and what != "undo":
                assert len(mine) <= ALL, what
            if gained and what in ("claim", "assign"):
                assert len(mine & self.from_pool) <= CAP, what


@pytest.mark.parametrize("seed", range(4))
def test_no_history_breaks_a_limit(people: People, seed: int) -> None:
    history = History(people, random.Random(seed))  # noqa: S311 (the same story each time)
    with clock.frozen(history.now):
        history.begin()
    happened = set()
    for _step in range(STEPS):
        with clock.frozen(history.now):
            happened.add(history.step())
    assert len(happened) > 6
