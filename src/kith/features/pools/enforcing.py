"""Holds every write to the pools: caps bind whoever gets a record, and what is in a pool leaves it through the pool.

After each write that changes an owner, in its transaction, the standing of the record and the ledger follow: also after
an undo, an import, a hand-over or a write of another program.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from kith.engine import leftovers, registry
from kith.engine.access import directory
from kith.engine.actor import Actor
from kith.engine.base.change import TRASH, Change
from kith.engine.condition import holds
from kith.engine.spec import EntitySpec
from kith.features.pools import judging, moving
from kith.features.pools.actions import give_back, lock, put, unlock
from kith.features.pools.configured import configured, home_of, leads, limit_of, node_of, pool_of, pools_of
from kith.features.pools.models import Happened, Pool, PoolMove, Standing, store
from kith.kernel import clock


@dataclass(frozen=True)
class Held:
    """The pools of one entity, as its spec carries them."""

    entity: str

    def check(self, changes: Sequence[Change], *, actor: Actor) -> None:
        """Caps, pools and protection."""
        spec = registry.spec(self.entity)
        gaining = [change for change in changes if not change.errors and gains(change)]
        self._in_pools(spec, gaining, actor)
        self._caps(spec, [change for change in gaining if not change.errors], actor)
        self._protected(spec, changes, actor)

    def _in_pools(self, spec: EntitySpec, changes: Sequence[Change], actor: Actor) -> None:
        """What is in a pool is taken or assigned there."""
        if moving.doing() is not None:
            return
        free = [
            change.record.pk
            for change in changes
            if change.before is not None and change.before["owner"] is None
        ]
        rows = (
            Standing.objects.filter(entity=spec.key, record_id__in=free, pool_id__isnull=False)
            if free
            else ()
        )
        places = {row.record_id: pool_of(row.pool_id) for row in rows}
        for change in changes:
            pool = places.get(change.record.pk)
            if pool is not None and actor.user_id is not None and not leads(pool, actor):
                change.refuse(
                    "owner", _("It is in the pool “%(pool)s”: take it there.") % {"pool": pool.name}
                )

    def _caps(self, spec: EntitySpec, changes: Sequence[Change], actor: Actor) -> None:
        """Nobody gets more than he may own, by whatever way."""
        if not any(row.entity == spec.key and row.cap is not None for row in configured().limits):
            return
        people = {change.record.owner_id for change in changes}
        limits = {person: limit_of(spec.key, person) for person in people}
        bound = {person for person, limit in limits.items() if limit is not None and limit.cap is not None}
        judging.lock_people(bound)
        for person in sorted(bound):
            limit = limits[person]
            assert limit is not None  # noqa: S101 (bound says so)
            have, node = judging.owned(limit, person), node_of(limit.spared, spec)
            for change in (one for one in changes if one.record.owner_id == person):
                if node is not None and holds(node, spec, change.record, Actor.system()):
                    continue
                if have >= (limit.cap or 0):
                    known = directory().people.get(person)
                    name = known.name if known and person != actor.user_id else ""
                    change.refuse("owner", judging.no_room(limit, have, actor, name))
                else:
                    have += 1

    def _protected(self, spec: EntitySpec, changes: Sequence[Change], actor: Actor) -> None:
        """What was taken a short time ago is not deleted."""
        going = {
            change.record.pk: change
            for change in changes
            if TRASH in change.touched and change.record.deleted_at is not None
        }
        if not going or actor.user_id is None:
            return
        rows = Standing.objects.filter(
            entity=spec.key, record_id__in=going, protected_until__gte=judging.today()
        )
        for number, until in rows.values_list("record_id", "protected_until"):
            said = _("It was taken from a pool and is protected until %(day)s.")
            going[number].refuse("", said % {"day": actor.show.date(until or judging.today())})

    def keep(self, rows: Sequence[Any], *, actor: Actor) -> None:
        """Standing and ledger follow the owners."""
        moved = [row for row in rows if row.before is not None and changed(row)]
        if moved:
            settle(registry.spec(self.entity), moved, actor)


def gains(change: Change) -> bool:
    """Whether somebody comes to own a record by a change, also by its way out of the trash."""
    if change.record.owner_id is None or change.record.deleted_at is not None:
        return False
    return change.before is None or "owner" in change.diff or TRASH in change.touched


def changed(row: Any) -> bool:
    """Whether a stored row has another owner now."""
    return bool(row.before["owner"] != row.owner_id)


def settle(spec: EntitySpec, rows: Sequence[Any], actor: Actor) -> None:
    """Write down where records stand now that their owners are others."""
    known = {
        one.record_id: one
        for one in Standing.objects.filter(entity=spec.key, record_id__in=[row.pk for row in rows])
    }
    what = moving.doing() or moving.Doing(Happened.CHANGED)
    moves = []
    for row in rows:
        one = known.get(row.pk) or Standing(entity=spec.key, record_id=row.pk)
        known[row.pk] = one
        moves.append(after(one, row, what, actor))
    write(list(known.values()))
    PoolMove.objects.bulk_create(moves)


def after(one: Standing, row: Any, what: moving.Doing, actor: Actor) -> PoolMove:
    """The standing of one row brought up to date, and the line of the ledger about it."""
    lost, now = row.before["owner"], clock.now()
    came_from = what.source or pool_of(one.pool_id)
    one.protected_until = one.locked_until = one.due_on = one.warned_on = None
    move = PoolMove(
        entity=one.entity, record_id=one.record_id, kind=what.kind, at=now, source_id=lost, target_id=row.owner_id,
        operator_id=actor.user_id, reason=what.reason, rule_id=what.rule, days=what.days,
    )  # fmt: skip
    if row.owner_id is None:
        pool = what.pools.get(row.pk) or pool_of(one.held)
        if pool is None and not row.restored:
            pool = home_of(one.entity, lost)
        goes_in(one, pool, lost, reason=what.reason)
        if what.kind is Happened.CHANGED and pool is not None:
            move.kind = Happened.ENTERED
        move.pool_id = pool.pk if pool else None
        return move
    one.owner_id, one.since, one.pool_id, one.entered_at = row.owner_id, now, None, None
    one.held = came_from.pk if came_from else None
    if came_from is not None:
        move.pool_id = came_from.pk
        move.kind = Happened.ASSIGNED if what.kind is Happened.CHANGED else what.kind
        if came_from.protection:
            one.protected_until = judging.today() + dt.timedelta(days=came_from.protection)
    return move


def goes_in(one: Standing, pool: Pool | None, lost: int | None, *, reason: str) -> None:
    """A record stands in a pool, or nowhere, and its owner was the last one."""
    one.pool_id, one.entered_at = (pool.pk, clock.now()) if pool else (None, None)
    one.previous_id, one.reason = lost if lost is not None else one.previous_id, reason
    one.owner_id = one.since = one.held = None
    one.returns += pool is not None and lost is not None


def write(rows: Sequence[Standing]) -> None:
    """Store standings, new and known ones."""
    names = [
        field.name
        for field in Standing._meta.concrete_fields
        if field.name not in ("id", "entity", "record_id")
    ]
    store(rows, names)


def place(spec: EntitySpec, number: int, what: moving.Doing, by: Actor) -> None:
    """What has no owner goes into a pool, or from one into another."""
    one = Standing.objects.filter(entity=spec.key, record_id=number).first() or Standing(
        entity=spec.key, record_id=number
    )
    pool, now = what.pools[number], clock.now()
    if one.pool_id == pool.pk:
        return
    goes_in(one, pool, None, reason=what.reason)
    write([one])
    PoolMove.objects.create(
        entity=spec.key, record_id=number, kind=what.kind, at=now, pool_id=pool.pk, operator_id=by.user_id,
        reason=what.reason, rule_id=what.rule, days=what.days,
    )  # fmt: skip


@registry.shaped_by
def pooled(spec: EntitySpec) -> EntitySpec:
    """The same object with its pools."""
    if spec.key not in configured().entities:
        return spec
    one = Held(spec.key)
    return replace(
        spec,
        checking=(*spec.checking, one.check),
        keeping=(*spec.keeping, one.keep),
        added=(*spec.added, *(added(spec.key))),
    )


def added(entity: str) -> Iterator[Any]:
    """What can be done with records of pools."""
    if pools_of(entity):
        yield from (give_back, put)
    if any(row.entity == entity and row.locked for row in configured().limits):
        yield from (lock, unlock)


@leftovers.purged
def forget(spec: EntitySpec, ids: list[int]) -> None:
    """Where records stood that are removed for good; what happened to them stays in the ledger."""
    Standing.objects.filter(entity=spec.key, record_id__in=ids).delete()


moving.placers.append(place)
