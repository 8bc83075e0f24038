"""How a declaration and its model's columns become an EntitySpec."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary

from django.core.exceptions import FieldDoesNotExist
from django.db import models

from kith.engine import fields as columns
from kith.engine.described import Beside, Described
from kith.engine.entity import Entity
from kith.engine.fieldtypes import TYPES, Choice, FieldSpec
from kith.engine.spec import SYSTEM_FIELDS, EntitySpec


def build(
    entity: type[Entity], key_of: Callable[[Any], str], custom: tuple[FieldSpec, ...] = ()
) -> EntitySpec:
    """The spec of a declaration with these custom fields; `key_of` tells the entity key of a linked model."""
    found = {**_columns_of(entity, key_of), **{field.key: field for field in custom}}
    return EntitySpec(entity, found, custom)


# A model's columns do not change while the program runs; specs are built anew with every change of configuration.
_columns: WeakKeyDictionary[Any, dict[str, dict[str, FieldSpec]]] = WeakKeyDictionary()


def _columns_of(entity: type[Entity], key_of: Callable[[Any], str]) -> dict[str, FieldSpec]:
    """The fields that are columns of an entity's model."""
    known = _columns.setdefault(entity.model, {})
    if entity.key not in known:
        meta = entity.model._meta
        sort_keys = {
            column.source: column.name
            for column in meta.fields
            if isinstance(column, Beside) and column.sorts
        }
        ordered = sorted(meta.fields, key=lambda column: column.name in SYSTEM_FIELDS)
        known[entity.key] = {
            column.name: field_of(entity.key, column, sort_keys.get(column.name), target_of(column, key_of))
            for column in ordered
            if isinstance(column, Described) and not column.hidden
        }
    return known[entity.key]


def field_of(entity: str, column: Any, sort_column: str | None, target: str | None) -> FieldSpec:
    """The FieldSpec of a model's column."""
    tones = column.tones
    pairs = getattr(column, "several", None) or column.choices or ()
    choices = tuple(Choice(str(value), label, tones.get(value, "")) for value, label in pairs)
    default = column.default if column.has_default() else None
    return FieldSpec(
        entity=entity,
        key=column.name,
        label=column.verbose_name,
        type=TYPES[column.kind],
        required=not column.blank and not column.readonly and column.kind != "boolean",
        readonly=column.readonly or not column.editable,
        choices=choices,
        target=target,
        max_length=getattr(column, "limit", None) or getattr(column, "max_length", None),
        places=getattr(column, "places", 0),
        minimum=getattr(column, "minimum", None),
        maximum=getattr(column, "maximum", None),
        default=default,
        begin=column.begin,
        ahead=column.ahead,
        help=column.help_text,
        column=column.name,
        sort_column=sort_column or (f"{column.name}_base" if column.kind == "money" else None),
        unique=column.unique,
        personal=column.personal,
        currency=getattr(column, "currency", None),
        format=getattr(column, "format", ""),
        panel=column.panel,
        within=getattr(column, "within", ""),
    )


def target_of(column: Any, key_of: Callable[[Any], str]) -> str | None:
    """The entity key that a link leads to."""
    if isinstance(column, columns.References | columns.Condition):
        return column.target
    if isinstance(column, models.ForeignKey):
        return key_of(column.related_model)
    return None


def column_exists(model: Any, name: str) -> bool:
    """Whether a model has a column of this name."""
    try:
        model._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    return True
