"""The typed value of an added field as a database expression."""

from __future__ import annotations

import re
from typing import Any

from django.db import models
from django.db.models import F, Func
from django.db.models.expressions import Col

from kith.engine.fields import Decimal
from kith.engine.fieldtypes import FieldSpec

KEY = re.compile(r"[a-z][a-z0-9_]{0,58}")
PLACE = re.compile(KEY.pattern + r"(V[0-9a-f]{6})?")
"""Where values of an added field stand: under its key, or beside it once it was given another kind."""


class CustomValue(Func):
    """The typed value of a custom field. The key stands in the SQL itself, so that expression indexes match.

    Django copies an expression each time it is resolved, and resolves it once more to compile it. Lists name one three
    times and more, so copying is plain here and what is resolved stays as it is: a list costs its reader as much by a
    custom field as by a column.
    """

    arity = 1

    def __init__(self, field: FieldSpec, source: Any = None) -> None:
        if not PLACE.fullmatch(field.place):
            raise ValueError(field.place)
        self.described = field
        self.money = field.type.key == "money"
        super().__init__(source or F("custom"), output_field=field.type.output_field(field))

    def copy(self) -> Any:
        found: Any = type(self).__new__(type(self))
        found.__dict__.update(self.__dict__)
        found.__dict__.pop("convert_value", None)
        found.source_expressions = self.source_expressions[:]
        return found

    def resolve_expression(self, *given: Any, **named: Any) -> Any:
        """The value of a table's rows; of rows that are known already it stays what it is."""
        known = isinstance(self.source_expressions[0], Col)
        return self if known else super().resolve_expression(*given, **named)

    def as_sqlite(self, compiler: Any, connection: Any, **_context: Any) -> Any:
        """json_extract gives numbers as numbers and true as 1."""
        inner, params = compiler.compile(self.source_expressions[0])
        path = f"$.{self.described.place}[2]" if self.money else f"$.{self.described.place}"
        return f"json_extract({inner}, '{path}')", params

    def as_postgresql(self, compiler: Any, connection: Any, **_context: Any) -> Any:
        """Text of the JSON value, cast by immutable casts only so that it can be indexed."""
        inner, params = compiler.compile(self.source_expressions[0])
        if isinstance(self.output_field, models.JSONField):
            return f"({inner} -> '{self.described.place}')", params
        text = (
            f"({inner} #>> '{{{self.described.place},2}}')"
            if self.money
            else f"({inner} ->> '{self.described.place}')"
        )
        return f"({text}{self._cast()})", params

    def _cast(self) -> str:
        if isinstance(self.output_field, models.BigIntegerField | Decimal):
            return "::bigint"
        if isinstance(self.output_field, models.BooleanField):
            return "::boolean"
        return ' COLLATE "C"'
