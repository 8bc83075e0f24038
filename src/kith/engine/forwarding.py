"""Old numbers that lead to the record in which theirs went up, for who may see it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection

from kith.engine import registry
from kith.engine.actor import Actor
from kith.engine.errors import Moved, NotFound
from kith.engine.record import LIVE
from kith.engine.scope import Scope
from kith.engine.spec import EntitySpec

sources: list[Callable[[EntitySpec, int], int | None]] = []
"""(spec, number) -> the number of the record in which this one went up; asked only for what is not there."""
MERGING = "merging"
"""The feature of entities whose records may go up in others."""
MOST = 20
"""Steps from record to record; nobody merges longer chains by hand."""


def end_of(spec: EntitySpec, number: int) -> int | None:
    """The live record to which an old number leads, None when it leads nowhere."""
    at: int | None = number
    for _step in range(MOST):
        at = next((to for source in sources if (to := source(spec, at or 0)) is not None), None)
        if at is None or spec.model.live().filter(pk=at).exists():
            break
    return at


def gone(spec: EntitySpec, number: int, by: Actor) -> NotFound:
    """What to raise for a record that is not there: Moved where it went up in one that the actor may see."""
    trash = spec.model.objects.filter(pk=number)
    if not sources or trash.filter(LIVE).exists():
        return NotFound()
    to = end_of(spec, number)
    record: Any = spec.model.live().filter(pk=to).first() if to is not None else None
    if record is None or not Scope(spec.key, by.access).covers(record):
        return NotFound()
    return Moved(spec.plural, record.pk)


def staying(entity: str, ids: set[int]) -> set[int]:
    """Those of these records that are not going up in others at this moment, and will not until the transaction ends:
    what is linked to them is not left behind. Where only one writes at a time, that is so anyway."""
    spec = registry.known(entity)
    apart = connection.vendor != "postgresql" or not connection.in_atomic_block
    if apart or not ids or spec is None or MERGING not in spec.entity.features:
        return ids
    live = 'WHERE "id" = ANY(%s) AND "deleted_at" IS NULL ORDER BY "id" FOR KEY SHARE'
    sql = f'SELECT "id" FROM "{spec.table}" {live}'  # noqa: S608 - the name of a table of ours
    with connection.cursor() as cursor:
        cursor.execute(sql, [sorted(ids)])
        return {row[0] for row in cursor.fetchall()}
