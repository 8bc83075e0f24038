"""Which objects are configuration, and by what their rows are known in every installation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db.models import QuerySet, UniqueConstraint

from kith.engine import registry
from kith.engine.access import Reach
from kith.engine.actor import Actor
from kith.engine.fieldtypes import FieldSpec
from kith.engine.scope import Scope
from kith.engine.spec import SYSTEM_FIELDS, EntitySpec

LINKS = ("reference", "references", "anyreference")


def kinds() -> dict[str, EntitySpec]:
    """The objects whose rows say how Kith works here, in the order of their addresses."""
    found = [spec for spec in registry.specs() if is_configuration(spec)]
    return {spec.key: spec for spec in sorted(found, key=lambda spec: spec.plural)}


def is_configuration(spec: EntitySpec) -> bool:
    """Whether rows of this object stand in the document."""
    said = spec.entity.configures
    return bool(key_fields(spec)) and (spec.entity.bumps == "config" if said is None else said is not False)


def key_fields(spec: EntitySpec) -> tuple[str, ...]:
    """The fields by which a row is known anywhere, empty when there are none."""
    if spec.entity.known_by:
        return spec.entity.known_by
    unique = (item for item in spec.model._meta.constraints if isinstance(item, UniqueConstraint))
    own = (tuple(item.fields) for item in unique if item.fields and set(item.fields) <= set(spec.fields))
    return next(own, spec.entity.import_by[:1])


def belongs(spec: EntitySpec, stored: Mapping[str, Any]) -> bool:
    """Whether a row with these stored values is configuration, and not somebody's own affair."""
    which = spec.entity.configures
    return not isinstance(which, Mapping) or all(stored.get(name) in some for name, some in which.items())


def seen(spec: EntitySpec, actor: Actor) -> QuerySet[Any]:
    """The rows of an object that somebody may read, those in the trash too."""
    rows: QuerySet[Any] = spec.model.objects.order_by("pk")
    if actor.access.everything or not everybody(spec):
        return rows
    return rows.filter(Scope(spec.key, actor.access).predicate())


def nameable(spec: EntitySpec) -> bool:
    """Whether others may name a row of this object: configuration, or what a company is made of, and never people
    or records of the business."""
    if spec.entity.person is not None or not key_fields(spec):
        return False
    return is_configuration(spec) or spec.entity.group == "settings"


def written_fields(spec: EntitySpec) -> list[FieldSpec]:
    """The fields that stand in the document, those of the key first; of what Kith fills only what is in the key,
    and no secrets."""
    key = key_fields(spec)
    rest = [name for name in spec.fields if name not in key and name not in SYSTEM_FIELDS]
    found = (spec.fields[name] for name in (*key, *rest) if name not in spec.entity.secrets)
    return [field for field in found if field.key in key or not field.readonly]


def in_order(found: Iterable[str]) -> list[EntitySpec]:
    """Objects by their keys, each behind those that it links to: what can be made first."""
    every = {spec.key: spec for spec in kinds().values() if spec.key in set(found)}
    ordered: list[EntitySpec] = []
    while every:
        ready = [key for key, spec in every.items() if not (set(_targets(spec)) - {key}) & every.keys()]
        ordered += [every.pop(key) for key in ready or list(every)]
    return sorted(ordered, key=lambda spec: spec.key not in FIRST)


# What others name by its key instead of by a link.
FIRST = ("custom-object",)


def _targets(spec: EntitySpec) -> Iterator[str]:
    return (field.target for field in spec.fields.values() if field.type.key in LINKS and field.target)


def readable(actor: Actor) -> dict[str, EntitySpec]:
    """The objects of the configuration all of whose rows an actor may read."""
    return {
        key: spec
        for key, spec in kinds().items()
        if actor.access.reach(key, "read") is Reach.ALL or everybody(spec)
    }


def everybody(spec: EntitySpec) -> bool:
    """Whether the rows that are configuration are read by everybody who may read the object at all."""
    return isinstance(spec.entity.configures, Mapping)
