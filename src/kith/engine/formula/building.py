"""What formulas give for the records that stand already: stored in the background, in chunks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kith.engine import epoch, registry
from kith.engine.actor import Actor
from kith.engine.formula.storing import recompute
from kith.engine.jobs import task


def start(rows: Sequence[Any], *, actor: Actor) -> None:
    """After a write of added fields: those whose formula is new, changed or back are computed for all records,
    and those that may look at a field which has another kind now."""
    for row in rows:
        before = row.before
        changed = before is None or before.trashed or before.differs(row, "formula")
        if row.deleted_at is not None:
            continue
        found = {row.entity} if row.formula and changed else set()
        if before is not None and before["slot"] != row.slot:
            found |= _looking(row.entity, row.key)
        for entity in found:
            build.using(unique_key=f"formulas {entity}", again=True).enqueue(entity)


def _looking(entity: str, key: str) -> set[str]:
    """The objects that have formulas over a field."""
    return {spec.key for spec in registry.specs() if any((entity, key) in one.sources for one in spec.custom)}


@task(max_attempts=10, backoff=5)
def build(entity: str) -> None:
    """Store the formulas of an object's records; killed, it begins again, which does no harm."""
    with epoch.turn():
        recompute(entity)
