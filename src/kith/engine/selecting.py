"""SQL of list pages, put together from parts: Django compiles the conditions, the frame around them is ours.

A list is the most frequent request of all; compiling its whole query through the ORM costs more than running it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db import connection
from django.db.models import Q
from django.db.models.sql.compiler import SQLCompiler

Sql = tuple[str, tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Order:
    """One ORDER BY term: its SQL, direction, whether missing values must be placed (they are the smallest), and the
    expression behind it as this table knows it."""

    sql: str
    params: tuple[Any, ...]
    descending: bool
    nullable: bool
    expression: Any = None

    def text(self, sql: str) -> str:
        """The term over `sql` (the expression itself, or its name in an outer query)."""
        nulls = (" NULLS LAST" if self.descending else " NULLS FIRST") if self.nullable else ""
        return f"{sql} {'DESC' if self.descending else 'ASC'}{nulls}"


class Table:
    """The select frame of one model on the current database."""

    def __init__(self, model: Any) -> None:
        self.model = model
        self.name = f'"{model._meta.db_table}"'
        self.query = model._default_manager.all().query
        self.compiler: SQLCompiler = self.query.get_compiler(connection=connection)

    def where(self, condition: Q) -> Sql:
        """The WHERE text of a condition; "1=1" for an empty one, "1=0" for one that Django knows to be impossible."""
        if not condition:
            return "1=1", ()
        try:
            sql, params = self.compiler.compile(self.query.build_where(condition))
        except EmptyResultSet:
            return "1=0", ()
        except FullResultSet:
            return "1=1", ()
        return sql or "1=1", tuple(params)

    def expression(self, item: Any) -> Sql:
        """The SQL of an expression over this table."""
        sql, params = self.compiler.compile(item.resolve_expression(self.query))
        return sql, tuple(params)

    def order(self, item: Any, *, descending: bool, nullable: bool) -> Order:
        """The ORDER BY term of an expression over this table."""
        expression = item.resolve_expression(self.query)
        sql, params = self.compiler.compile(expression)
        return Order(sql, tuple(params), descending, nullable, expression)

    def rows(self, names: Sequence[str], orders: Sequence[Order], rest: Sql) -> list[tuple[Any, ...]]:
        """Values of the named columns, then of the ORDER BY terms, as Django would give them.

        `rest` is everything behind FROM table.
        """
        selected, params, expressions = self._selected(names)
        for order in orders:
            selected.append(order.sql)
            params += order.params
            expressions.append(order.expression)
        return self._read(
            f"SELECT {', '.join(selected)} FROM {self.name} {rest[0]}", params + rest[1], expressions
        )

    def raw(self, names: Sequence[str], orders: Sequence[Order], rest: Sql) -> list[tuple[Any, ...]]:
        """The same as the driver gives them: for shells that write JSON and know what columns hold."""
        selected, params, _expressions = self._selected(names)
        selected += [order.sql for order in orders]
        params += tuple(value for order in orders for value in order.params)
        return self._read(f"SELECT {', '.join(selected)} FROM {self.name} {rest[0]}", params + rest[1], ())

    def converted(self, orders: Sequence[Order], values: Sequence[Any]) -> list[Any]:
        """Values of ORDER BY terms from the driver's form to Django's."""
        converters = self.compiler.get_converters([order.expression for order in orders])
        return list(next(iter(self.compiler.apply_converters([list(values)], converters))))

    def lanes(
        self, names: Sequence[str], orders: Sequence[Order], rests: Sequence[Sql]
    ) -> list[list[tuple[Any, ...]]]:
        """The same for several selects in one statement: one list of rows for each of `rests`."""
        selected, _params, expressions = self._selected(names)
        given: tuple[Any, ...] = ()
        for number, order in enumerate(orders):
            selected.append(f"{order.sql} AS s{number}")
            given += order.params
            expressions.append(order.expression)
        parts = [
            f"SELECT * FROM (SELECT {', '.join(selected)}, {number} AS lane FROM {self.name} {sql}) AS l{number}"
            for number, (sql, _values) in enumerate(rests)
        ]
        found: list[list[tuple[Any, ...]]] = [[] for _rest in rests]
        params = tuple(value for _sql, values in rests for value in (*given, *values))
        for row in self._read(" UNION ALL ".join(parts), params, expressions) if parts else ():
            found[row[-1]].append(row[:-1])
        return found

    def _selected(self, names: Sequence[str]) -> tuple[list[str], tuple[Any, ...], list[Any]]:
        meta = self.model._meta
        columns: list[Any] = [meta.get_field(name).get_col(meta.db_table) for name in names]
        return [f'{self.name}."{column.target.column}"' for column in columns], (), columns

    def _read(self, sql: str, params: Sequence[Any], expressions: Sequence[Any]) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            raw = cursor.fetchall()
        converters = self.compiler.get_converters(list(expressions))
        return [tuple(row) for row in self.compiler.apply_converters(raw, converters)] if converters else raw

    @staticmethod
    def scalar(sql: str, params: Sequence[Any]) -> int:
        """The one number that a statement gives."""
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            row = cursor.fetchone()
        return int(row[0]) if row else 0


def among(name: str, ids: Sequence[int]) -> Sql:
    """Membership in a list of ids, however long, as one parameter."""
    if connection.vendor == "sqlite":
        return f"{name} IN (SELECT value FROM json_each(%s))", (f"[{','.join(map(str, ids))}]",)
    return f"{name} = ANY(%s)", (list(ids),)
