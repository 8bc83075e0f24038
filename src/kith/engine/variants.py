"""Types of records: each uses some of its entity's fields, and some of their values.

A record says its type in the custom value `record_type`. What the type leaves out is kept but not asked, not required
and not changed; the spec of a record (`spec.of(record)`) is its entity's without what its type leaves out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from kith.engine import registry
from kith.engine.access import directory
from kith.engine.actor import Actor
from kith.engine.condition import parse, to_q
from kith.engine.fieldtypes import TYPES, Choice, FieldSpec
from kith.engine.record import LIVE
from kith.engine.spec import RECORD_TYPE, SYSTEM_FIELDS, EntitySpec

LIMITED = ("choice", "multichoice")


@dataclass(frozen=True)
class Variant:
    """One type of an entity's records.

    `unused` are fields that it does not have; `limits` are values that a choice may take, or the condition on the
    records that a link may lead to. Only people with one of the `roles` make records of it, everybody where none is
    named. No new records are made of one that is not `active`.
    """

    key: str
    label: Any
    about: Any = ""
    icon: str = ""
    tone: str = ""
    active: bool = True
    standard: bool = False
    unused: frozenset[str] = frozenset()
    limits: Mapping[str, Any] = field(default_factory=dict)
    roles: frozenset[int] = frozenset()

    def may_be_made(self, actor: Actor) -> bool:
        """Whether an actor may make records of this type; Kith itself may."""
        if not self.active:
            return False
        person = directory().people.get(actor.user_id or 0)
        return not self.roles or person is None or bool(self.roles & set(person.role_ids))

    def narrow(self, spec: EntitySpec) -> EntitySpec:
        """The entity with what this type leaves of it."""
        kept = {key: self.limited(one) for key, one in spec.fields.items() if key not in self.unused}
        custom = tuple(kept[one.key] for one in spec.custom if one.key in kept)
        return replace(spec, fields=kept, custom=custom, variants={}, type_key=self.key)

    def limited(self, one: FieldSpec) -> FieldSpec:
        """A field with the values that this type leaves it."""
        limit = self.limits.get(one.key)
        if limit is None:
            return one
        if one.type.key not in LIMITED:
            return replace(one, allowed={"all": [limit, one.allowed]} if one.allowed else limit)
        return replace(one, choices=tuple(choice for choice in one.choices if choice.value in limit))

    def misfit(self, spec: EntitySpec, name: str, value: Any) -> bool:
        """Whether a value is outside what this type leaves its field; empty ones never are."""
        limit, one = self.limits.get(name), spec.fields.get(name)
        if limit is None or one is None or one.type.empty(value):
            return False
        values = value if isinstance(value, list) else [value]
        if one.type.key in LIMITED:
            return any(item not in limit for item in values)
        return not set(values) <= allowed(one.target or "", limit, values)


def allowed(entity: str, condition: Any, ids: Any) -> set[int]:
    """Those of `ids` whose records satisfy a condition, whoever asks."""
    spec, house = registry.spec(entity), Actor.system()
    rows = spec.model.objects.filter(LIVE, to_q(parse(condition, spec, house), house), pk__in=ids)
    return set(rows.values_list("pk", flat=True))


def possible(spec: EntitySpec, actor: Actor) -> list[Variant]:
    """The types of which an actor may make records, the standard one first."""
    found = [one for one in spec.variants.values() if one.may_be_made(actor)]
    return sorted(found, key=lambda one: not one.standard)


def standard(spec: EntitySpec, actor: Actor) -> str:
    """The type of a new record of which nobody says it: the standard one, else the first that the actor may make."""
    return next((one.key for one in possible(spec, actor)), "")


def field_of(spec: EntitySpec, label: Any, suggested: Callable[[Actor], str]) -> FieldSpec:
    """The field in which records say their type."""
    return FieldSpec(
        entity=spec.key,
        key=RECORD_TYPE,
        label=label,
        type=TYPES["choice"],
        required=any(one.active for one in spec.variants.values()),
        choices=tuple(Choice(one.key, one.label, one.tone) for one in spec.variants.values()),
        begin=suggested,
        indexed=True,
    )


def keepers(spec: EntitySpec) -> frozenset[str]:
    """The fields that every record has, whatever its type: its name, its step, and those without which it cannot be
    stored."""
    found = {spec.title, spec.entity.path, RECORD_TYPE, *SYSTEM_FIELDS}
    found |= {spec.board.field, spec.board.group} if spec.board else set()
    for one in spec.fields.values():
        column = spec.model._meta.get_field(one.column) if one.column else None
        if one.readonly or (column is not None and not column.null and not column.has_default()):
            found.add(one.key)
    return frozenset(found)


def first(spec: EntitySpec, one: FieldSpec, variant: Variant) -> Any:
    """The first value that a type leaves to a field, as records hold it; nothing where it leaves none."""
    limit = variant.limits[one.key]
    if one.type.key in LIMITED:
        value = next((choice.value for choice in one.choices if choice.value in limit), "")
        return [] if one.type.key == "multichoice" else value
    target, house = registry.spec(one.target or ""), Actor.system()
    order = spec.board.order if spec.board and spec.board.order in target.fields else "pk"
    rows = target.model.objects.filter(LIVE, to_q(parse(limit, target, house), house))
    return rows.order_by(order, "pk").values_list("pk", flat=True).first()
