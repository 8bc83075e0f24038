"""Gives the choices of built-in fields the order and the colours that the company chose, and hides some."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from kith.engine import epoch, registry
from kith.engine.fieldtypes import Choice, FieldSpec
from kith.engine.spec import SYSTEM_FIELDS, EntitySpec
from kith.features.fields.models import ChoiceList


@epoch.per_configuration
def every() -> dict[str, dict[str, Any]]:
    """All lists by object and field."""
    found: dict[str, dict[str, Any]] = {}
    for row in ChoiceList.live().order_by("pk"):
        found.setdefault(row.entity, {})[row.field] = row.choices
    return found


@registry.shaped_by
def offered(spec: EntitySpec) -> EntitySpec:
    """The same object with its choices as the company offers them."""
    lists = every().get(spec.key)
    if not lists:
        return spec
    fields = {
        key: replace(one, choices=arranged(one.choices, lists[key])) if key in lists and fits(one) else one
        for key, one in spec.fields.items()
    }
    return replace(spec, fields=fields)


def fits(one: FieldSpec) -> bool:
    """Whether the choices of a field can be arranged: those of an added one stand in itself."""
    return one.type.key in ("choice", "multichoice") and not one.custom and one.key not in SYSTEM_FIELDS


def arranged(choices: Sequence[Choice], said: Sequence[Mapping[str, Any]]) -> tuple[Choice, ...]:
    """Choices in another order, with other tones; what a later version of Kith brings follows."""
    known = {one.value: one for one in choices}
    first = [
        replace(known.pop(item["value"]), tone=str(item.get("tone", "")), hidden=bool(item.get("hidden")))
        for item in said
        if item.get("value") in known
    ]
    return (*first, *known.values())
