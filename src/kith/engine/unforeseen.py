"""Values that PostgreSQL does not look at before it plans.

It keeps a plan for every value once that seems as good as a plan for just this one. For a walk down an index from a
value on, it never seems so: how much lies behind the value changes the estimate and never the best plan, and the page
is planned anew each time, for as long as reading it takes. A value that comes out of a subquery is not known to the
planner, so both plans are alike and the first is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Func, Q, Value
from django.db.models import lookups as look

BOUNDS = {
    "gt": look.GreaterThan,
    "gte": look.GreaterThanOrEqual,
    "lt": look.LessThan,
    "lte": look.LessThanOrEqual,
}


class Unforeseen(Func):
    """A value as a subquery; whole numbers of any size are of one type, so that it is one statement."""

    template, arity = "(SELECT %(expressions)s)", 1

    def as_postgresql(self, compiler: Any, connection: Any, **_context: Any) -> Any:
        """The subquery with its type where PostgreSQL would take the smallest that holds the number."""
        sql, params = self.as_sql(compiler, connection)
        whole = isinstance(self.output_field, models.IntegerField | models.ForeignKey)
        return (sql.replace("%s", "%s::bigint") if whole else sql), params


@dataclass(frozen=True, slots=True)
class Walked:
    """What a list is sorted by: the expression, its field, and the column's name if it is a plain one."""

    expression: Any
    field: models.Field[Any, Any]
    column: str

    def hidden(self, condition: Q) -> Q:
        """The same condition, where the bounds that it sets to the walk are not foreseen."""
        parts = [self._part(part) for part in condition.children]
        return Q(*parts, _connector=condition.connector, _negated=condition.negated)

    def _part(self, part: Any) -> Any:
        if isinstance(part, Q):
            return self.hidden(part)
        if isinstance(part, tuple):
            column, mark, bound = part[0].rpartition("__")
            walked = mark and column == self.column and bound in BOUNDS
            return (part[0], self._value(part[1])) if walked else part
        if type(part) in BOUNDS.values() and part.lhs == self.expression:
            return type(part)(part.lhs, self._value(part.rhs))
        return part

    def _value(self, value: Any) -> Any:
        if hasattr(value, "resolve_expression"):
            return value
        return Unforeseen(Value(value, output_field=self.field), output_field=self.field)
