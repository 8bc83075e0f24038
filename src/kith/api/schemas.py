"""Fields as JSON Schema: what callers may send and what they get; the check that they sent the right JSON type."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from kith.engine.errors import Invalid
from kith.engine.fieldtypes import FieldSpec
from kith.engine.fieldtypes.base import FILES
from kith.engine.fieldtypes.masking import KEY

NUMBERS = frozenset({"integer", "rating", "duration", "reference", *FILES})
EXACT = frozenset({"decimal", "percent"})
LISTS = frozenset({"multichoice", "tags", "references", "listed"})
OBJECTS = frozenset({"anyreference", "structure", "words", "condition"})
NULL: dict[str, Any] = {"type": "null"}
ID: dict[str, Any] = {"type": "integer", "minimum": 1, "maximum": 2**63 - 1}
AMOUNT: dict[str, Any] = {
    "anyOf": [{"type": "string", "pattern": r"^-?[0-9]{1,16}(\.[0-9]{1,3})?$"}, {"type": "number"}]
}
MASKED = _("Whole on one's own records, on others a part as text.")
WRONG_TYPE = _("This needs another JSON type: %(type)s.")


def _types(field: FieldSpec) -> tuple[tuple[type, ...], str]:
    """The python types that a field's JSON arrives as, and their name in JSON."""
    kind = field.type.key
    if kind == "boolean":
        return (bool,), "boolean"
    if kind in NUMBERS:
        return (int, Decimal), "integer"
    if kind in EXACT:
        return (int, Decimal, str), "string, number"
    if kind == "money":
        return (dict, int, Decimal, str), "object, string, number"
    if kind in LISTS:
        return (list,), "array"
    return ((dict,), "object") if kind in OBJECTS else ((str,), "string")


def check(fields: Mapping[str, FieldSpec], body: Mapping[str, Any]) -> None:
    """Refuse values of the wrong JSON type; names that are no fields are left to the gate. Raises Invalid."""
    errors: dict[str, list[Any]] = {}
    for name, value in body.items():
        if name not in fields or value is None:
            continue
        types, said = _types(fields[name])
        if not isinstance(value, types) or (isinstance(value, bool) and bool not in types):
            errors[name] = [WRONG_TYPE % {"type": said}]
    if errors:
        raise Invalid(errors)


def sent(field: FieldSpec) -> dict[str, Any]:
    """What a caller may send for a field."""
    kind = field.type.key
    schema = dict(field.type.schema(field))
    if kind in EXACT:
        schema = AMOUNT
    if kind == "money":
        schema = {"anyOf": [_money(AMOUNT, ("amount",)), *AMOUNT["anyOf"]]}
    return {"anyOf": [schema, NULL], "title": str(field.label)}


def told(field: FieldSpec) -> dict[str, Any]:
    """What a caller gets for a field."""
    return {**_told(field), "title": str(field.label)}


def _told(field: FieldSpec) -> dict[str, Any]:
    kind = field.type.key
    if kind == KEY:
        return {"description": str(MASKED)}
    if kind in _TIMES:
        return {"type": ["string", "null"], **_TIMES[kind]}
    if kind == "money":
        return {"anyOf": [_money({"type": "string"}, ("amount", "currency")), NULL]}
    if kind in LISTS:
        return {"type": ["array", "null"], "items": {}}
    named = {**dict.fromkeys(NUMBERS, "integer"), **dict.fromkeys(OBJECTS, "object"), "boolean": "boolean"}
    found = named.get(kind, "string")
    return {
        "type": found if found == "string" and kind not in EXACT and not field.custom else [found, "null"]
    }


_TIMES: dict[str, dict[str, str]] = {
    "date": {"format": "date"},
    "datetime": {"format": "date-time"},
    "time": {},
}


def _money(amount: Mapping[str, Any], required: tuple[str, ...]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {"amount": amount, "currency": {"type": "string", "pattern": "^[A-Z]{3}$"}},
        "required": list(required),
        "additionalProperties": False,
    }
