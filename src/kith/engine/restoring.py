"""Putting back what a record was: an old value of a field, or all of it as it was at a time.

It is an update with today's rights and today's rules, so what may not be written is refused and what is put back can
be taken back. Fields that Kith fills itself follow by themselves.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from kith.engine import journal, records, registry
from kith.engine.actor import Actor
from kith.engine.base.gate import UNKNOWN
from kith.engine.errors import Invalid, NotFound
from kith.engine.fieldtypes import FieldSpec
from kith.engine.fieldtypes.conversion import carried
from kith.engine.fieldtypes.masking import clear
from kith.engine.journal import Batch, Entry
from kith.engine.spec import EntitySpec
from kith.engine.timeline import restorable


@dataclass(frozen=True, slots=True)
class Past:
    """A state of a record: what it was after its change to `version`, until `until`. `entry` is the change that ended
    it, None when somebody asked for a time."""

    version: int
    until: dt.datetime | None
    entry: Entry | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that is not as it was, with both values in stored form, and whether the actor may put it back."""

    field: FieldSpec
    now: Any
    then: Any
    writable: bool


def before(spec: EntitySpec, record: Any, entry: int) -> Past:
    """The record as it was before one of its changes. Raises NotFound."""
    found = _entries(spec, record).filter(pk=entry).first()
    if found is None or restorable(spec, found) is None:
        raise NotFound
    return Past(found.version - 1, found.at, found)


def at(spec: EntitySpec, record: Any, moment: dt.datetime) -> Past:
    """The record as it was at a time. Raises NotFound for a time before it was made."""
    found = _entries(spec, record).filter(at__lte=moment).order_by("-version").first()
    if found is None:
        raise NotFound
    return Past(found.version, moment)


def differences(spec: EntitySpec, record: Any, past: Past, actor: Actor) -> list[Difference]:
    """Every field that the actor may see and that was different then, in the order of the record's fields."""
    now = spec.snapshot(record)
    then = _stored(spec, record, past, actor)
    may = spec.writable_by(actor, own=actor.access.holds(record.owner_id))
    return [
        Difference(field, now[name], then[name], name in may)
        for name, field in spec.shown(actor, record).items()
        if name in then and then[name] != now[name] and not clear(field).readonly
    ]


def put_back(
    record: Any, past: Past, *, by: Actor, fields: Collection[str] | None = None, version: int | None = None
) -> tuple[Any, Batch]:
    """Give fields, or all that differ, the values that they had. The record and the batch that takes it back.

    Raises Invalid naming each field that may not be written or whose old value is no longer possible, Stale,
    Forbidden, NotFound.
    """
    spec, number = registry.spec_of(record), record.pk
    found = records.find(spec, number, by, "update")
    known = {one.field.key: one for one in differences(spec, found, past, by)}
    if unknown := [name for name in fields or () if name not in spec.shown(by, found)]:
        raise Invalid({name: [UNKNOWN] for name in unknown})
    chosen = [known[name] for name in (known if fields is None else fields) if name in known]
    values = {one.field.key: _value(one) for one in chosen}
    with journal.batch(by, "put_back", entity=spec.key) as batch:
        return records.update(record, by=by, version=version, **values), batch


def _value(one: Difference) -> Any:
    field = one.field
    return None if one.then is None else field.type.load(one.then, field)


def _stored(spec: EntitySpec, record: Any, past: Past, actor: Actor) -> dict[str, Any]:
    """The stored values of the fields that changed since, as they were. What was erased since, or
    cannot be a value of the kind that the field has now, is not among them."""
    found: dict[str, Any] = {}
    later: Iterable[Entry] = (
        _entries(spec, record).filter(version__gt=past.version).order_by("-version", "-pk")
    )
    for entry in later:
        for name, (stored, _new) in entry.changes.items():
            field = spec.fields.get(name)
            if field is None:
                continue
            try:
                found[name] = carried(stored, field, entry.pk, actor) if field.earlier else stored
            except ValidationError:
                found.pop(name, None)
    return found


def _entries(spec: EntitySpec, record: Any) -> Any:
    return Entry.objects.filter(entity=spec.key, record_id=record.pk)
