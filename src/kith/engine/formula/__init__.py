"""Formulas: spreadsheet-like expressions over the fields of a record, typed and exact, in Python and in SQL."""

from __future__ import annotations

from kith.engine.formula.compiling import Formula, check, names_in, present
from kith.engine.formula.errors import TROUBLES, FormulaError
from kith.engine.formula.evaluating import Answer
from kith.engine.formula.kinds import Now

__all__ = ("TROUBLES", "Answer", "Formula", "FormulaError", "Now", "check", "names_in", "present")
