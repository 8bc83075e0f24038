"""Formulas of the customer's own fields: understood once per configuration, stored with every write, kept current.

A formula that cannot be understood any more, because a field is gone or because of a circle that an import of
configuration brought, leaves the stored values as they are; the page of the fields says what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from django.core.exceptions import ValidationError

from kith.engine import guard, keeping, registry
from kith.engine.connections import writing
from kith.engine.currencies import worth
from kith.engine.fieldtypes import FieldSpec
from kith.engine.formula.compiling import FIT, Formula, names_in, present
from kith.engine.formula.errors import FormulaError
from kith.engine.formula.kinds import NUMBER, blank
from kith.engine.formula.links import Behind, ahead
from kith.engine.jobs.running import progress
from kith.engine.spec import EntitySpec

CHUNK = 500
T = TypeVar("T")


def names(text: str) -> frozenset[str]:
    """The names that a formula uses; none of one that cannot be read."""
    try:
        return names_in(text) if text else frozenset()
    except FormulaError:
        return frozenset()


# ---------------------------------------------------------------------- with every write


@dataclass(frozen=True, slots=True)
class Storing:
    """Fills formula fields, in the order in which they follow from each other, and what new records begin with."""

    spec: EntitySpec

    def __call__(self, changes: Sequence[Any], *, actor: Any) -> None:
        begins = (one for one in self.spec.custom if one.begins is not None)
        beginning = [one for one in begins if actor.access.knows(one.begins.behind)]
        kept = kept_of(self.spec)
        for change in changes:
            if change.before is None:
                self._begin(change, beginning)
        behind = ahead(self.spec, [change.record for change in changes], kept)
        for change in changes:
            for key, value in computed(self.spec, kept, change.record, behind):
                self.spec.set(change.record, self.spec.fields[key], value)

    def _begin(self, change: Any, fields: Sequence[FieldSpec]) -> None:
        """What nobody gave a new record, by formula; nothing of linked records that its maker may not read."""
        for field in fields:
            if field.type.empty(self.spec.value(change.record, field)) and field.key not in change.errors:
                self.spec.set(change.record, field, begun(self.spec, field, change.record))


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a form suggests by formula, before anything else is known of the new record."""

    field: FieldSpec
    spec: EntitySpec
    formula: Formula

    def __call__(self, actor: Any) -> Any:
        if not actor.access.knows(self.formula.behind):
            return None
        return begun(
            self.spec, replace(self.field, begins=self.formula), self.spec.model(owner_id=actor.user_id)
        )


def kept_of(spec: EntitySpec) -> list[FieldSpec]:
    """The formula fields that are stored, in the order in which they follow from each other."""
    kept = {one.key: one for one in spec.custom if one.computed is not None and not one.live}
    uses = {key: one.computed.names.keys() & kept.keys() for key, one in kept.items()}
    return [kept[key] for key in in_order(uses)]


def in_order(uses: Mapping[T, AbstractSet[T]]) -> list[T]:
    """What uses each other, the used first; those of a circle are left out."""
    waiting, found = dict(uses), dict[T, None]()
    while ready := [key for key, used in waiting.items() if used <= found.keys()]:
        found |= dict.fromkeys(ready)
        for key in ready:
            del waiting[key]
    return list(found)


def computed(
    spec: EntitySpec, fields: Sequence[FieldSpec], record: Any, behind: Behind
) -> Iterator[tuple[str, Any]]:
    """Each formula field with its value for a record; put it there before going on, others may follow from it."""
    now = present()
    for field in fields:
        yield field.key, field.computed.shown(field, lambda one: behind.of(spec, record, one), now)


def begun(spec: EntitySpec, field: FieldSpec, record: Any) -> Any:
    """What a new record has in a field by its formula; nothing where that is not possible there."""
    found = field.begins.of(spec, record).value
    if blank(found):
        return None
    if field.type.key == "percent":
        found = found.scaleb(2)
    kind = field.begins.node.type.kind
    found, _trouble = FIT[kind](found, field)
    try:
        return field.type.clean(int(found) if kind == NUMBER and not field.places else found, field)
    except ValidationError:
        return None


# ---------------------------------------------------------------------- without anybody writing


def refresh(entity: str, name: str, ids: Sequence[int]) -> None:
    """Formulas that follow from a value that was kept without a write of the record."""
    spec = registry.spec(entity)
    following = [one for one in kept_of(spec) if _follows(one, name)]
    if following and ids:
        renew(spec, following, spec.model.objects.filter(pk__in=ids).order_by("pk"))


def _follows(field: FieldSpec, name: str) -> bool:
    used = field.computed.names
    return name in used or any(one.computed is not None and _follows(one, name) for one in used.values())


def renew(spec: EntitySpec, fields: Sequence[FieldSpec], rows: Iterable[Any]) -> None:
    """Store formulas of rows as they are now, in the order in which they follow from each other."""
    records = list(rows)
    behind = ahead(spec, records, fields)
    found: dict[str, dict[int, Any]] = {one.key: {} for one in fields}
    for record in records:
        for key, value in computed(spec, fields, record, behind):
            spec.set(record, spec.fields[key], value)
            found[key][record.pk] = stored(spec.fields[key], value)
    for key, values in found.items():
        keeping.keep(spec, key, values)


def stored(field: FieldSpec, value: Any) -> Any:
    """What the record's JSON column holds of a value; of money also what it is worth in the company's currency."""
    found = None if field.type.empty(value) else field.type.dump(value, field)
    return [*found, worth(value)] if found is not None and field.type.key == "money" else found


def recompute(entity: str) -> None:
    """Store the formulas of all records of an entity anew, in chunks of one transaction each, telling how far it is.

    Nobody's change, so no version, journal or event; only values that differ are written.
    """
    spec = registry.spec(entity)
    fields = kept_of(spec)
    total, done, last = spec.model.objects.count(), 0, 0
    while fields:
        with writing(), guard.opened():
            ids = list(
                spec.model.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:CHUNK]
            )
            rows = spec.model.objects.filter(pk__in=ids).select_for_update(of=("self",)).order_by("pk")
            renew(spec, fields, rows)
        done += len(ids)
        progress(done, total)
        if len(ids) < CHUNK:
            return
        last = ids[-1]
