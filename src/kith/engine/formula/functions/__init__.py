"""All functions by name, and those that are only other words for them."""

from __future__ import annotations

from kith.engine.formula.functions import dates, logic, money, numbers, operators, texts
from kith.engine.formula.functions.base import FORMS, Form, Param

__all__ = ("FORMS", "Form", "Param", "dates", "logic", "money", "numbers", "operators", "texts")
