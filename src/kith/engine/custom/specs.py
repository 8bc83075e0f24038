"""What the rows of added fields mean to everything else: their FieldSpecs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError

from kith.engine import rollups
from kith.engine.custom.models import FORMULA, READONLY_KINDS, CustomField
from kith.engine.fieldtypes import TYPES, Choice, FieldSpec
from kith.engine.fieldtypes.words import Words
from kith.engine.formula.compiling import LONGEST_RESULT

LENGTHS = {FORMULA: LONGEST_RESULT, "text": 500, "longtext": 20_000, "address": 1_000}
# The kind of value that Kith works out.
KINDS_OF: dict[str, Callable[[CustomField], str]] = {
    "rollup": lambda row: str(row.rollup.get("kind", "integer")),
    FORMULA: lambda row: row.result or "text",
}


def read() -> dict[str, tuple[FieldSpec, ...]]:
    """All added fields by entity, in the order that was given to them. One whose kind went with its plugin is unknown
    until the plugin is back; its values stay."""
    found: dict[str, list[FieldSpec]] = {}
    for row in CustomField.live().order_by("position", "id"):
        if has_kind(row):
            found.setdefault(row.entity, []).append(field_of(row))
    return {entity: tuple(items) for entity, items in found.items()}


def has_kind(row: CustomField) -> bool:
    """Whether the kind of a field is known here, and so are those that it had."""
    had = (past(row, item) for item in row.earlier or ())
    return all(
        (KINDS_OF[one.kind](one) if one.kind in KINDS_OF else one.kind) in TYPES for one in (row, *had)
    )


def field_of(row: CustomField) -> FieldSpec:
    """The FieldSpec of an added field."""
    bare = bare_of(row)
    if row.kind == "rollup":
        return rolled(row, bare)
    limited = replace(bare, minimum=limit(bare, row.minimum), maximum=limit(bare, row.maximum))
    return replace(limited, default=partial(begun, limited, row.default)) if row.default else limited


def bare_of(row: CustomField) -> FieldSpec:
    """An added field without limits and a value to begin with."""
    kind = KINDS_OF[row.kind](row) if row.kind in KINDS_OF else row.kind
    return FieldSpec(
        entity=row.entity,
        key=row.key,
        label=Words(row.label or {}, row.key),
        type=TYPES[kind],
        required=row.required,
        readonly=row.kind in (*READONLY_KINDS, FORMULA),
        formula=row.formula,
        default_formula=row.default_formula,
        required_when=row.required_when or None,
        choices=choices_of(row),
        depends_on=row.depends_on,
        target=row.target or None,
        when_gone=row.when_gone,
        tree=row.tree,
        allowed=row.allowed or None,
        max_length=LENGTHS.get(row.kind, 500),
        places=row.places if row.places is not None else 2 if row.kind in ("decimal", "percent") else 0,
        currency=row.currency or None,
        format=row.format,
        help=Words(row.help or {}, ""),
        placeholder=Words(row.placeholder or {}, ""),
        in_list=row.in_list,
        indexed=row.indexed,
        unique=row.unique,
        unique_with=tuple(row.unique_with or ()),
        personal=row.personal,
        slot=row.slot,
        earlier=tuple((item["until"], bare_of(past(row, item))) for item in row.earlier or ()),
    )


def meaning(row: CustomField) -> dict[str, Any]:
    """What says how the stored values of a field are to be read."""
    return {name: getattr(row, name) for name in ("kind", "slot", "places", "currency", "target", "choices")}


def past(row: CustomField, said: Mapping[str, Any]) -> CustomField:
    """A field as it was when its values were read otherwise."""
    return CustomField(
        entity=row.entity, key=row.key, label=row.label, **{name: said[name] for name in meaning(row)}
    )


def canonical(field: FieldSpec, value: Any) -> str:
    """A value as the text that `default`, `minimum` and `maximum` keep, and the field's type reads again."""
    if field.type.empty(value) or value is False:
        return ""
    said = field.type.to_json(value, field)
    if isinstance(said, dict):
        return str(said["amount"])
    return ", ".join(str(one) for one in said) if isinstance(said, list) else str(said)


def rolled(row: CustomField, bare: FieldSpec) -> FieldSpec:
    """The field of a roll-up: nobody writes it, and a new record has no children yet."""
    found = rollups.of(row.entity, row.key, row.rollup)
    begin = found.nothing if found else None
    return replace(bare, rollup=found, readonly=True, required=False, required_when=None, default=begin)


def choices_of(row: CustomField) -> tuple[Choice, ...]:
    """The choices of a field; none at all where one of them is none."""
    found = []
    for item in row.choices or ():
        if not isinstance(item, dict) or not isinstance(item.get("value"), str) or not item["value"]:
            return ()
        label = item.get("label") or item["value"]
        words = Words(label, item["value"]) if isinstance(label, Mapping) else str(label)
        under = tuple(str(value) for value in item.get("under") or ())
        found.append(Choice(item["value"], words, str(item.get("tone", "")), under))
    return tuple(found)


def limit(field: FieldSpec, text: str) -> Any:
    """The value that a limit means: nothing where there is none, or where it fits no longer."""
    try:
        value = field.type.clean(text, field) if text else None
    except ValidationError:
        return None
    return value


def begun(field: FieldSpec, text: str) -> Any:
    """What a new record has in a field, unless that fits no longer, such as a choice that was taken out."""
    try:
        return field.type.clean(text, field)
    except ValidationError:
        return None
