"""Pools, limits and rules as they are configured now: read once per configuration, asked in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from kith.engine import epoch, registry
from kith.engine.access import Access, access_of, directory
from kith.engine.actor import Actor
from kith.engine.condition import parse, to_q
from kith.engine.errors import Malformed
from kith.engine.fieldtypes import FieldSpec
from kith.engine.spec import EntitySpec
from kith.features.pools.models import Pool, PoolLimit, PoolRule, Taking

SPREADING = (Taking.EVENLY, Taking.RANDOM)
LEFT_OUT = ("owner", "unit", "team", "recycled_on", "followed_at", "owner_since")
"""What says nothing of a record in a pool, for it belongs to nobody."""


@dataclass(frozen=True)
class Configured:
    """Everything that is active, in its order."""

    pools: tuple[Pool, ...]
    limits: tuple[PoolLimit, ...]
    rules: tuple[PoolRule, ...]

    @property
    def entities(self) -> set[str]:
        """The objects to which anything of this is about."""
        return {row.entity for rows in (self.pools, self.limits, self.rules) for row in rows}


@epoch.per_configuration
def configured() -> Configured:
    """What is active now."""
    return Configured(
        tuple(Pool.live().filter(active=True).order_by("position", "pk")),
        tuple(PoolLimit.live().filter(active=True).order_by("position", "pk")),
        tuple(PoolRule.live().filter(active=True).order_by("hour", "pk")),
    )


def pool_of(number: int | None) -> Pool | None:
    """The active pool of an id."""
    return next((pool for pool in configured().pools if pool.pk == number), None)


def pools_of(entity: str) -> list[Pool]:
    """The active pools of an object, in their order."""
    return [pool for pool in configured().pools if pool.entity == entity]


def concerns(row: Any, person: int | None) -> bool:
    """Whether a pool has somebody as a member, or a limit is about him."""
    known = directory()
    found = known.people.get(person or 0)
    if found is None:
        return False
    return bool(
        row.everyone
        or found.id in (row.people or ())
        or set(found.role_ids) & set(row.roles or ())
        or any(found.unit_id in known.below(unit) for unit in row.units or ())
    )


def members(pool: Pool) -> list[int]:
    """The people who are members and may sign in."""
    return [
        person.id for person in directory().people.values() if person.active and concerns(pool, person.id)
    ]


def leads(pool: Pool, actor: Actor) -> bool:
    """Whether somebody administers a pool: by name, or as who may do everything. His own rights count, not those that
    Kith lends him for a consequence."""
    if actor.user_id is None:
        return actor.access.everything
    return actor.user_id in (pool.admins or ()) or access_of(actor.user_id).opens_everything


def sees(pool: Pool, actor: Actor) -> bool:
    """Whether somebody sees what lies in a pool."""
    return leads(pool, actor) or (pool.taking != Taking.GIVEN and concerns(pool, actor.user_id))


def takes(pool: Pool, actor: Actor) -> bool:
    """Whether somebody may take from a pool himself."""
    return leads(pool, actor) or (pool.taking == Taking.MEMBERS and concerns(pool, actor.user_id))


def home_of(entity: str, owner: int | None) -> Pool | None:
    """The pool to which an owner loses records: the first that has him as a member."""
    return next((pool for pool in pools_of(entity) if concerns(pool, owner)), None)


def limit_of(entity: str, person: int | None) -> PoolLimit | None:
    """The limit that counts for somebody: the first that is about him."""
    rows = (row for row in configured().limits if row.entity == entity)
    return next((row for row in rows if concerns(row, person)), None)


def node_of(where: Any, spec: EntitySpec) -> Any:
    """A condition as Kith itself sees it, None where it is empty or names what is no more."""
    if not where:
        return None
    try:
        return parse(where, spec, Actor.system())
    except Malformed:
        return None


def fitting(rows: Any, where: Any, spec: EntitySpec) -> Any:
    """Rows that fit a condition; all where it is empty, none where it names what is no more."""
    if not where:
        return rows
    node = node_of(where, spec)
    return rows.none() if node is None else rows.filter(to_q(node, Actor.system()))


def shown(spec: EntitySpec) -> Iterator[FieldSpec]:
    """What a pool can show of a record before it is taken: the standard columns, the name first."""
    for key in dict.fromkeys((spec.title, *spec.columns)):
        if key in spec.fields and key not in (*LEFT_OUT, spec.entity.next_contact):
            yield spec.fields[key]


def places(actor: Actor) -> list[Pool]:
    """The pools into which somebody looks."""
    return [pool for pool in configured().pools if sees(pool, actor) and registry.known(pool.entity)]


def reads(access: Access, pools: Iterable[Pool]) -> list[Pool]:
    """Those of some pools whose kind of records somebody may read at all."""
    return [pool for pool in pools if access.reach(pool.entity, "read")]
