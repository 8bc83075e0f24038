"""What the configuration is, or was at a moment of the journal: stored values by object and row."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from kith.engine.actor import Actor
from kith.engine.base.change import TRASH
from kith.engine.configuring.kinds import belongs, everybody, readable, seen
from kith.engine.journal import Entry
from kith.engine.spec import EntitySpec

Stored = dict[str, Any]
UNSURE = "?"


@dataclass(slots=True)
class State:
    """Rows in stored form. `specs` are the objects that are looked at."""

    specs: dict[str, EntitySpec]
    rows: dict[str, dict[int, Stored]] = field(default_factory=dict)

    def live(self, key: str) -> dict[int, Stored]:
        """The rows of an object that are configuration and not in the trash."""
        spec = self.specs[key]
        return {
            number: stored
            for number, stored in self.rows.get(key, {}).items()
            if stored.get(TRASH) is None and belongs(spec, stored)
        }


def now(to: Actor) -> State:
    """The configuration as it is, as far as somebody may read it."""
    state = State(readable(to))
    for key, spec in state.specs.items():
        state.rows[key] = {
            row.pk: _stored(spec, row) for row in seen(spec, to).filter(deleted_at__isnull=True)
        }
    return state


def at(moment: int, to: Actor) -> State:
    """The configuration as it was right after an entry of the journal, as far as somebody may read it: what came later
    is taken off row by row."""
    state = State(readable(to))
    for key, spec in state.specs.items():
        rows = {row.pk: _stored(spec, row) for row in seen(spec, to)}
        later = Entry.objects.filter(entity=key, id__gt=moment).order_by("-id")
        if everybody(spec) and not to.access.everything:
            later = later.filter(record_id__in=list(rows))
        for entry in later.only("record_id", "verb", "changes"):
            _take_off(rows, entry)
        for number in [number for number, stored in rows.items() if stored.get(TRASH) == UNSURE]:
            rows[number][TRASH] = _trashed(key, number, moment)
        state.rows[key] = rows
    return state


def _take_off(rows: dict[int, Stored], entry: Entry) -> None:
    if entry.verb == "create":
        rows.pop(entry.record_id, None)
        return
    stored = rows.setdefault(entry.record_id, {})
    if entry.verb == "purge":
        stored[TRASH] = UNSURE
    stored.update({name: pair[0] for name, pair in entry.changes.items()})


def _trashed(key: str, number: int, moment: int) -> Any:
    """Since when a row that is gone for good lay in the trash at a moment."""
    earlier = Entry.objects.filter(entity=key, record_id=number, id__lte=moment).order_by("-id")
    changes = (entry.changes for entry in earlier.only("changes"))
    return next((found[TRASH][1] for found in changes if TRASH in found), None)


def _stored(spec: EntitySpec, row: Any) -> Stored:
    return {**spec.snapshot(row), TRASH: row.deleted_at and row.deleted_at.isoformat()}
