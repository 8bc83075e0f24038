"""The two trees of a formula: as it was written, with places, and as it was understood, with types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kith.engine.fieldtypes import FieldSpec
    from kith.engine.formula.functions.base import Form
    from kith.engine.formula.kinds import Type


@dataclass(frozen=True, slots=True)
class Said:
    """A part of a formula as written: a place in the text."""

    at: int
    length: int


@dataclass(frozen=True, slots=True)
class SaidValue(Said):
    """A number, a text, TRUE or FALSE."""

    value: Any


@dataclass(frozen=True, slots=True)
class SaidName(Said):
    """The name of a field, perhaps one of a linked record."""

    name: str


@dataclass(frozen=True, slots=True)
class SaidCall(Said):
    """A function or an operator with what it works on."""

    name: str
    parts: tuple[Said, ...]
    height: int = 1


@dataclass(frozen=True, slots=True)
class Node:
    """A part of a formula as understood."""

    type: Type


@dataclass(frozen=True, slots=True)
class Value(Node):
    """A value that stands in the formula; None is the empty one."""

    value: Any


@dataclass(frozen=True, slots=True)
class Field(Node):
    """The value of a field of the record."""

    field: FieldSpec


@dataclass(frozen=True, slots=True)
class Call(Node):
    """One form of a function with its parts."""

    form: Form
    parts: tuple[Node, ...]
