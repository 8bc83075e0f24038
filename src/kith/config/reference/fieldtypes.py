"""The page about field types."""

from __future__ import annotations

from typing import Any

from kith.config.reference.markdown import LANGUAGES, code, labels, page, purpose, section, table, yes
from kith.engine.custom import KINDS
from kith.engine.fieldtypes import TYPES, Choice, FieldSpec, FieldType

ABOUT = (
    "A field type says how a kind of value is checked, stored, shown, filtered, sorted, imported, exported and added "
    "up. How operators are put together is told in [conditions](../explanation/conditions.md)."
)


def fieldtypes() -> str:
    """Render the page."""
    types = sorted(TYPES.values(), key=lambda kind: kind.key)
    return page(
        "Field types",
        ABOUT,
        section("What they hold", _meanings(types)),
        section("What can be asked of them", _powers(types)),
    )


def _meanings(types: list[FieldType]) -> str:
    heads = ("type", *LANGUAGES, "holds", "in the API", "as custom field")
    return table(
        heads,
        [
            (code(kind.key), *labels(kind.label), purpose(type(kind)), _json(kind), yes(kind.key in KINDS))
            for kind in types
        ],
    )


def _powers(types: list[FieldType]) -> str:
    return table(
        ("type", "operators", "aggregates", "sorts", "groups"),
        [
            (
                code(kind.key),
                code(*kind.operators),
                code(*kind.aggregates),
                yes(kind.sortable),
                yes(kind.groupable),
            )
            for kind in types
        ],
    )


def _json(kind: FieldType) -> str:
    """The JSON form of a value in few words."""
    sample = FieldSpec("customer", "sample", "", kind, choices=(Choice("a", "A"),), target="customer")
    schema: dict[str, Any] = kind.schema(sample)
    said = schema["type"]
    words = " or ".join([said] if isinstance(said, str) else said)
    if schema.get("format"):
        return f"{words} ({schema['format']})"
    if schema.get("properties"):
        return f"{words} of {code(*schema['properties'])}"
    return words
