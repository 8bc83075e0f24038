"""In-memory back end: does this condition hold for this record?"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any

from kith.engine.actor import Actor
from kith.engine.condition.nodes import AllOf, AnyOf, FieldValue, Leaf, Node, Not, Related
from kith.engine.condition.query import LISTS, NEGATED, to_q
from kith.engine.currencies import worth
from kith.engine.expressions import ListHas, column
from kith.engine.fieldtypes import FieldSpec
from kith.engine.record import LIVE
from kith.engine.scope import Scope
from kith.engine.spec import EntitySpec
from kith.kernel.money import Money

Memo = dict[tuple[int, Any], bool]


def holds(
    node: Node,
    spec: EntitySpec,
    record: Any,
    actor: Actor,
    *,
    before: Mapping[str, Any] | None = None,
    memo: Memo | None = None,
) -> bool:
    """Whether `record` satisfies the condition. `before` is the snapshot before a change, for changed and changed_to.

    Conditions on related records ask the database; with a `memo` once for each record that is linked to.
    """
    match node:
        case AllOf(parts):
            return all(holds(part, spec, record, actor, before=before, memo=memo) for part in parts)
        case AnyOf(parts):
            return any(holds(part, spec, record, actor, before=before, memo=memo) for part in parts)
        case Not(part):
            return not holds(part, spec, record, actor, before=before, memo=memo)
        case Related():
            return _remembered(node, spec, record, actor, memo=memo) == node.some
        case Leaf(op=op) if op in ("changed", "changed_to"):
            return _changed(node, spec, record, before or {})
        case Leaf():
            return _leaf(node, spec, record)
    raise TypeError(node)


def _remembered(node: Related, spec: EntitySpec, record: Any, actor: Actor, *, memo: Memo | None) -> bool:
    if memo is None or not node.forward:
        return _related(node, spec, record, actor)
    key = id(node), spec.value(record, node.link)
    if key not in memo:
        memo[key] = _related(node, spec, record, actor)
    return memo[key]


def _related(node: Related, spec: EntitySpec, record: Any, actor: Actor) -> bool:
    rows = node.spec.model.objects.filter(
        LIVE, Scope(node.spec.key, actor.access).predicate(), to_q(node.part, actor)
    )
    if node.forward:
        number = spec.value(record, node.link)
        return number is not None and bool(rows.filter(pk=number).exists())
    if node.link.type.key == "references":
        return bool(rows.filter(ListHas(column(node.link), record.pk)).exists())
    if node.link.custom:
        return bool(rows.annotate(_link=column(node.link)).filter(_link=record.pk).exists())
    if node.link.type.key == "anyreference":
        rows = rows.filter(**{f"{node.link.column}_entity": spec.key})
    return bool(rows.filter(**{node.link.column or "": record.pk}).exists())


def _changed(leaf: Leaf, spec: EntitySpec, record: Any, before: Mapping[str, Any]) -> bool:
    field = leaf.field
    now = field.type.dump(spec.value(record, field), field)
    if now == before.get(field.key):
        return False
    return leaf.op == "changed" or _leaf(Leaf(field, "is", leaf.value), spec, record)


def comparable(spec: EntitySpec, record: Any, field: FieldSpec) -> Any:
    """The value as the database compares it: money at the worth that was stored with it."""
    value = spec.value(record, field)
    if not isinstance(value, Money):
        return value
    if field.live:
        return worth(value)
    if field.column is None:
        stored = record.custom[field.place]
        return stored[2] if len(stored) > 2 else worth(value)
    return worth(value) if record.pk is None else getattr(record, f"{field.column}_base")


def _leaf(leaf: Leaf, spec: EntitySpec, record: Any) -> bool:
    left = comparable(spec, record, leaf.field)
    negative = NEGATED.get(leaf.op)
    if negative:
        return not _leaf(Leaf(leaf.field, negative, leaf.value), spec, record)
    if leaf.op == "empty":
        return leaf.field.type.empty(left)
    if left is None:
        return False
    value = comparable(spec, record, leaf.value.field) if isinstance(leaf.value, FieldValue) else leaf.value
    if value is None:
        return False
    if leaf.op == "contains" and leaf.field.type.key in LISTS:
        return value in left
    return bool(COMPARE[leaf.op](left, value))


COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "contains": lambda left, value: value.lower() in left.lower(),
    "starts": lambda left, value: left.lower().startswith(value.lower()),
    "is": operator.eq,
    "in": lambda left, value: left in value,
    "between": lambda left, value: value[0] <= left <= value[1],
    "within": lambda left, value: value[0] <= left < value[1],
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
}
