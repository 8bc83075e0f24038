"""Conditions that name a record which went up in another one, such as those of saved views, rules and segments, name
that one from then on."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from kith.engine import uses
from kith.engine.actor import Actor
from kith.engine.base.gate import Write
from kith.engine.condition import walking
from kith.engine.configuring.links import about
from kith.engine.errors import Invalid
from kith.engine.journal import Batch
from kith.engine.spec import EntitySpec
from kith.engine.uses import Subject

LINKS = ("reference", "references")


def rewrite(spec: EntitySpec, ids: Sequence[int], to: int, *, by: Actor, batch: Batch) -> None:
    """Write the number `to` where these numbers stand, in the caller's transaction; everybody's rows, as a
    consequence. Raises Invalid when a row refuses."""
    rows: dict[str, tuple[EntitySpec, dict[int, Any]]] = {}
    for number in ids:
        for named, row, _use in uses.naming(Subject(spec.key, row=number)):
            rows.setdefault(named.key, (named, {}))[1][row.pk] = row
    for named, found in rows.values():
        write = Write(named, by.as_house(), "update", trusted=True)
        changes = [write.begin(row) for row in found.values()]
        for change in changes:
            _rewrite(named, change.record, partial(_instead, spec.key, frozenset(ids), to))
        write.run(changes, batch, partial=True)
        wrong = next((change.errors for change in changes if change.errors), None)
        if wrong is not None:
            told = " ".join(str(text) for texts in wrong.values() for text in texts)
            raise Invalid({"": [f"{named.label}: {told}"]})


def _rewrite(spec: EntitySpec, row: Any, change: Any) -> None:
    stored = spec.snapshot(row)
    for field in spec.fields.values():
        value = stored.get(field.key)
        if field.type.listed is False and isinstance(value, dict | list):
            told = walking.everywhere(value, about(spec, field, stored), change)
            if told != value:
                spec.set(row, field, field.type.load(told, field))


def _instead(target: str, ids: frozenset[int], to: int, *place: Any) -> Any:
    """What a comparison of a field with a value compares with then."""
    field, value = place
    if field.target != target or field.type.key not in LINKS:
        return value
    if isinstance(value, list):
        return list(dict.fromkeys(to if _is(one, ids) else one for one in value))
    return to if _is(value, ids) else value


def _is(value: Any, ids: frozenset[int]) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value in ids
