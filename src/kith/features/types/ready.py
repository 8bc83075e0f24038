"""Ready types: kinds of records with fields of their own that modules know, added to an object in one go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kith.engine import bulk, registry
from kith.engine.actor import Actor
from kith.engine.custom import CustomField
from kith.engine.custom.checking import taken
from kith.engine.fieldtypes.words import in_every_language
from kith.engine.spec import EntitySpec
from kith.features.types.models import RecordType
from kith.kernel.names import key_of

LAYOUT = "page-layout"


@dataclass(frozen=True, slots=True)
class ReadyField:
    """A field that a ready type needs. `choices` are values with their labels, for kinds that choose."""

    key: str
    label: Any
    kind: str = "text"
    choices: Sequence[tuple[str, Any]] = ()
    currency: str = ""

    def row(self, entity: str, key: str, position: int) -> dict[str, Any]:
        """The field as it is stored, in every language."""
        choices = [{"value": value, "label": in_every_language(label)} for value, label in self.choices]
        return {
            "entity": entity, "key": key, "kind": self.kind, "label": in_every_language(self.label),
            "choices": choices, "currency": self.currency, "position": position,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReadyType:
    """A type with the fields of its own. `unused` are fields of the object that it does without; `limits` are as those
    of a type. `facts` of its own fields stand at a glance."""

    key: str
    label: Any
    about: Any
    icon: str
    fields: tuple[ReadyField, ...]
    facts: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    limits: Mapping[str, Any] = field(default_factory=dict)


READY: dict[str, tuple[ReadyType, ...]] = {}
"""The ready types by the entity of their records; modules fill it."""


def offered(spec: EntitySpec) -> list[ReadyType]:
    """The ready types that an object does not have, thrown away ones included: their keys are taken."""
    had = set(RecordType.objects.filter(entity=spec.key).values_list("key", flat=True))
    return [one for one in READY.get(spec.key, ()) if one.key not in had]


def add(spec: EntitySpec, keys: Iterable[str], *, by: Actor) -> list[ReadyType]:
    """Make the types with these keys, as far as they are offered, with their fields and pages.

    A field that is there with the same key and kind is used; one of another kind is left alone, and the new field gets
    a key that is free. What is new is used by the new types alone: other types are told to do without. Raises Invalid.
    """
    wanted = set(keys)
    chosen = [one for one in offered(spec) if one.key in wanted]
    names, fresh = _fields(spec, chosen, by)
    there = RecordType.live().filter(entity=spec.key)
    without = [(row.pk, None, {"unused": sorted({*row.unused, *fresh})}) for row in there]
    bulk.update(RecordType, without, by=by)
    own = {one.key: [names[item.key] for item in one.fields] for one in chosen}
    every = _ready_made(spec, names)
    bulk.create(RecordType, [_type(spec, one, every - set(own[one.key])) for one in chosen], by=by)
    layout = registry.spec(LAYOUT).model
    bulk.create(layout, [_page(spec, one, own[one.key], names) for one in chosen], by=by)
    return chosen


def _fields(spec: EntitySpec, chosen: Sequence[ReadyType], by: Actor) -> tuple[dict[str, str], set[str]]:
    """The fields of the chosen types: under which key each is found, and the keys of those that are new."""
    there = {row.key: row.kind for row in CustomField.live().filter(entity=spec.key)}
    last = max(CustomField.live().filter(entity=spec.key).values_list("position", flat=True), default=0)
    names: dict[str, str] = {}
    rows: list[dict[str, Any]] = []
    unfree = set(taken(spec))
    for one in {item.key: item for ready in chosen for item in ready.fields}.values():
        key = one.key if there.get(one.key) == one.kind else key_of(one.key, otherwise="field", taken=unfree)
        names[one.key] = key
        if key not in there:
            unfree.add(key)
            rows.append(one.row(spec.key, key, last + len(rows) + 1))
    bulk.create(CustomField, rows, by=by)
    return names, {row["key"] for row in rows}


def _ready_made(spec: EntitySpec, names: Mapping[str, str]) -> set[str]:
    """The fields of an object that ready types brought, now or before."""
    kinds = {item.key: item.kind for ready in READY[spec.key] for item in ready.fields}
    brought = {
        row.key for row in CustomField.live().filter(entity=spec.key) if kinds.get(row.key) == row.kind
    }
    return brought | set(names.values())


def _type(spec: EntitySpec, one: ReadyType, others: set[str]) -> dict[str, Any]:
    return {
        "entity": spec.key, "key": one.key, "label": in_every_language(one.label),
        "about": in_every_language(one.about), "icon": one.icon, "active": True, "standard": False,
        "unused": sorted({*others, *one.unused}), "limits": dict(one.limits), "roles": [],
    }  # fmt: skip


def _page(spec: EntitySpec, one: ReadyType, own: Sequence[str], names: Mapping[str, str]) -> dict[str, Any]:
    """The page of the type: its own fields after the first section; the other sections follow as they are declared."""
    first = spec.layout[0]
    sections = [
        {"key": first.key, "fields": list(first.fields)},
        {"key": one.key, "title": in_every_language(one.label), "fields": list(own)},
    ]
    facts = [*(names[key] for key in one.facts), *spec.entity.facts]
    return {"entity": spec.key, "record_type": one.key, "sections": sections, "facts": facts}
