"""Full-text search over all entities: one document per record, the same tokens on both databases.

SQLite keeps them in a contentless FTS5 table, PostgreSQL in a tsvector with a GIN index; the row number is made of the
entity's code and the record's id, so that one entity's documents lie side by side.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Sequence
from math import isqrt
from typing import Any

from django.db import connection, models
from django.db.models.expressions import RawSQL

from kith.engine import registry
from kith.engine.access import Level
from kith.engine.actor import Actor
from kith.engine.formatting import formatter
from kith.engine.registry import code_of
from kith.engine.settings import company
from kith.engine.spec import EntitySpec
from kith.kernel.search import (
    Query,
    index_tokens,
    parse_query,
    to_fts5,
    to_fts5_text,
    to_tsquery,
    to_tsvector,
)

SHIFT = 40
LEAST, MOST = 300, 4_000
CHUNK = 500
CODES = ("email", "url", "autonumber")


class SearchDocument(models.Model):
    """The tokens of one record. On PostgreSQL a column `vector` stands beside them (see the migration)."""

    id = models.BigIntegerField(primary_key=True)
    tokens = models.TextField(default="")


def number_of(spec: EntitySpec, record_id: int) -> int:
    """The document number of a record."""
    return (code_of(spec.key) << SHIFT) + record_id


def tokens_of(spec: EntitySpec, record: Any, names: Collection[str] | None = None) -> list[str]:
    """What a record is found by; with `names`, by these of its search fields only."""
    texts: list[str] = []
    phones: list[str] = []
    codes: list[str] = []
    for name in spec.entity.search:
        if names is not None and name not in names:
            continue
        field = spec.fields[name]
        value = spec.value(record, field)
        if value in (None, "", []):
            continue
        if field.type.key == "phone":
            phones.append(str(value).partition(";")[0])
        elif field.type.key in CODES:
            codes.append(str(value))
        else:
            texts.append(field.type.text(value, field, formatter("en", "UTC")))
    return index_tokens(texts, phones=phones, codes=codes)


def write(spec: EntitySpec, records: Sequence[Any], *, new: bool) -> None:
    """Bring the documents of these records up to date, in the caller's transaction."""
    if not spec.entity.search:
        return
    documents = [(number_of(spec, record.pk), to_fts5_text(tokens_of(spec, record))) for record in records]
    store = _write_sqlite if connection.vendor == "sqlite" else _write_postgres
    store(documents, new)


def _write_sqlite(documents: list[tuple[int, str]], new: bool) -> None:
    if not new:
        remove_numbers([number for number, _tokens in documents])
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO engine_searchdocument (id, tokens) VALUES (%s, %s)", documents)
        cursor.executemany("INSERT INTO engine_search_words (rowid, tokens) VALUES (%s, %s)", documents)


def _write_postgres(documents: list[tuple[int, str]], new: bool) -> None:
    rows = [(number, to_tsvector(tokens.split())) for number, tokens in documents]
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO engine_searchdocument (id, tokens, vector) VALUES (%s, '', %s::tsvector)"
            " ON CONFLICT (id) DO UPDATE SET vector = excluded.vector",
            rows,
        )


def remove(spec: EntitySpec, ids: Iterable[int]) -> None:
    """Forget the documents of these records."""
    remove_numbers([number_of(spec, number) for number in ids])


def remove_numbers(numbers: Sequence[int]) -> None:
    """Forget documents by number; a contentless FTS5 table wants to be told the old words."""
    with connection.cursor() as cursor:
        for start in range(0, len(numbers), 500):
            part = numbers[start : start + 500]
            marks = ",".join(["%s"] * len(part))
            if connection.vendor == "sqlite":
                cursor.execute(
                    "INSERT INTO engine_search_words (engine_search_words, rowid, tokens)"
                    f" SELECT 'delete', id, tokens FROM engine_searchdocument WHERE id IN ({marks})",
                    part,
                )
            cursor.execute(f"DELETE FROM engine_searchdocument WHERE id IN ({marks})", part)


def query_of(text: str) -> Query:
    """What a person's words ask for, phone numbers by the habits of the company's country."""
    return parse_query(text, region=company().country)


_FIRST_SQLITE = (
    "SELECT rowid FROM engine_search_words WHERE engine_search_words MATCH %s AND rowid >= %s"
    " ORDER BY rowid LIMIT 1"
)
_FIRST_POSTGRES = "SELECT min(id) FROM engine_searchdocument WHERE vector @@ %s::tsquery AND id >= %s"


