"""What somebody saw lately and starred: written for oneself only, read within the rights of now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from kith.engine import beside, records, registry
from kith.engine.actor import Actor
from kith.engine.connections import writing
from kith.engine.errors import Malformed
from kith.engine.spec import EntitySpec
from kith.engine.titles import titles
from kith.features.places.models import Place
from kith.kernel import clock

KEPT = 100
"""Records that are remembered of a person; stars stay beyond that."""
STARS = 50
AGAIN = dt.timedelta(minutes=1)
"""A page that is opened again within this time is not written again."""


def starred_rather(row: Place, other: Place) -> bool:
    """A star outlives a place that was only looked at."""
    return row.starred_at is not None and other.starred_at is None


beside.tables.append(beside.Table(Place, once=("user_id",), stronger=starred_rather))


@dataclass(frozen=True, slots=True)
class Spot:
    """A remembered record by name and address."""

    label: str
    href: str
    icon: str
    about: str


def mine(actor: Actor) -> Any:
    """Everything that is remembered of an actor."""
    return Place.objects.filter(user_id=actor.user_id or 0)


def see(spec: EntitySpec, number: int, actor: Actor) -> None:
    """Remember that a person has a record open. Raises NotFound for what he may not see."""
    records.find(spec, number, actor, "read")
    now = clock.now()
    known = mine(actor).filter(entity=spec.key, record_id=number)
    with writing():
        if known.filter(at__gt=now - AGAIN).exists() or known.update(at=now):
            return
        Place.objects.create(user_id=actor.user_id or 0, entity=spec.key, record_id=number, at=now)
        unstarred = mine(actor).filter(starred_at__isnull=True).order_by("-at", "-pk")
        Place.objects.filter(pk__in=list(unstarred.values_list("pk", flat=True)[KEPT:])).delete()


def star(spec: EntitySpec, number: int, actor: Actor) -> bool:
    """Give a record a star, or take it away; whether it has one now. Raises NotFound, Malformed."""
    records.find(spec, number, actor, "read")
    now = clock.now()
    with writing():
        found, _made = Place.objects.get_or_create(
            user_id=actor.user_id, entity=spec.key, record_id=number, defaults={"at": now}
        )
        if not found.starred_at and mine(actor).filter(starred_at__isnull=False).count() >= STARS:
            raise Malformed
        found.starred_at = None if found.starred_at else now
        found.save(update_fields=("starred_at",))
    return found.starred_at is not None


def starred(actor: Actor) -> list[Spot]:
    """What has a star, the oldest star first, so that each keeps its place."""
    return spots(mine(actor).filter(starred_at__isnull=False).order_by("starred_at", "pk")[:STARS], actor)


def recent(actor: Actor, limit: int) -> list[Spot]:
    """What was open lately, the newest first."""
    return spots(mine(actor).order_by("-at", "-pk")[: limit * 2], actor)[:limit]


def spots(rows: Iterable[Place], actor: Actor) -> list[Spot]:
    """Remembered records by name, as far as the reader may see them now, with one query per entity."""
    wanted: dict[str, list[int]] = {}
    places = [row for row in rows if known(row.entity)]
    for row in places:
        wanted.setdefault(row.entity, []).append(row.record_id)
    names = {entity: titles(entity, ids, actor) for entity, ids in wanted.items()}
    return [
        spot(row, names[row.entity][row.record_id]) for row in places if row.record_id in names[row.entity]
    ]


def known(entity: str) -> bool:
    """Whether there is such an entity still."""
    try:
        registry.spec(entity)
    except registry.UnknownEntity:
        return False
    return True


def spot(row: Place, name: str) -> Spot:
    """One remembered record."""
    spec = registry.spec(row.entity)
    return Spot(name, f"/{spec.plural}/{row.record_id}/", spec.icon, str(spec.label))


def seen_of(spec: EntitySpec, actor: Actor) -> list[int]:
    """The ids of an entity's records that were open lately, the newest first."""
    rows = mine(actor).filter(entity=spec.key).order_by("-at", "-pk")
    return list(rows.values_list("record_id", flat=True)[:KEPT])


def starred_of(spec: EntitySpec, actor: Actor) -> list[int]:
    """The ids of an entity's records that have a star."""
    rows = mine(actor).filter(entity=spec.key, starred_at__isnull=False).order_by("starred_at", "pk")
    return list(rows.values_list("record_id", flat=True)[:STARS])
