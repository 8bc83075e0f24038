"""Database expressions that Django has not: typed custom values, folding, lists. Both databases, same meaning."""

from __future__ import annotations

import decimal
import json
import re
from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models import F, Func
from django.db.models.expressions import Combinable

from kith.engine.fieldtypes import FieldSpec
from kith.engine.fieldtypes.compared import TEXT
from kith.engine.formula.expression import FormulaValue
from kith.engine.keyed import CustomValue

PLAIN = re.compile(r"[A-Za-z0-9_-]{1,60}")


class Word(Func):
    """A text that stands in the SQL itself if it is a plain word, and is a parameter otherwise."""

    output_field = TEXT
    arity = 0

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__()

    def as_sql(self, compiler: Any, connection: Any, *_given: Any, **_context: Any) -> Any:
        """The word in quotes; it has none in it."""
        return (f"'{self.text}'", ()) if PLAIN.fullmatch(self.text) else ("%s", (self.text,))


class Moment(Func):
    """A custom date or moment, kept as ISO text, as the database's own type: for cutting it into months."""

    arity = 1

    def as_sqlite(self, compiler: Any, connection: Any, **_context: Any) -> Any:
        """SQLite's own type is ISO text too; Django reads moments with a space and without the Z."""
        inner, params = compiler.compile(self.source_expressions[0])
        return f"replace(replace({inner}, 'T', ' '), 'Z', '')", params

    def as_postgresql(self, compiler: Any, connection: Any, **_context: Any) -> Any:
        """A cast."""
        inner, params = compiler.compile(self.source_expressions[0])
        return f"({inner})::{self.output_field.db_type(connection)}", params


class Lowered(Func):
    """Text without regard to case, in every script (SQLite's own lower() knows ASCII only)."""

    function = "LOWER"
    output_field = models.TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Python's lower(), attached to each connection."""
        return self.as_sql(compiler, connection, function="kith_lower", **context)


class Position(Func):
    """Where the second text starts within the first, 0 when nowhere."""

    output_field = models.IntegerField()
    arity = 2

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """SQLite's name of it."""
        return self.as_sql(compiler, connection, function="INSTR", **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """PostgreSQL's name of it."""
        return self.as_sql(compiler, connection, function="STRPOS", **context)


class ListHas(Func):
    """Whether a JSON list contains a text or a number."""

    output_field = models.BooleanField()
    arity = 1
    conditional = True

    def __init__(self, expression: Any, item: str | int) -> None:
        self.item = item
        super().__init__(expression)

    def copy(self) -> Any:
        found = super().copy()
        found.item = self.item
        return found

    def as_sqlite(self, compiler: Any, connection: Any, **_context: Any) -> Any:
        """A walk over the list."""
        inner, params = compiler.compile(self.source_expressions[0])
        return f"EXISTS (SELECT 1 FROM json_each({inner}) WHERE json_each.value = %s)", (*params, self.item)

    def as_postgresql(self, compiler: Any, connection: Any, **_context: Any) -> Any:
        """Containment, which a GIN index can serve."""
        inner, params = compiler.compile(self.source_expressions[0])
        return f"{inner} @> %s::jsonb", (*params, json.dumps([self.item]))


class ListEmpty(Func):
    """Whether a JSON list is missing or empty."""

    output_field = models.BooleanField()
    conditional = True

    def as_sqlite(self, compiler: Any, connection: Any, **_context: Any) -> Any:
        """Length of the list."""
        inner, params = compiler.compile(self.source_expressions[0])
        return f"COALESCE(json_array_length({inner}), 0) = 0", params

    def as_postgresql(self, compiler: Any, connection: Any, **_context: Any) -> Any:
        """Comparison with the empty list."""
        inner, params = compiler.compile(self.source_expressions[0])
        return f"COALESCE({inner}, '[]'::jsonb) = '[]'::jsonb", params


class Place(Func):
    """Where a record's id stands in a list of ids."""

    output_field = models.IntegerField()
    arity = 1

    def __init__(self, ids: Sequence[int]) -> None:
        self.ids = [int(number) for number in ids]
        super().__init__(F("pk"))

    def copy(self) -> Any:
        found = super().copy()
        found.ids = self.ids
        return found

    def as_sqlite(self, compiler: Any, connection: Any, **_context: Any) -> Any:
        """The key of the entry."""
        inner, params = compiler.compile(self.source_expressions[0])
        return f"(SELECT key FROM json_each(%s) WHERE value = {inner})", (json.dumps(self.ids), *params)

    def as_postgresql(self, compiler: Any, connection: Any, **_context: Any) -> Any:
        """The position in the array."""
        inner, params = compiler.compile(self.source_expressions[0])
        return f"array_position(%s::bigint[], {inner})", (self.ids, *params)


def column(field: FieldSpec, prefix: str = "") -> Combinable:
    """What a field's conditions and aggregates look at: money at its worth in the company's currency."""
    if field.live:
        return FormulaValue(field)
    if field.column is None:
        return CustomValue(field)
    if field.type.key == "money":
        return F(f"{prefix}{field.column}_base")
    return F(f"{prefix}{field.column}")


def stored(field: FieldSpec, value: Any) -> Any:
    """An operand as the field's column holds it: exact decimals are whole numbers there, and a comparison with F(...)
    does not ask the column how to write its other side."""
    if isinstance(value, tuple):
        return tuple(stored(field, item) for item in value)
    return field.type.dump(value, field) if isinstance(value, decimal.Decimal) and not field.custom else value


def sort_column(field: FieldSpec) -> Combinable:
    """What a list sorted by the field looks at."""
    return F(field.sort_column) if field.sort_column else column(field)
