"""Tables beside records: rows that name a record of any entity by (entity, id) without a link, such as follows, shares
and keys of other systems. Whoever has such a table says so here, so that its rows go along when one record becomes
part of another, and come back:

    beside.tables.append(Table(Follow, once=("user_id",)))

What tells what was, such as the journal, keeps the number of then: it stands in `stays` with a reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core import serializers
from django.db.models import Q

from kith.engine import epoch
from kith.engine.audit import Occurrence
from kith.engine.connections import writing
from kith.engine.events import Event
from kith.engine.identity.models import RecordGrant
from kith.engine.journal import Entry
from kith.engine.registry import code_of
from kith.engine.spec import EntitySpec

CHUNK = 500
Trace = dict[str, Any]
"""What became of one table's rows: ids of those that were led elsewhere by the number that they had, and the rows that
would have stood twice, as they were."""

EVERY = Q()


def _nothing() -> None:
    """Most tables tell nobody."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose rows name a record. `entity` and `record` are its columns (with `coded`, entities are written as
    numbers), `once` those of which a record has each value only once; of two such rows the one stays that is
    `stronger(row, other)`, else the one that was there. Only rows that meet `only` go along. `after` is called when
    rows were led elsewhere."""

    model: Any
    entity: str = "entity"
    record: str = "record_id"
    once: tuple[str, ...] = ()
    coded: bool = False
    only: Q = EVERY
    stronger: Callable[[Any, Any], bool] = lambda _row, _other: False
    after: Callable[[], None] = _nothing

    @property
    def label(self) -> str:
        """What it is called in traces."""
        return str(self.model._meta.label_lower)

    def rows(self, spec: EntitySpec, ids: Sequence[int]) -> Any:
        """The rows of these records, the oldest first."""
        key = code_of(spec.key) if self.coded else spec.key
        named = {self.entity: key, f"{self.record}__in": list(ids)}
        return self.model.objects.filter(self.only, **named).order_by("pk")

    def key(self, row: Any) -> tuple[Any, ...]:
        """What a record has only once."""
        return tuple(getattr(row, name) for name in self.once)


def _rights_changed() -> None:
    epoch.bump("access")


tables: list[Table] = [
    Table(
        RecordGrant,
        once=("principal", "cause", "cause_id"),
        coded=True,
        only=Q(cause__in=("share", "team")),
        stronger=lambda row, other: row.level > other.level,
        after=_rights_changed,
    )
]
stays: dict[Any, str] = {
    Entry: "the journal tells what was done to the record of that number",
    Event: "events are facts of the past",
    Occurrence: "the log tells who looked at the record of that number",
}


def carry(spec: EntitySpec, ids: Sequence[int], to: int) -> list[Trace]:
    """Lead the rows of these records to another one, in the caller's transaction; the traces bring them back."""
    return [trace for table in tables if (trace := _carry(table, spec, ids, to))]


def _carry(table: Table, spec: EntitySpec, ids: Sequence[int], to: int) -> Trace:
    mine = list(table.rows(spec, ids))
    if not mine:
        return {}
    taken = {table.key(row): row for row in table.rows(spec, [to])} if table.once else {}
    moved: list[Any] = []
    gone: list[Any] = []
    for row in mine:
        rival = taken.get(table.key(row)) if table.once else None
        if rival is not None and not table.stronger(row, rival):
            gone.append(row)
            continue
        if rival is not None:
            gone.append(rival)
            moved = [one for one in moved if one.pk != rival.pk]
        taken[table.key(row)] = row
        moved.append(row)
    trace: Trace = {"table": table.label, "gone": serializers.serialize("json", gone), "moved": {}}
    for row in moved:
        trace["moved"].setdefault(str(getattr(row, table.record)), []).append(row.pk)
    for part in _chunks([row.pk for row in gone]):
        table.model.objects.filter(pk__in=part).delete()
    for part in _chunks([row.pk for row in moved]):
        table.model.objects.filter(pk__in=part).update(**{table.record: to})
    table.after()
    return trace


def put_back(traces: Sequence[Trace]) -> None:
    """Lead rows back that are still there, and bring back those that would have stood twice."""
    known = {table.label: table for table in tables}
    with writing():
        for trace in reversed(traces):
            table = known.get(trace["table"])
            if table is None:
                continue
            for number, ids in trace["moved"].items():
                for part in _chunks(ids):
                    table.model.objects.filter(pk__in=part).update(**{table.record: int(number)})
            gone = [one.object for one in serializers.deserialize("json", trace["gone"])]
            table.model.objects.bulk_create(gone, ignore_conflicts=True)
            table.after()


def unnamed() -> list[Any]:
    """Tables that look as if their rows named records, and of which nobody said what becomes of them."""
    known = {table.model for table in tables} | stays.keys()
    return [
        model
        for model in apps.get_models()
        if model not in known and {"entity", "record_id"} <= {field.name for field in model._meta.fields}
    ]


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))
