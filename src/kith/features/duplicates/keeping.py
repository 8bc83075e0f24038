"""Keys follow their records: after every write of the gate, an undo included, and when records go for good."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from kith.engine import beside
from kith.engine.actor import Actor
from kith.engine.connections import writing
from kith.engine.keeping import everywhere
from kith.engine.leftovers import purged
from kith.engine.registry import code_of
from kith.engine.spec import EntitySpec
from kith.features.duplicates import marking
from kith.features.duplicates.models import MatchKey

CHUNK = 900
beside.stays[MatchKey] = "keys are written anew with every write of what they come from"


def keep(spec: EntitySpec, rows: Sequence[Any], _actor: Actor) -> None:
    """Write the keys of what says something else now."""
    if not spec.entity.alike:
        return
    names = marking.fields_of(spec)
    fresh = [row for row in rows if row.before is None]
    moved = [row for row in rows if row.before is not None and _moved(spec, row, names)]
    if moved:
        forget(spec, [row.pk for row in moved])
    write(spec, [*fresh, *(row for row in moved if row.deleted_at is None)])


def _moved(spec: EntitySpec, row: Any, names: Iterable[str]) -> bool:
    """Whether a write changed what keys come from, whose part a row is, or whether it is in the trash."""
    of = getattr(spec.entity.rule, "field", "")
    watched = (*names, of) if of else names
    return row.before.trashed != (row.deleted_at is not None) or any(
        name in spec.fields and row.moved(name) for name in watched
    )


def write(spec: EntitySpec, rows: Iterable[Any]) -> None:
    """Store the keys of records that have none."""
    source, found = code_of(spec.key), []
    for row in rows:
        whom = marking.subject(spec, row)
        if whom is None:
            continue
        entity, number = code_of(whom[0]), whom[1]
        found += [
            MatchKey(mark=mark, kind=kind, entity=entity, record_id=number, source=source, source_id=row.pk)
            for mark, kind in marking.of_record(spec, row).items()
        ]
    if found:
        MatchKey.objects.bulk_create(found, batch_size=CHUNK)


@purged
def forget(spec: EntitySpec, ids: Sequence[int]) -> None:
    """Remove the keys that come from these rows."""
    if spec.entity.alike:
        source = code_of(spec.key)
        for start in range(0, len(ids), CHUNK):
            MatchKey.objects.filter(source=source, source_id__in=ids[start : start + CHUNK]).delete()


def catch_up(spec: EntitySpec, ids: Sequence[int]) -> None:
    """Write the keys of stored records that have none, a chunk of them in one transaction."""
    with writing():
        write(spec, spec.model.live().filter(pk__in=ids))


everywhere.append(keep)
beside.stays[MatchKey] = (
    "the gate writes the keys of what a record says, and takes away those of what is in the trash"
)