def matching(spec: EntitySpec, query: Query) -> RawSQL:
    """A subquery of the ids of this entity's records that the query finds (whatever the actor may see)."""
    base = code_of(spec.key) << SHIFT
    number, own = _number(), f"BETWEEN {base} AND {base + (1 << SHIFT) - 1}"
    if connection.vendor == "sqlite":
        found, words = "engine_search_words WHERE engine_search_words MATCH %s", to_fts5(query)
    else:
        found, words = "engine_searchdocument WHERE vector @@ %s::tsquery", to_tsquery(query)
    return RawSQL(f"SELECT {number} - {base} FROM {found} AND {number} {own}", (words,))


_sizes: dict[str, tuple[float, int]] = {}


def size_of(spec: EntitySpec) -> int:
    """About how many records an entity has: its highest id, looked up once a minute."""
    known = _sizes.get(spec.key)
    if known is None or time.monotonic() - known[0] > 60:
        highest = spec.model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        _sizes[spec.key] = known = (time.monotonic(), highest)
    return known[1]


def few(spec: EntitySpec, query: Query) -> list[int] | None:
    """The ids that the query finds; None when so many that walking down a sort index is cheaper than sorting them.

    Sorting costs about 4 microseconds a hit, walking 0.4 a step over 50 * rows / hits steps: they meet at the root of
    five times the rows (measured on SQLite with `python -m bench.seed 100000`).
    """
    limit = min(MOST, max(LEAST, isqrt(5 * size_of(spec))))
    subquery = matching(spec, query)
    with connection.cursor() as cursor:
        cursor.execute(f"{subquery.sql} LIMIT {limit + 1}", subquery.params)
        found = [row[0] for row in cursor.fetchall()]
    return found if len(found) <= limit else None


def _number() -> str:
    return "rowid" if connection.vendor == "sqlite" else "id"


def row_matches(spec: EntitySpec, query: Query, name: str) -> tuple[str, tuple[Any, ...]]:
    """The same as a condition on one row whose id is `name`, for walks down a sort index: SQLite keeps the found ids
    in a set (the + keeps it from sorting them instead), PostgreSQL looks into each row's document."""
    if connection.vendor == "sqlite":
        subquery = matching(spec, query)
        return f"+{name} IN ({subquery.sql})", tuple(subquery.params)
    number = f"{code_of(spec.key) << SHIFT} + {name}"
    return f"(SELECT vector @@ %s::tsquery FROM engine_searchdocument d WHERE d.id = {number})", (
        to_tsquery(query),
    )


def kinds(query: Query) -> set[str]:
    """The keys of the entities of which the query finds records: leaps from the first hit to the next entity's range,
    so that what is not found costs nothing."""
    keys = {code_of(spec.key): spec.key for spec in registry.specs()}
    found, start = set[str](), 0
    if connection.vendor == "sqlite":
        sql, words = _FIRST_SQLITE, to_fts5(query)
    else:
        sql, words = _FIRST_POSTGRES, to_tsquery(query)
    with connection.cursor() as cursor:
        while query.terms:
            cursor.execute(sql, (words, start))
            row = cursor.fetchone()
            if row is None or row[0] is None:
                break
            code = row[0] >> SHIFT
            found |= {keys[code]} if code in keys else set()
            start = (code + 1) << SHIFT
    return found


def hidden_words(spec: EntitySpec, actor: Actor) -> bool:
    """Whether some of the fields that records are found by are hidden from this actor."""
    return any(actor.access.level(spec.key, name) < Level.READ for name in spec.entity.search)


def honest(spec: EntitySpec, query: Query, actor: Actor) -> list[int]:
    """Ids of the records that the query finds by fields which this actor may read: for actors with hidden fields."""
    names = [name for name in spec.entity.search if actor.access.level(spec.key, name) >= Level.READ]
    subquery = matching(spec, query)
    with connection.cursor() as cursor:
        cursor.execute(subquery.sql, subquery.params)
        ids = [row[0] for row in cursor.fetchall()]
    found: list[int] = []
    for start in range(0, len(ids), CHUNK):
        rows = spec.model.live().filter(pk__in=ids[start : start + CHUNK])
        found += [record.pk for record in rows if query.matches(tokens_of(spec, record, names))]
    return found
