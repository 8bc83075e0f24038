"""What formulas read behind links: the way to a field of another record, and the records at its end.

`customer.country` is the country of the record that `customer` leads to. One that is in the trash is as good as none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kith.engine import registry
from kith.engine.fieldtypes import FieldSpec
from kith.engine.record import LIVE
from kith.engine.spec import EntitySpec

MOST_STEPS = 2
"""So many links can be followed one after the other."""
LATE = frozenset({"created_at", "created_by", "updated_at", "updated_by"})
"""Filled while a row is stored or later: what follows from them is computed when it is read."""
RESTLESS = frozenset({"updated_at", "updated_by"})
"""Those of them that go on changing on linked records, with every write."""


@dataclass(frozen=True, eq=False)
class Path:
    """The links from a record to another, and the field there."""

    links: tuple[FieldSpec, ...]
    end: FieldSpec

    @property
    def name(self) -> str:
        """As formulas write it."""
        return ".".join(one.key for one in self.fields)

    @property
    def fields(self) -> tuple[FieldSpec, ...]:
        """Every field on the way."""
        return (*self.links, self.end)

    @property
    def first(self) -> FieldSpec:
        """The link that stands on the record itself."""
        return self.links[0]

    @property
    def late(self) -> bool:
        """Whether what stands at its end is not known for good when the record is stored."""
        return self.first.key in LATE or self.end.live or any(one.key in RESTLESS for one in self.fields[1:])

    def value(self, spec: EntitySpec, record: Any) -> Any:
        """The python value for one record."""
        return Behind().value(self, spec.value(record, self.first))


def linked(links: Sequence[FieldSpec], end: FieldSpec) -> FieldSpec:
    """A field of a linked record, as the formulas of the record know it."""
    path = Path(tuple(links), end)
    return replace(end, key=path.name, column=None, sort_column=None, computed=None, through=path)


def paths_of(fields: Iterable[FieldSpec]) -> list[Path]:
    """The paths among the fields that formulas use."""
    return [one.through for one in fields if one.through is not None]


class Behind:
    """Records behind links, each read once: for the formulas of one write, one page, one chunk of a job."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, int], Any] = {}

    def fetch(self, paths: Iterable[Path], starts: Iterable[Any]) -> None:
        """Read ahead what stands behind paths; `starts` are the values of their first links. One statement for each
        step of the way."""
        ids = {number for number in starts if number is not None}
        for path in paths:
            at, entity = ids, str(path.first.target)
            self._read(entity, at)
            for link in path.links[1:]:
                spec = registry.spec(entity)
                rows = [row for number in at if (row := self._rows[entity, number]) is not None]
                at, entity = {spec.value(row, link) for row in rows} - {None}, str(link.target)
                self._read(entity, at)

    def value(self, path: Path, number: Any) -> Any:
        """The python value at the end of a path whose first link leads to this record."""
        for link, after in zip(path.links, path.fields[1:], strict=True):
            if number is None:
                return None
            entity = str(link.target)
            self._read(entity, {number})
            row, spec = self._rows[entity, number], registry.spec(entity)
            number = None if row is None else spec.value(row, spec.fields[after.key])
        return number

    def of(self, spec: EntitySpec, record: Any, field: FieldSpec) -> Any:
        """The value of a field that a formula of a record uses."""
        through = field.through
        return (
            spec.value(record, field)
            if through is None
            else self.value(through, spec.value(record, through.first))
        )

    def _read(self, entity: str, ids: Iterable[int]) -> None:
        wanted = [number for number in ids if (entity, number) not in self._rows]
        if not wanted:
            return
        found = registry.spec(entity).model.objects.filter(LIVE, pk__in=wanted).in_bulk()
        self._rows.update({(entity, number): found.get(number) for number in wanted})


def ahead(spec: EntitySpec, records: Sequence[Any], fields: Iterable[FieldSpec]) -> Behind:
    """What stands behind the links of records as far as these formula fields ask for it."""
    found = Behind()
    for path in {
        one.name: one for field in fields for one in paths_of(field.computed.stored.values())
    }.values():
        found.fetch([path], (spec.value(record, path.first) for record in records))
    return found
