"""Roll-ups follow every write of the records that they are worked out over, in its transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kith.engine import registry
from kith.engine.actor import Actor
from kith.engine.rollups.building import build
from kith.engine.rollups.checking import beside, leads, sources
from kith.engine.rollups.computing import renew
from kith.engine.rollups.rollup import Rollup
from kith.engine.spec import EntitySpec


@dataclass(frozen=True)
class Following:
    """The roll-ups over the records of one entity."""

    child: str
    rollups: tuple[Rollup, ...]

    def written(self, records: Sequence[Any], *, actor: Actor) -> None:
        """After a write: what it may have changed is worked out anew."""
        spec = registry.spec(self.child)
        touched: dict[Rollup, set[int]] = {}
        for rollup in self.rollups:
            ids = {number for record in records for number in _parents(rollup, spec, record)}
            if ids:
                touched[rollup] = ids
        renew_all(touched)

    def followed(self, name: str, ids: Sequence[int]) -> None:
        """After a value that Kith keeps changed on some of the records."""
        spec = registry.spec(self.child)
        asking = [rollup for rollup in self.rollups if name in rollup.asked]
        rows = list(spec.model.objects.filter(pk__in=ids)) if asking else []
        renew_all({rollup: {n for row in rows for n in _linked(rollup, spec, row)} for rollup in asking})


def renew_all(touched: Mapping[Rollup, Iterable[int]]) -> None:
    """Work out roll-ups, each for its records, entity by entity: whoever writes, rows are locked in the same order."""
    by_entity: dict[str, dict[Rollup, list[int]]] = {}
    for rollup, ids in touched.items():
        by_entity.setdefault(rollup.entity, {})[rollup] = sorted(ids)
    for entity in sorted(by_entity):
        renew(registry.spec(entity), by_entity[entity])


def _parents(rollup: Rollup, spec: EntitySpec, record: Any) -> Iterator[int]:
    """The records whose value a write of this one may have changed."""
    before = record.before
    now = list(_linked(rollup, spec, record))
    if before is None:
        yield from now
        return
    link = spec.fields[rollup.link]
    earlier = list(_led(rollup, link.type.load(before[rollup.link], link)))
    moved = before.trashed != (record.deleted_at is not None)
    if now != earlier or moved or _differs(rollup, spec, record):
        yield from (*now, *earlier)


def _differs(rollup: Rollup, spec: EntitySpec, record: Any) -> bool:
    """Whether the write changed what the roll-up looks at."""
    own = {name.partition(".")[0] for name in rollup.asked} & spec.fields.keys()
    return any(record.before.differs(record, name) for name in own)


def _linked(rollup: Rollup, spec: EntitySpec, record: Any) -> Iterator[int]:
    yield from _led(rollup, spec.value(record, spec.fields[rollup.link]))


def _led(rollup: Rollup, value: Any) -> Iterator[int]:
    """The record of the roll-up's entity that a link's value leads to."""
    if isinstance(value, tuple):
        value = value[1] if value[0] == rollup.entity else None
    if value is not None:
        yield value


@dataclass(frozen=True)
class Watching:
    """Roll-ups whose condition looks at a field of what the children link to."""

    entity: str
    watched: tuple[tuple[str, Rollup], ...]

    def written(self, records: Sequence[Any], *, actor: Actor) -> None:
        """After a write of linked records: who looks at what changed is worked out over all, in the background."""
        fields = registry.spec(self.entity).fields
        touched = {
            rollup
            for name, rollup in self.watched
            for record in records
            if name in fields and record.before is not None and _otherwise(record, name)
        }
        for rollup in sorted(touched, key=lambda one: (one.entity, one.key)):
            build.using(unique_key=f"roll-up {rollup.entity}.{rollup.key}", again=True).enqueue(
                rollup.entity, rollup.key
            )


def _otherwise(record: Any, name: str) -> bool:
    trashed = record.deleted_at is not None
    return bool(record.before.trashed != trashed or record.before.differs(record, name))


def join(specs: dict[str, EntitySpec]) -> dict[str, EntitySpec]:
    """Have the specs of children, and of what their conditions look at, tell of every write."""
    if not any(_of(spec) for spec in specs.values()):
        return specs
    found = {key: _completed(spec, specs) for key, spec in specs.items()}
    rollups = [one for spec in found.values() for one in _of(spec) if _possible(one, found)]
    over: dict[str, list[Rollup]] = {}
    linked: dict[str, list[tuple[str, Rollup]]] = {}
    for rollup in rollups:
        over.setdefault(rollup.child, []).append(rollup)
        for entity, name in beside(rollup, found):
            linked.setdefault(entity, []).append((name, rollup))
    for child, mine in over.items():
        rule = Following(child, tuple(mine))
        found[child] = _told(found[child], rule.written, rule.followed)
    for entity, watched in linked.items():
        found[entity] = _told(found[entity], Watching(entity, tuple(watched)).written)
    return found


def _of(spec: EntitySpec) -> list[Rollup]:
    return [field.rollup for field in spec.custom if field.rollup]


def _completed(spec: EntitySpec, specs: Mapping[str, EntitySpec]) -> EntitySpec:
    """A spec whose roll-ups have the choices of the field that they take one from, and say what they need."""
    changed = {}
    for field in spec.custom:
        if field.rollup:
            child = specs.get(field.rollup.child)
            source = child.fields.get(field.rollup.field) if child else None
            choices = source.choices if source else ()
            changed[field.key] = replace(field, choices=choices, sources=sources(field.rollup, specs))
    if not changed:
        return spec
    custom = tuple(changed.get(field.key, field) for field in spec.custom)
    return replace(spec, fields={**spec.fields, **changed}, custom=custom)


def _told(
    spec: EntitySpec, written: Callable[..., None] | None, followed: Callable[..., None] | None = None
) -> EntitySpec:
    keeping = (*spec.keeping, written) if written else spec.keeping
    return replace(
        spec, keeping=keeping, following=(*spec.following, followed) if followed else spec.following
    )


def _possible(rollup: Rollup, specs: Mapping[str, EntitySpec]) -> bool:
    """Whether what it speaks of is still there."""
    fields = specs[rollup.child].fields if rollup.child in specs else {}
    there = all(not name or name in fields for name in (rollup.field, rollup.by))
    return there and leads(fields.get(rollup.link), rollup.entity)
