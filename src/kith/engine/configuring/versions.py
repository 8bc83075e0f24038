"""Every change of the configuration as the journal knows it: a version with author, time and words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Max, Q, QuerySet

from kith.engine import uses
from kith.engine.actor import Actor
from kith.engine.base.change import TRASH
from kith.engine.configuring import document, planning, state
from kith.engine.configuring.comparing import Item, compared
from kith.engine.configuring.document import Document, Row
from kith.engine.configuring.kinds import everybody, key_fields, readable, seen
from kith.engine.configuring.links import Names, Unknown, portable
from kith.engine.configuring.planning import Plan
from kith.engine.errors import NotFound
from kith.engine.journal import Batch, Entry
from kith.engine.spec import EntitySpec

TOLD = 300


@dataclass(slots=True)
class Deed:
    """One row that a change touched: what was done, and to which of its fields."""

    verb: str
    row: Row
    changes: Mapping[str, Any] = field(default_factory=dict)

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that it set."""
        return tuple(name for name in self.changes if name != TRASH)


@dataclass(slots=True)
class Version:
    """The configuration after a change. `moment` is the last entry of it in the journal."""

    batch: Batch
    moment: int
    count: int = 0
    deeds: list[Deed] = field(default_factory=list)


def versions(actor: Actor, *, before: int | None = None, limit: int = 40) -> list[Version]:
    """The changes of what an actor may read of the configuration, newest first, before a moment."""
    specs = readable(actor)
    rows = _entries(specs, actor)
    if before is not None:
        rows = rows.filter(id__lt=before)
    found = list(rows.values("batch_id").annotate(last=Max("id")).order_by("-last")[:limit])
    batches = Batch.objects.in_bulk([one["batch_id"] for one in found])
    known = [Version(batches[one["batch_id"]], one["last"]) for one in found if one["batch_id"] in batches]
    _tell(known, specs, actor)
    return known


def version(moment: int, actor: Actor) -> Version:
    """The version of a moment. Raises NotFound when no change of the configuration ended there."""
    specs = readable(actor)
    entry = _entries(specs, actor).filter(id=moment).first()
    batch = Batch.objects.filter(pk=entry.batch_id).first() if entry is not None else None
    if batch is None:
        raise NotFound
    found = Version(batch, moment)
    _tell([found], specs, actor)
    return found


def _entries(specs: Mapping[str, EntitySpec], actor: Actor) -> QuerySet[Entry]:
    """The entries about rows that are configuration."""
    wanted = Q(entity__in=[key for key, spec in specs.items() if not everybody(spec)])
    for key, spec in specs.items():
        if everybody(spec):
            numbers = seen(spec, actor).filter(uses.common(spec)).values_list("pk", flat=True)
            wanted |= Q(entity=key, record_id__in=list(numbers))
    return Entry.objects.filter(wanted)


def _tell(known: Iterable[Version], specs: Mapping[str, EntitySpec], actor: Actor) -> None:
    """What each version did, of large ones the first rows."""
    by_batch = {one.batch.pk: one for one in known}
    entries = _entries(specs, actor).filter(batch_id__in=by_batch).order_by("id")
    names = Names(state.State({}))
    rows = _rows(entries, specs)
    for entry in entries.only("batch_id", "entity", "record_id", "verb", "changes"):
        one = by_batch[entry.batch_id]
        one.count += 1
        if len(one.deeds) < TOLD:
            row = _row(names, specs[entry.entity], entry, rows)
            one.deeds.append(Deed(entry.verb, row, entry.changes))


def _rows(entries: QuerySet[Entry], specs: Mapping[str, EntitySpec]) -> dict[tuple[str, int], Any]:
    """The rows that entries are about, as they are now, also those in the trash."""
    wanted: dict[str, set[int]] = {}
    for key, number in entries.values_list("entity", "record_id"):
        wanted.setdefault(key, set()).add(number)
    return {
        (key, row.pk): row
        for key, ids in wanted.items()
        for row in specs[key].model.objects.filter(pk__in=ids)
    }


def _row(names: Names, spec: EntitySpec, entry: Entry, rows: Mapping[tuple[str, int], Any]) -> Row:
    row = rows.get((spec.key, entry.record_id))
    stored: dict[str, Any] = spec.snapshot(row) if row is not None else {}
    if row is None:
        stored = {name: pair[0] if entry.verb == "purge" else pair[1] for name, pair in entry.changes.items()}
    parts = {name: _part(names, spec, name, stored) for name in key_fields(spec)}
    key = tuple(one for value in parts.values() for one in (value if isinstance(value, list) else [value]))
    return Row(spec.key, key, {**stored, **parts}, number=entry.record_id)


def _part(names: Names, spec: EntitySpec, name: str, stored: Mapping[str, Any]) -> Any:
    """A part of the key of a row as the document says it."""
    try:
        return portable(names, spec, spec.fields[name], stored)
    except Unknown:
        return str(stored.get(name) or "")


def as_of(moment: int | None, actor: Actor) -> Document:
    """The configuration as it was at a moment, or with None as it is now."""
    return document.of_state(state.now(actor) if moment is None else state.at(moment, actor))


def differences(one: int | None, other: int | None, actor: Actor) -> list[Item]:
    """What differs between two moments: as one would become the other."""
    items = compared(as_of(one, actor), as_of(other, actor), exact=True)
    return [item for item in items if item.fate != "same"]


def way_back(moment: int, actor: Actor, *, tried: bool = True) -> Plan:
    """The plan that makes the configuration as it was at a moment."""
    wanted = as_of(moment, actor)
    return (planning.planned if tried else planning.drafted)(wanted, by=actor, exact=True)
