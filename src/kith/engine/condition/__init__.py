"""Condition: the one language for "which records". Parsed once, then a database query, a test in memory or a sentence."""

from kith.engine.condition.nodes import All, Any_, Leaf, Node, Not, Related
from kith.engine.condition.parsing import parse
from kith.engine.condition.query import to_q
from kith.engine.condition.sentence import sentence
from kith.engine.condition.testing import test

__all__ = ("All", "Any_", "Leaf", "Node", "Not", "Related", "parse", "sentence", "test", "to_q")
