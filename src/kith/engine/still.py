"""Whether somebody may still change what he once changed: taking back goes no further than his rights of now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kith.engine import registry
from kith.engine.access import Reach
from kith.engine.actor import Actor
from kith.engine.base.gate import twin
from kith.engine.journal import Batch, Entry
from kith.engine.scope import Scope
from kith.engine.spec import ASSIGNMENT, EntitySpec

CHUNK = 500


@dataclass
class Still:
    """The rights of now over one batch. What it changed of other entities than its own are consequences, which go along
    with it."""

    batch: Batch
    by: Actor

    @cached_property
    def free(self) -> bool:
        """Whether the person may take anything back."""
        return self.by.access.everything or self.by.access.reach("*", "*") is Reach.ALL

    def anything(self) -> bool:
        """Whether any row that the batch was about may still be changed, or none is there any more."""
        head, last, known = self.head, 0, False
        if self.free or head is None:
            return True
        while True:
            mine = Entry.objects.filter(batch_id=self.batch.pk, entity=head.key, record_id__gt=last).order_by(
                "record_id"
            )
            entries: dict[int, list[Entry]] = {}
            for entry in mine[:CHUNK]:
                entries.setdefault(entry.record_id, []).append(entry)
            rows = head.model.objects.in_bulk(entries)
            if self.rows(head, rows, entries):
                return True
            if not entries:
                return not known
            known, last = known or bool(rows), max(entries)

    @cached_property
    def head(self) -> EntitySpec | None:
        """The entity that the batch is about."""
        first = (
            Entry.objects.filter(batch_id=self.batch.pk).order_by("pk").values_list("entity", flat=True)[:1]
        )
        key = self.batch.entity or next(iter(first), "")
        return next((spec for spec in registry.specs() if spec.key == key), None)

    def rows(
        self, spec: EntitySpec, rows: Mapping[int, Any], entries: Mapping[int, Sequence[Entry]]
    ) -> set[int]:
        """The rows that the person may still change the way the batch did, as they are or as they were before it."""
        head = None if self.free else self.head
        if head is None or head.key != spec.key:
            return set(rows)
        return {number for number, row in rows.items() if self._covers(spec, row, entries[number])}

    def _covers(self, spec: EntitySpec, row: Any, entries: Sequence[Entry]) -> bool:
        verb = entries[0].verb
        if verb == "create":
            return self.by.access.reach(spec.key, "create") is not Reach.NONE and Scope(
                spec.key, self.by.access
            ).covers(row)
        rights = (
            [verb]
            if verb in spec.actions
            else ["delete"]
            if verb in ("delete", "restore")
            else ["update", "mass_update"]
        )
        scopes = [Scope(spec.key, self.by.access, right) for right in rights]
        was = before(spec, row, entries)
        return any(
            scope.reach is not Reach.NONE and (scope.covers(row) or scope.covers(was)) for scope in scopes
        )


def before(spec: EntitySpec, row: Any, entries: Sequence[Entry]) -> Any:
    """A row with the owner, unit and team that it had before these changes."""
    was = twin(row)
    for entry in reversed(entries):
        for name in ASSIGNMENT & entry.changes.keys():
            spec.set(was, spec.fields[name], entry.changes[name][0])
    return was
