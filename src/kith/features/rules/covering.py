"""Conditions that hold for every record, as far as one can tell without asking the records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

OPPOSITE = {
    "empty": "not_empty",
    "is": "is_not",
    "in": "not_in",
    "within": "not_within",
    "lt": "gte",
    "lte": "gt",
}
OPPOSITES = {**OPPOSITE, **{other: op for op, other in OPPOSITE.items()}}
COMPLETE = ("empty", "is", "in", "within")
"""With their opposites these also cover what is not filled in; of comparisons that is left out."""


def always(where: Any) -> bool:
    """Whether a condition holds whatever a record says."""
    if not isinstance(where, Mapping) or not where:
        return True
    if "all" in where:
        return all(always(part) for part in where["all"])
    if "any" in where:
        parts = list(_any(where))
        return any(always(part) for part in parts if "any" not in part) or _covers(parts)
    if "not" in where:
        return never(where["not"])
    return False


def never(where: Any) -> bool:
    """Whether no record can satisfy a condition."""
    if not isinstance(where, Mapping):
        return False
    if "any" in where:
        return all(never(part) for part in where["any"])
    if "all" in where:
        parts = list(where["all"])
        return any(never(part) for part in parts) or _excludes(parts)
    return always(where["not"]) if "not" in where else False


def _any(where: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for part in where["any"]:
        if isinstance(part, Mapping) and "any" in part:
            yield from _any(part)
        else:
            yield part


def _leaf(part: Any) -> tuple[str, str, Any] | None:
    """Field, operator and value; of a negated one the opposite."""
    if not isinstance(part, Mapping):
        return None
    if isinstance(part.get("not"), Mapping) and "field" in part["not"]:
        field, op, value = str(part["not"]["field"]), part["not"].get("op", "is"), part["not"].get("value")
        return (field, OPPOSITES.get(op, f"not {op}"), value)
    if "field" in part:
        return str(part["field"]), str(part.get("op", "is")), part.get("value")
    return None


def _covers(parts: list[Any]) -> bool:
    """Whether two of the parts are each other's opposite."""
    leaves = [leaf for leaf in map(_leaf, parts) if leaf is not None]
    told = {(field, op, repr(value)) for field, op, value in leaves}
    empty = {field for field, op, _value in leaves if op == "empty"}
    return any(
        (field, _opposite(op), repr(value)) in told and (_base(op) in COMPLETE or field in empty)
        for field, op, value in leaves
    )


def _excludes(parts: list[Any]) -> bool:
    """Whether two of the parts cannot hold together."""
    leaves = [leaf for leaf in map(_leaf, parts) if leaf is not None]
    told = {(field, op, repr(value)) for field, op, value in leaves}
    if any((field, _opposite(op), repr(value)) in told for field, op, value in leaves):
        return True
    single: dict[str, set[str]] = {}
    for field, op, value in leaves:
        if op == "is":
            single.setdefault(field, set()).add(repr(value))
    return any(len(values) > 1 for values in single.values())


def _opposite(op: str) -> str:
    return OPPOSITES.get(op) or (op[4:] if op.startswith("not ") else f"not {op}")


def _base(op: str) -> str:
    return op if op in OPPOSITE else OPPOSITES.get(op, "is" if op.startswith("not ") else op)
