"""The doing of rules: what is due goes to its pool, what is near is warned of, what lay too long is passed on."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import partial

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.engine import epoch, guard, journal, keeping, plugs, registry
from kith.engine.actor import Actor
from kith.engine.connections import writing
from kith.features.pools import moving
from kith.features.pools.configured import configured, home_of, limit_of, pool_of
from kith.features.pools.judging import start_of, today
from kith.features.pools.models import Ending, Happened, Pool, PoolRule, PoolRun, Standing, store
from kith.features.pools.recycling import Recycling
from kith.kernel import clock

CHUNK = 500
COLUMN = "recycled_on"
"""The column of a record, where it has one, that shows when it goes to the pool."""


def run(rule: PoolRule) -> PoolRun:
    """Send everything away that is due, in transactions of some hundred. Stopped and called again, it goes on."""
    work, system = Recycling(rule), Actor.system()
    batch = journal.fresh(system, "recycle", rule.name, rule.entity)
    done, left, lost = 0, 0, Counter[tuple[int, int]]()
    last = 0
    while ids := list(
        work.candidates().filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:CHUNK]
    ):
        last = ids[-1]
        with epoch.turn(), writing(), journal.continued(batch):
            gone = move(work, ids, system)
        done, left = done + sum(gone.values()), left + len(ids) - sum(gone.values())
        lost.update(gone)
    with writing():
        row, _new = PoolRun.objects.update_or_create(
            rule_id=rule.pk, day=today(),
            defaults={"at": clock.now(), "moved": done, "left": left, "batch_id": batch.pk},
        )  # fmt: skip
        tell_lost(lost, rule)
    return row


def move(work: Recycling, ids: Sequence[int], by: Actor) -> Counter[tuple[int, int]]:
    """Some records go, if they are still due once they are held. How many, by owner and pool."""
    keeping.lock(work.spec, ids)
    rows = work.candidates().filter(pk__in=ids).order_by("pk").values(*work.columns)
    owners = {row["pk"]: row["owner_id"] for row in rows}
    targets = {number: work.target(owner) for number, owner in owners.items()}
    pools = {number: pool for number, pool in targets.items() if pool is not None}
    if not pools:
        return Counter()
    numbers = [number for limits in work.limits.values() for number in limits.numbers]
    what = moving.Doing(Happened.RECYCLED, pools, str(_("System")), work.rule.pk, min(numbers))
    outcomes = moving.enter(work.spec, list(pools), what, by)
    gone = [one.id for one in outcomes if one.id is not None]
    return Counter((owners[number], pools[number].pk) for number in gone)


def tell_lost(lost: Counter[tuple[int, int]], rule: PoolRule) -> None:
    """Owners and administrators of pools are told, each once for a run."""
    by_pool: Counter[int] = Counter()
    for (owner, number), count in lost.items():
        pool = pool_of(number)
        by_pool[number] += count
        if pool is not None:
            plugs.notify(
                [owner],
                "pool.lost",
                title=partial(_lost, pool, count),
                body=rule.name,
                href=f"/pool/{pool.pk}/",
            )
    for number, count in by_pool.items():
        pool = pool_of(number)
        if pool is not None and pool.admins:
            plugs.notify(
                pool.admins, "pool.entered", title=partial(_entered, pool, count), body=rule.name,
                href=f"/pool/{pool.pk}/",
            )  # fmt: skip


def _lost(pool: Pool, count: int, reader: Actor) -> str:
    text = ngettext(
        "%(count)s of your records went to the pool “%(pool)s”",
        "%(count)s of your records went to the pool “%(pool)s”",
        count,
    )
    return text % {"count": reader.show.number(count), "pool": pool.name}


def _entered(pool: Pool, count: int, reader: Actor) -> str:
    text = ngettext(
        "%(count)s record came into the pool “%(pool)s”",
        "%(count)s records came into the pool “%(pool)s”",
        count,
    )
    return text % {"count": reader.show.number(count), "pool": pool.name}


# ---------------------------------------------------------------------- countdown and warning


def foresee(entity: str, ids: Sequence[int] | None = None) -> int:
    """Store when each record goes, as far as that is near: the least of all rules. How many have such a day."""
    days: dict[int, dt.date] = {}
    for rule in configured().rules:
        if rule.entity == entity:
            for number, day in Recycling(rule).upcoming(ids):
                days[number] = min(day, days.get(number, day))
    old = Standing.objects.filter(entity=entity, due_on__isnull=False)
    old = old if ids is None else old.filter(record_id__in=ids)
    known = dict(old.values_list("record_id", "due_on"))
    fresh = {number: day for number, day in days.items() if known.get(number) != day}
    gone = [number for number in known if number not in days]
    changes: list[tuple[int, dt.date | None]] = [*fresh.items(), *((number, None) for number in gone)]
    for start in range(0, len(changes), CHUNK):
        with writing():
            _store(entity, dict(changes[start : start + CHUNK]))
    return len(days)


def _store(entity: str, days: dict[int, dt.date | None]) -> None:
    """The days on standings, and on the records where they have the column."""
    spec = registry.spec(entity)
    rows = {row.record_id: row for row in Standing.objects.filter(entity=entity, record_id__in=days)}
    owners = dict(spec.model.live().filter(pk__in=days).values_list("pk", "owner_id"))
    for number, day in days.items():
        row = rows.setdefault(number, Standing(entity=entity, record_id=number))
        row.owner_id = owners.get(number)
        row.due_on = day if row.owner_id is not None else None
        row.warned_on = row.warned_on if row.due_on else None
    store(rows.values(), ("due_on", "warned_on", "owner_id"))
    if COLUMN in spec.fields:
        with guard.opened():
            keeping.keep(spec, COLUMN, {number: row.due_on for number, row in rows.items()})


def warn(entity: str) -> int:
    """Tell each owner once what goes soon. How many records were warned of."""
    ahead = max((rule.warning or 0 for rule in configured().rules if rule.entity == entity), default=0)
    until = today() + dt.timedelta(days=ahead)
    rows = Standing.objects.filter(
        entity=entity, due_on__lte=until, warned_on__isnull=True, owner_id__isnull=False
    )
    by: dict[int, list[tuple[int, dt.date]]] = defaultdict(list)
    for number, owner, day in rows.values_list("pk", "owner_id", "due_on"):
        if owner is not None and day is not None:
            by[owner].append((number, day))
    for owner, found in by.items():
        first = min(day for _number, day in found)
        spec = registry.spec(entity)
        href = (
            plugs.address_of_list(spec, {"field": COLUMN, "op": "not_empty"})
            if COLUMN in spec.fields
            else "/pool/"
        )
        with writing():
            Standing.objects.filter(pk__in=[number for number, _day in found]).update(warned_on=today())
            plugs.notify(
                [owner],
                "pool.warning",
                title=partial(_warned, len(found), first),
                body=spec.label_plural,
                href=href,
            )
    return sum(map(len, by.values()))


def _warned(count: int, first: dt.date, reader: Actor) -> str:
    text = ngettext(
        "%(count)s of your records goes to the public pool soon, on %(day)s",
        "%(count)s of your records go to the public pool soon, the first on %(day)s",
        count,
    )
    return text % {"count": reader.show.number(count), "day": reader.show.date(first)}


# ---------------------------------------------------------------------- locks and passing on


def end_locks(entity: str) -> int:
    """Locks that are over: the owner keeps what he locked, or it goes back, as his limit says."""
    spec, system = registry.spec(entity), Actor.system()
    rows = list(Standing.objects.filter(entity=entity, locked_until__lt=today(), owner_id__isnull=False))
    for row in rows:
        limit = limit_of(entity, row.owner_id)
        pool = pool_of(row.held) or home_of(entity, row.owner_id)
        with writing():
            Standing.objects.filter(pk=row.pk).update(locked_until=None)
            if limit is not None and limit.after_lock == Ending.RETURN and pool is not None:
                what = moving.Doing(Happened.RECYCLED, {row.record_id: pool}, str(_("The lock is over")))
                moving.enter(spec, [row.record_id], what, system)
    return len(rows)


def pass_on(pool: Pool) -> int:
    """What nobody took for long goes on to the next pool."""
    target = pool_of(pool.onward_id)
    if target is None or not pool.onward_days:
        return 0
    before = start_of(today() - dt.timedelta(days=pool.onward_days))
    rows = Standing.objects.filter(Q(entered_at__lt=before), pool_id=pool.pk)
    ids = list(rows.values_list("record_id", flat=True))
    spec, system = registry.spec(pool.entity), Actor.system()
    live = list(spec.model.live().filter(pk__in=ids, owner__isnull=True).values_list("pk", flat=True))
    for start in range(0, len(live), CHUNK):
        part = live[start : start + CHUNK]
        with writing():
            what = moving.Doing(
                Happened.PASSED, dict.fromkeys(part, target), str(_("System")), days=pool.onward_days
            )
            for number in part:
                moving.place_free(spec, number, what, system)
    return len(live)
