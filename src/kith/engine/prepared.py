"""Statements composed once and run with other values.

Django takes ten times longer to compose a select of a few rows by an index than the database to answer it; pages that
ask the same question about another record every time ask it through here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from kith.engine.actor import Actor
from kith.engine.scope import until
from kith.kernel import clock

LARGEST = 1 << 63
"""No column holds a whole number as large."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value goes."""

    number: int


@dataclass(frozen=True, slots=True)
class Statement:
    """A composed select: its parameters with the places of the values, and how rows become records."""

    sql: str
    params: list[Any]
    model: Any
    names: list[str]
    convert: Callable[[list[Any]], Any]


class Prepared:
    """A select of whole records of which only some whole numbers, texts and moments change.

    `build` makes the queryset of one value for each of `types` (int, str or datetime). The values may stand nowhere but
    as plain parameters of the statement; whatever else the queryset depends on is fixed when it is first run.
    """

    def __init__(self, build: Callable[..., QuerySet[Any]], *types: type) -> None:
        self.build, self.types = build, types

    def __call__(self, *values: int | str | dt.datetime) -> list[Any]:
        """The records that the statement finds with these values."""
        made = self._statement
        if made is None or any(isinstance(value, int) and not -LARGEST < value < LARGEST for value in values):
            return []
        given = [_stored(value) for value in values]
        with connection.cursor() as cursor:
            cursor.execute(
                made.sql, [given[item.number] if isinstance(item, Place) else item for item in made.params]
            )
            rows = cursor.fetchall()
        return [made.model.from_db(connection.alias, made.names, row) for row in made.convert(rows)]

    @cached_property
    def _statement(self) -> Statement | None:
        """The statement; None when Django knows that it finds nothing. Raises TypeError for what cannot be prepared."""
        marks = [_mark(kind, number) for number, kind in enumerate(self.types)]
        rows = self.build(*marks)
        compiler: Any = rows.query.get_compiler(connection=connection)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:
            return None
        fields = rows.model._meta.concrete_fields
        if compiler.col_count != len(fields):
            raise TypeError("A prepared statement selects whole records")
        stored = [_stored(mark) for mark in marks]
        placed = [Place(stored.index(item)) if item in stored else item for item in params]
        if {item.number for item in placed if isinstance(item, Place)} != set(range(len(marks))):
            raise TypeError("A prepared statement has every value as a plain parameter")
        converters = compiler.get_converters([column for column, _sql, _alias in compiler.select])

        def convert(found: list[Any]) -> Any:
            return compiler.apply_converters(found, converters) if converters else found

        return Statement(sql, placed, rows.model, [field.attname for field in fields], convert)


def _mark(kind: type, number: int) -> Any:
    """A value that nothing else has, to stand for the one to come while the statement is composed."""
    if kind is dt.datetime:
        return dt.datetime(9999, 1, 1, microsecond=number, tzinfo=dt.UTC)
    return (1 << 60) + number if kind is int else f"\ue000{number}"


def _stored(value: Any) -> Any:
    """A value as the driver takes it."""
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, dt.datetime) else value


def of_actor(actor: Actor, key: Hashable, build: Callable[..., QuerySet[Any]], *types: type) -> Prepared:
    """A prepared statement within an actor's rights: composed anew when these change, and every minute, for what is
    shared for a time is in reach until its last minute ends (see `scope.until`)."""
    found: Prepared = _for_a_minute(actor, ("prepared", key), lambda: Prepared(build, *types))
    return found


def count_of_actor(actor: Actor, key: Hashable, build: Callable[[], QuerySet[Any]], most: int) -> int:
    """How many rows a queryset within an actor's rights finds, counted up to `most`; composed as seldom."""

    def compose() -> tuple[str, tuple[Any, ...]] | None:
        try:
            return build().order_by().values("pk")[:most].query.sql_with_params()
        except EmptyResultSet:
            return None

    made = _for_a_minute(actor, ("counted", key), compose)
    if made is None:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({made[0]}) AS c", made[1])
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def _for_a_minute(actor: Actor, key: Hashable, make: Callable[[], Any]) -> Any:
    """What was made of an actor's rights this minute."""
    end, memo = until(clock.now()), actor.access.memo
    known = memo.get(key)
    if known is None or known[0] != end:
        known = memo[key] = (end, make())
    return known[1]
