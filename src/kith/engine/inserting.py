"""Inserting many rows at the price of one: what `bulk_create` does, without a compiler's walk over every cell.

Ids of records are taken from the table's sequence beforehand, so no answer of the database has to be matched to rows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from django.db import connection, models
from django.db.models import fields as django

PART = 500
# Values of these types are stored as they are by columns of these classes; everything else asks the column.
PLAIN: tuple[tuple[type[Any], frozenset[type]], ...] = (
    (django.BooleanField, frozenset({bool})),
    (django.CharField, frozenset({str, type(None)})),
    (django.TextField, frozenset({str, type(None)})),
    (models.ForeignKey, frozenset({int, type(None)})),
    (django.IntegerField, frozenset({int, type(None)})),
    (models.JSONField, frozenset()),
    (django.DateTimeField, frozenset({type(None)})),
    (django.DateField, frozenset({type(None)})),
)
ASKING = ("pre_save", "get_prep_value", "get_db_prep_value", "get_db_prep_save")
Cell = tuple[str, frozenset[type], Callable[[Any], Any]]


@lru_cache(maxsize=500)
def _cells(model: Any) -> tuple[tuple[Cell, ...], str]:
    """How each column but the id gets its value, and the beginning of the statement."""
    columns = [column for column in model._meta.concrete_fields if not column.primary_key]
    names = ", ".join(f'"{column.column}"' for column in (model._meta.pk, *columns))
    begin = f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES '
    return tuple((column.attname, _plain(column), _asking(column)) for column in columns), begin


def _plain(column: Any) -> frozenset[type]:
    """Types whose values need no care in this column."""
    if _auto(column):
        return frozenset()
    for known, types in PLAIN:
        if isinstance(column, known):
            own = any(getattr(type(column), name) is not getattr(known, name) for name in ASKING)
            return frozenset() if own else types
    return frozenset()


def _asking(column: Any) -> Callable[[Any], Any]:
    """What the column makes of a record's value. The moment of a write and empty lists stand in every row of it, so
    the last answer for the same moment, and the one for nothing, are kept."""
    shared = not _auto(column) and type(column).pre_save is django.DateTimeField.pre_save
    empty: dict[type, Any] = {}
    last: tuple[Any, Any] = (None, None)

    def asked(record: Any) -> Any:
        return column.get_db_prep_save(column.pre_save(record, True), connection)

    def moment(record: Any) -> Any:
        nonlocal last
        value, kept = record.__dict__.get(column.attname), last
        if value is None or value is not kept[0]:
            kept = last = (value, asked(record))
        return kept[1]

    def structure(record: Any) -> Any:
        value = record.__dict__.get(column.attname)
        if value or type(value) not in (list, dict):
            return asked(record)
        if type(value) not in empty:
            empty[type(value)] = asked(record)
        return empty[type(value)]

    if isinstance(column, models.JSONField):
        return structure
    return moment if isinstance(column, django.DateTimeField) and shared else asked


def _auto(column: Any) -> bool:
    return bool(getattr(column, "auto_now", False) or getattr(column, "auto_now_add", False))


def insert(model: Any, records: Sequence[Any]) -> None:
    """Store new records and give them their ids; belongs into a transaction that may write."""
    if not records:
        return
    cells, begin = _cells(model)
    rows = []
    for number, record in zip(take_ids(model, len(records)), records, strict=True):
        record.pk = number
        values = record.__dict__
        row = [number]
        for name, plain, prepared in cells:
            value = values.get(name, prepared)
            row.append(value if type(value) in plain else prepared(record))
        rows.append(row)
        record._state.adding, record._state.db = False, connection.alias
    _write(begin, rows)


def insert_values(model: Any, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Store rows of plain values, JSON as text, times in UTC; the database gives the ids."""
    columns = [model._meta.get_field(name) for name in names]
    quoted = ", ".join(f'"{column.column}"' for column in columns)
    times = {place for place, column in enumerate(columns) if isinstance(column, django.DateTimeField)}
    adapt = lru_cache(connection.ops.adapt_datetimefield_value)
    stored = [[adapt(value) if place in times else value for place, value in enumerate(row)] for row in rows]
    _write(f'INSERT INTO "{model._meta.db_table}" ({quoted}) VALUES ', stored)


def take_ids(model: Any, count: int) -> Sequence[int]:
    """The next ids of a table, in the transaction that will use them."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            found = cursor.fetchone()
            last = found[0] if found else 0
            return range(last + 1, last + 1 + count)
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [f'"{table}"', model._meta.pk.column, count],
        )
        return sorted(row[0] for row in cursor.fetchall())


def _write(begin: str, rows: Sequence[Sequence[Any]]) -> None:
    """All rows: by one prepared statement on SQLite, by few long ones on PostgreSQL."""
    if not rows:
        return
    marks = f"({', '.join(['%s'] * len(rows[0]))})"
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(begin + marks, rows)
            return
        for start in range(0, len(rows), PART):
            part = rows[start : start + PART]
            cursor.execute(begin + ", ".join([marks] * len(part)), [value for row in part for value in row])
