"""The parsed tree. Every field name in it has passed the resolver, every value its field type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kith.engine.fieldtypes import FieldSpec
from kith.engine.spec import EntitySpec


@dataclass(frozen=True, slots=True)
class Node:
    """Base of all nodes."""


@dataclass(frozen=True, slots=True)
class AllOf(Node):
    """Every part holds; an empty one holds always."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class AnyOf(Node):
    """At least one part holds; an empty one never does."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not(Node):
    """The part does not hold."""

    part: Node


@dataclass(frozen=True, slots=True)
class FieldValue:
    """The value of another field of the same record as operand."""

    field: FieldSpec


@dataclass(frozen=True, slots=True)
class Leaf(Node):
    """One field compared with a value. `value` holds operands ready to compare, `said` what was written."""

    field: FieldSpec
    op: str
    value: Any = None
    said: Any = None


@dataclass(frozen=True, slots=True)
class Related(Node):
    """Some (or no) reachable record that is linked with this one satisfies a condition.

    `forward` tells that this record's `link` field leads to it; otherwise its `link` leads here, to `here` when
    it may lead to records of any entity.
    """

    spec: EntitySpec
    link: FieldSpec
    part: Node
    some: bool = True
    forward: bool = False
    here: str = ""
