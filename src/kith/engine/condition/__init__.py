"""Condition: the one language for "which records". Parsed once, then a query, a test in memory or a sentence."""

from kith.engine.condition.nodes import AllOf, AnyOf, Leaf, Node, Not, Related
from kith.engine.condition.parsing import along, parse
from kith.engine.condition.query import several, to_q
from kith.engine.condition.sentence import sentence
from kith.engine.condition.testing import holds

__all__ = (
    "AllOf",
    "AnyOf",
    "Leaf",
    "Node",
    "Not",
    "Related",
    "along",
    "holds",
    "parse",
    "sentence",
    "several",
    "to_q",
)
