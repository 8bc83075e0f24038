"""Conditions that are kept in fields: the entity that each is about, and whether its writer may ask it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from kith.engine import registry
from kith.engine.actor import Actor
from kith.engine.condition.parsing import parse
from kith.engine.condition.sentence import sentence
from kith.engine.errors import Refused
from kith.engine.fieldtypes import FieldSpec
from kith.engine.spec import EntitySpec


def naming(field: FieldSpec) -> str:
    """The field of the same record that names the entity of a condition, "" when that is fixed."""
    target = field.target or ""
    return target[1:] if field.type.key == "condition" and target.startswith("@") else ""


def anchored(field: FieldSpec, entity: Any) -> FieldSpec:
    """The field of a condition with its entity fixed."""
    return replace(field, target=str(entity or "")) if naming(field) else field


def on_record(field: FieldSpec, spec: EntitySpec, record: Any) -> FieldSpec:
    """The field of a condition as it stands on a record: with the entity that the record names."""
    name = naming(field)
    return anchored(field, spec.value(record, spec.fields[name])) if name else field


def subject(field: FieldSpec) -> EntitySpec | None:
    """The entity that an anchored condition is about, if there is one."""
    try:
        return registry.spec(field.target or "")
    except registry.UnknownEntity:
        return None


def wrong(value: Any, field: FieldSpec, actor: Actor) -> str:
    """Why an actor cannot ask this of an anchored field's entity, "" when he can; what the entity's own field refuses
    is not said twice."""
    spec = subject(field)
    if spec is None or not value:
        return ""
    try:
        parse(value, spec, actor)
    except Refused as error:
        return str(error)
    return ""


def told(value: Any, field: FieldSpec, actor: Actor) -> str:
    """An anchored condition as a sentence; what this actor may not know in it is said instead."""
    spec = subject(field)
    if spec is None or not value:
        return ""
    try:
        text = sentence(parse(value, spec, actor), actor)
    except Refused as error:
        return str(error)
    return text[:1].upper() + text[1:]
