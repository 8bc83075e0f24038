"""Fields that depend on the rest of their record: when one must be filled in, and what may be chosen in it.

The gate asks here when it stores, and forms may ask here while one types; both get the same answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kith.engine import registry
from kith.engine.actor import Actor
from kith.engine.condition import AllOf, AnyOf, Leaf, Node, Not, Related, holds, parse, to_q
from kith.engine.condition.nodes import FieldValue
from kith.engine.errors import Refused
from kith.engine.fieldtypes import Choice, FieldSpec
from kith.engine.record import LIVE
from kith.engine.spec import EntitySpec
from kith.kernel.numbers import identity


class Conditional:
    """The fields of an entity that must be filled in when a condition holds, read once for one actor."""

    def __init__(self, spec: EntitySpec, actor: Actor) -> None:
        self.spec = spec
        self.actor = actor.as_house()
        self.rules = tuple(self._rules())

    def _rules(self) -> Iterator[tuple[FieldSpec, Node, frozenset[str]]]:
        for field in self.spec.conditional:
            node = parsed(field.required_when, self.spec, self.actor)
            if node is not None:
                yield field, node, frozenset(named(node))

    def needed(self, record: Any, touched: frozenset[str] | None = None) -> Iterator[FieldSpec]:
        """The fields that a record must have; of a stored one only those for which something of it was `touched`."""
        for field, node, names in self.rules:
            concerns = touched is None or field.key in touched or names & touched
            if concerns and holds(node, self.spec, record, self.actor):
                yield field


def named(node: Node) -> Iterator[str]:
    """The fields of the record itself that a condition looks at."""
    match node:
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from named(part)
        case Not(part):
            yield from named(part)
        case Related(link=link, forward=True):
            yield link.key
        case Leaf(field=field, value=value):
            yield field.key
            if isinstance(value, FieldValue):
                yield value.field.key


def parsed(where: Mapping[str, Any] | None, spec: EntitySpec, actor: Actor) -> Node | None:
    """A condition of the configuration; one that names what is gone by now asks for nothing."""
    try:
        return parse(dict(where), spec, actor) if where else None
    except Refused:
        return None


def offered(field: FieldSpec, above: Any) -> tuple[Choice, ...]:
    """The choices of a field for a value of the field that it depends on."""
    if not field.depends_on:
        return field.choices
    return tuple(choice for choice in field.choices if not choice.under or above in choice.under)


def choosable(field: FieldSpec, actor: Actor) -> Node | None:
    """The condition on records that may be chosen in a link; None where all may be that one sees."""
    if not field.allowed or not field.target:
        return None
    return parsed(field.allowed, registry.spec(field.target), actor.as_house())


def companions(field: FieldSpec, around: Any, actor: Actor) -> Node | None:
    """The condition that records stand with the one of number `around` in the link `within` which a link chooses; None
    where it chooses among all. It tells nobody what he may not read."""
    number = identity(str(around or ""))
    if not field.within or not field.target or number is None:
        return None
    spec = registry.spec(field.target)
    wheres: list[dict[str, Any]] = [{"field": field.within, "op": "is", "value": number}]
    if field.within in spec.entity.also_in:
        plural, by, there = spec.entity.also_in[field.within]
        part = {"field": there, "op": "is", "value": number}
        wheres.append({"related": plural, "by": by, "some": part})
    nodes = [node for where in wheres if (node := parsed(where, spec, actor))]
    return AnyOf(tuple(nodes)) if nodes else None


def fitting(field: FieldSpec, around: Any, actor: Actor) -> Node | None:
    """What a link allows of which its form holds `around` in the link that it is within; None for all."""
    nodes = tuple(node for node in (choosable(field, actor), companions(field, around, actor)) if node)
    return AllOf(nodes) if nodes else None


def chosen_from(field: FieldSpec, ids: set[int], actor: Actor) -> set[int]:
    """Those of some records that may be chosen in a link."""
    node = choosable(field, actor)
    if node is None or not ids:
        return ids
    rows = registry.spec(field.target or "").model.objects
    return set(rows.filter(LIVE, to_q(node, actor.as_house()), pk__in=ids).values_list("pk", flat=True))
