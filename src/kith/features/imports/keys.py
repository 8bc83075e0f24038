"""External keys: what other systems call our records; found within reach, gone with the records they name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kith.engine import beside, leftovers, records
from kith.engine.actor import Actor
from kith.engine.spec import EntitySpec
from kith.features.imports.models import ExternalKey

beside.tables.append(beside.Table(ExternalKey))

Key = tuple[str, str]
"""Source and key."""


def known(spec: EntitySpec, keys: Iterable[Key]) -> dict[Key, int]:
    """The record id of each of these keys that is taken, whoever may see the record."""
    wanted: dict[str, set[str]] = {}
    for source, key in keys:
        wanted.setdefault(source, set()).add(key)
    found: dict[Key, int] = {}
    for source, texts in wanted.items():
        rows = ExternalKey.objects.filter(entity=spec.key, source=source, key__in=texts)
        found.update({(source, key): number for key, number in rows.values_list("key", "record_id")})
    return found


def living(spec: EntitySpec, ids: Iterable[int]) -> set[int]:
    """Those of these records that are not in the trash."""
    return set(spec.model.live().filter(pk__in=set(ids)).values_list("pk", flat=True))


def within_reach(spec: EntitySpec, ids: Iterable[int], actor: Actor) -> set[int]:
    """Those of these records that the actor may see."""
    return set(records.visible(spec.model, to=actor).filter(pk__in=set(ids)).values_list("pk", flat=True))


def give(spec: EntitySpec, keys: Iterable[tuple[Key, int]], batch_id: int | None) -> None:
    """Remember keys of records. A key whose record is gone or in the trash passes to the new record."""
    wanted = dict(keys)
    if not wanted:
        return
    taken = known(spec, wanted)
    stale = {pair for pair, number in taken.items() if number != wanted[pair]}
    for source, key in stale:
        ExternalKey.objects.filter(entity=spec.key, source=source, key=key).delete()
    ExternalKey.objects.bulk_create(
        [
            ExternalKey(entity=spec.key, record_id=number, source=pair[0], key=pair[1], batch_id=batch_id)
            for pair, number in wanted.items()
            if pair not in taken or pair in stale
        ],
        batch_size=500,
    )


def of(spec: EntitySpec, record_id: int) -> dict[str, str]:
    """The keys of one record by source."""
    rows = ExternalKey.objects.filter(entity=spec.key, record_id=record_id)
    return dict(rows.order_by("source").values_list("source", "key"))


@leftovers.purged
def forget(spec: EntitySpec, ids: list[int]) -> None:
    """Records that are gone for good have no keys."""
    ExternalKey.objects.filter(entity=spec.key, record_id__in=ids).delete()


@leftovers.undone
def take_back(batch: Any, left: list[tuple[str, int]]) -> None:
    """Keys that an import gave to records which existed before go with it, unless the record was left as it is."""
    rows = ExternalKey.objects.filter(batch_id=batch.pk)
    kept = {(entity, number) for entity, number in left}
    for entity in set(rows.values_list("entity", flat=True)) if kept else ():
        numbers = [number for name, number in kept if name == entity]
        rows = rows.exclude(entity=entity, record_id__in=numbers)
    rows.delete()
