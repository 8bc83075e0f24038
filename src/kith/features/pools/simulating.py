"""What rules and settings come to, before they are switched on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count

from kith.engine import registry
from kith.engine.access import directory
from kith.engine.actor import Actor
from kith.engine.errors import Malformed
from kith.engine.titles import titles
from kith.features.pools.configured import configured, home_of, limit_of, node_of
from kith.features.pools.models import PoolRule
from kith.features.pools.recycling import Recycling
from kith.features.pools.showing import name_of

LISTED = 50


@dataclass
class Simulation:
    """What a rule would move tonight."""

    rule: PoolRule
    actor: Actor

    @cached_property
    def work(self) -> Recycling:
        """The rule, read."""
        if self.rule.where and node_of(self.rule.where, registry.spec(self.rule.entity)) is None:
            raise Malformed
        return Recycling(self.rule)

    @cached_property
    def owners(self) -> list[tuple[str, str, str]]:
        """Each owner with how many records he would lose, and to which pool; most first."""
        rows = self.work.candidates().order_by().values("owner_id").annotate(count=Count("pk"))
        found = sorted(rows.values_list("owner_id", "count"), key=lambda one: -one[1])
        return [
            (name_of(owner), self.actor.show.number(count), self._target(owner))
            for owner, count in found[:LISTED]
        ]

    @cached_property
    def total(self) -> int:
        """How many records would go."""
        return int(self.work.candidates().order_by().count())

    @cached_property
    def nowhere(self) -> bool:
        """Whether some would have no pool to go to."""
        return any(not pool for _name, _count, pool in self.owners)

    def _target(self, owner: int) -> str:
        pool = self.work.target(owner)
        return pool.name if pool else ""

    @cached_property
    def examples(self) -> list[tuple[str, str]]:
        """The first of the records that one may see, with their addresses."""
        ids = list(self.work.candidates().order_by("pk").values_list("pk", flat=True)[:20])
        spec = self.work.spec
        known = titles(spec.key, ids, self.actor)
        return [(known[number], f"/{spec.plural}/{number}/") for number in ids if number in known]


def people(actor: Actor) -> list[tuple[Any, list[tuple[str, str, str]]]]:
    """For each object of which there are pools: everybody with the pool to which he loses records, and his cap."""
    show, found = actor.show.number, []
    for entity in sorted(configured().entities):
        spec = registry.known(entity)
        if spec is None:
            continue
        lines = []
        for person in sorted(directory().people.values(), key=lambda one: one.name.casefold()):
            pool, limit = home_of(entity, person.id), limit_of(entity, person.id)
            cap = show(limit.cap) if limit is not None and limit.cap is not None else ""
            if person.active:
                lines.append((person.name, pool.name if pool else "", cap))
        found.append((spec.label_plural, lines[:500]))
    return found
