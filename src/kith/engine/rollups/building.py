"""The build of a roll-up for all records: in the background, in chunks, right while children are written meanwhile."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from kith.engine import epoch, guard, registry
from kith.engine.actor import Actor
from kith.engine.connections import writing
from kith.engine.fieldtypes import FieldSpec
from kith.engine.jobs import daily, progress, task
from kith.engine.rollups.computing import renew
from kith.engine.rollups.rollup import dated
from kith.kernel import clock

CHUNK = 1_000
LATER = dt.timedelta(minutes=5)
"""Who began before the roll-up was there may write children without knowing of it for no longer than this."""


def start(rows: Sequence[Any], *, actor: Actor) -> None:
    """After a write of added fields: roll-ups that are new, changed or back are built."""
    for row in rows:
        before = row.before
        changed = before is None or before.trashed or before.differs(row, "rollup")
        if row.kind == "rollup" and row.deleted_at is None and changed:
            begin(row.entity, row.key)
        if before is not None and before["slot"] != row.slot:
            _over(row.entity)


def _over(entity: str) -> None:
    """Build the roll-ups over an object's records, of which a field has another kind now."""
    for spec in registry.specs():
        for field in spec.custom:
            if field.rollup is not None and field.rollup.child == entity:
                begin(spec.key, field.key)


def begin(entity: str, key: str) -> None:
    """Have a new or changed roll-up built, and once more when nobody can be at work any longer who does not know it;
    belongs into a transaction."""
    build.using(unique_key=f"roll-up {entity}.{key}", again=True).enqueue(entity, key)
    later = build.using(unique_key=f"roll-up {entity}.{key} later", run_after=clock.now() + LATER)
    later.enqueue(entity, key)


@task(max_attempts=10, backoff=5)
def build(entity: str, key: str) -> None:
    """Work a roll-up out for all records; killed, it begins again, which does no harm."""
    with epoch.turn():
        if _field(entity, key) is None:
            return
        rows = registry.spec(entity).model.objects.order_by("pk")
        total = rows.count()
    last = done = 0
    while ids := list(rows.filter(pk__gt=last).values_list("pk", flat=True)[:CHUNK]):
        with epoch.turn(), writing(), guard.opened():
            field = _field(entity, key)
            if field is None:
                return
            renew(registry.spec(entity), {field.rollup: ids})
        last, done = ids[-1], done + len(ids)
        progress(done, total)


def _field(entity: str, key: str) -> FieldSpec | None:
    """The field of a roll-up that still stands."""
    try:
        field = registry.spec(entity).fields.get(key)
    except registry.UnknownEntity:
        return None
    return field if field is not None and field.rollup is not None else None


@daily("00:05")
@task()
def renew_daily() -> int:
    """What depends on the day is worked out anew when it begins. How many roll-ups."""
    found = [
        field
        for spec in registry.specs()
        for field in spec.custom
        if field.rollup is not None and dated(field.rollup.where)
    ]
    with writing():
        for field in found:
            build.using(unique_key=f"roll-up {field.entity}.{field.key}", again=True).enqueue(
                field.entity, field.key
            )
    return len(found)
