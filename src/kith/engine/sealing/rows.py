"""What of a journal row is sealed: its columns as one text without a second reading, and the SHA-256 of that.

The values of a change enter by a salted hash of their own, so that they can be erased and the row still proved. What
a batch is only marked with later (its number of rows, its first entity, by what it was taken back) is not sealed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection, models

from kith.engine.audit import Occurrence
from kith.engine.journal import Batch, Entry

TIMES = {
    "sqlite": """substr(CAST("{0}" AS TEXT) || '.000000', 1, 26)""",
    "postgresql": """to_char("{0}" AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')""",
}


@dataclass(frozen=True)
class Kind:
    """One table of the journal and the columns that are sealed. Of entries the last three are salt, values and the
    hash of values of which some were erased."""

    key: str
    model: Any
    columns: tuple[str, ...]


KINDS = (
    Kind("batch", Batch, ("id", "kind", "label", "at", "actor_id", "actor_name", "channel")),
    Kind(
        "entry", Entry,
        ("id", "batch_id", "at", "actor_id", "channel", "entity", "record_id", "verb", "version", "salt", "changes",
         "payload"),
    ),
    Kind(
        "occurrence", Occurrence,
        ("id", "kind", "at", "actor_id", "actor_name", "channel", "address", "entity", "record_id", "detail"),
    ),
)  # fmt: skip
ENTRY = KINDS[1]
Row = tuple[Any, ...]


def read(kind: Kind, after: int, upto: int, limit: int) -> list[Row]:
    """The sealed columns of rows with after < id <= upto, by id, as the database writes them."""
    # The upper end is no part of the statement: with both ends unknown PostgreSQL sorts all that is left each time.
    with connection.cursor() as cursor:
        cursor.execute(_statement(kind), [after, limit])
        return [row for row in cursor.fetchall() if row[0] <= upto]


@lru_cache(maxsize=10)
def _statement(kind: Kind) -> str:
    columns = ", ".join(_column(kind.model._meta.get_field(name)) for name in kind.columns)
    table = kind.model._meta.db_table
    return f'SELECT {columns} FROM "{table}" WHERE "id" > %s ORDER BY "id" LIMIT %s'  # noqa: S608


def _column(column: Any) -> str:
    if isinstance(column, models.DateTimeField):
        return TIMES[connection.vendor].format(column.column)
    if isinstance(column, models.JSONField):
        return f'CAST("{column.column}" AS TEXT)'
    return f'"{column.column}"'


def payload(row: Row) -> str:
    """The salted hash of an entry's values as they stand there now."""
    return hashlib.sha256(f"{row[-3]}{row[-2]}".encode()).hexdigest()


def digests(kind: Kind, rows: Sequence[Row]) -> Iterator[bytes]:
    """The hash of each row."""
    for row in rows:
        said = (*row[:-3], row[-1] or payload(row)) if kind is ENTRY else row
        yield hashlib.sha256(json.dumps([kind.key, *said], ensure_ascii=False).encode()).digest()


def last_ids() -> dict[str, int]:
    """The highest id of each kind that is to be seen now."""
    return {kind.key: kind.model.objects.aggregate(last=models.Max("id"))["last"] or 0 for kind in KINDS}
