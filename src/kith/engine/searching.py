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
LEAST, MOST = 300, 6_000
KNOWN = 60.0
"""Seconds for which sizes are taken as known: they only choose the way to an answer, not the answer."""
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
    rows = [
        (number, to_tsvector([*tokens.split(), mark_of(number >> SHIFT)])) for number, tokens in documents
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO engine_searchdocument (id, tokens, vector) VALUES (%s, '', %s::tsvector)"
            " ON CONFLICT (id) DO UPDATE SET vector = excluded.vector",
            rows,
        )


def mark_of(code: int) -> str:
    """The token that all documents of an entity have on PostgreSQL, where the index of words cannot be asked for a
    range of numbers as well; no text has such a token."""
    return f"@{code}"


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


def matching(spec: EntitySpec, query: Query) -> RawSQL:
    """A subquery of the ids of this entity's records that the query finds (whatever the actor may see)."""
    code = code_of(spec.key)
    base = code << SHIFT
    if connection.vendor == "sqlite":
        found = f"engine_search_words WHERE rowid BETWEEN {base} AND {base + (1 << SHIFT) - 1}"
        return RawSQL(
            f"SELECT rowid - {base} FROM {found} AND engine_search_words MATCH %s", (to_fts5(query),)
        )
    found = "engine_searchdocument WHERE vector @@ %s::tsquery"
    return RawSQL(f"SELECT id - {base} FROM {found}", (f"({to_tsquery(query)}) & '{mark_of(code)}'",))


_sizes: dict[str, tuple[float, int]] = {}


def size_of(spec: EntitySpec) -> int:
    """About how many records an entity has: its highest id, looked up once a minute."""
    known = _sizes.get(spec.key)
    if known is None or time.monotonic() - known[0] > KNOWN:
        highest = spec.model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        _sizes[spec.key] = known = (time.monotonic(), highest)
    return known[1]


def few(spec: EntitySpec, query: Query) -> list[int] | None:
    """The ids that the query finds; None when so many that walking down a sort index is cheaper than sorting them.

    Sorting h hits costs about 4 microseconds a hit on SQLite and 10 on PostgreSQL, walking to the fiftieth of them in n
    rows 0.4 and 7 a step over 50 n / h steps; they meet at the root of 5 n and of 35 n (measured with
    `python -m bench.seed 100000`).
    """
    if _is_crowd(spec, query):
        return None
    many = 5 if connection.vendor == "sqlite" else 35
    limit = min(MOST, max(LEAST, isqrt(many * size_of(spec))))
    found = _first(matching(spec, query), limit + 1)
    if len(found) <= limit:
        return found
    if len(_crowds) >= 10_000:
        _crowds.clear()
    _crowds[spec.key, query] = time.monotonic()
    return None


_crowds: dict[tuple[str, Query], float] = {}


def _is_crowd(spec: EntitySpec, query: Query) -> bool:
    """Whether this query found too many to sort within the last minute: the next page need not ask again."""
    return time.monotonic() - _crowds.get((spec.key, query), -KNOWN) < KNOWN


def _first(ids: RawSQL, most: int) -> list[int]:
    """The first ids of a subquery. PostgreSQL would take a limit for a reason to read every document instead of asking
    the index of words; what is materialized is planned as if all of it were wanted, and still read no further."""
    if connection.vendor == "sqlite":
        sql = f"{ids.sql} LIMIT {most}"
    else:
        sql = f"WITH found (id) AS MATERIALIZED ({ids.sql}) SELECT id FROM found LIMIT {most}"
    with connection.cursor() as cursor:
        cursor.execute(sql, ids.params)
        return [row[0] for row in cursor.fetchall()]


def row_matches(spec: EntitySpec, query: Query, name: str, *, walk: bool) -> tuple[str, tuple[Any, ...]]:
    """The same as a condition on one row whose id is `name`.

    SQLite keeps the found ids in a set (the + keeps it from sorting them instead). PostgreSQL looks into each row's
    document on a `walk` in an order that words have nothing to do with; in others, such as by name, that could go
    through the whole table, so it gathers all finds and sorts them.
    """
    if connection.vendor == "sqlite" or not walk:
        subquery = matching(spec, query)
        plus = "+" if connection.vendor == "sqlite" else ""
        return f"{plus}{name} IN ({subquery.sql})", tuple(subquery.params)
    number = f"{code_of(spec.key) << SHIFT} + {name}"
    return f"(SELECT vector @@ %s::tsquery FROM engine_searchdocument d WHERE d.id = {number})", (
        to_tsquery(query),
    )


def kinds(query: Query) -> set[str]:
    """The keys of the entities of which the query finds records. Leaps from one entity's first hit over the rest of
    its hits: what is not found costs nothing.

    PostgreSQL, to which every leap is a look at all hits, leaves out crowds that are known; SQLite leaps upwards.
    """
    keys = {code_of(spec.key): spec.key for spec in registry.specs()}
    crowds = [code for code, key in keys.items() if _is_crowd(registry.spec(key), query)]
    met = [] if connection.vendor == "sqlite" else crowds
    while query.terms:
        ids = _first(_beyond(query, met), 1)
        if not ids:
            break
        met.append(ids[0] >> SHIFT)
    return {keys[code] for code in met if code in keys}


def _beyond(query: Query, met: Sequence[int]) -> RawSQL:
    """A subquery of the numbers of documents of other entities than those met."""
    if connection.vendor == "sqlite":
        start = (met[-1] + 1) << SHIFT if met else 0
        found = "engine_search_words WHERE engine_search_words MATCH %s AND rowid >= %s ORDER BY rowid"
        return RawSQL(f"SELECT rowid FROM {found}", (to_fts5(query), start))
    words = "".join(f" & !'{mark_of(code)}'" for code in met)
    found = "engine_searchdocument WHERE vector @@ %s::tsquery"
    return RawSQL(f"SELECT id FROM {found}", (f"({to_tsquery(query)}){words}",))


def hidden_words(spec: EntitySpec, actor: Actor, text: str) -> bool:
    """Whether words could find records by fields that are hidden from this actor or masked. Words without a digit find
    no phone: whoever sees a part of those only searches as fast as others."""
    digits = any(sign.isdigit() for sign in text)
    return any(
        actor.access.level(spec.key, name) < Level.READ and (digits or spec.fields[name].type.key != "phone")
        for name in spec.entity.search
    )


def honest(spec: EntitySpec, query: Query, actor: Actor) -> list[int]:
    """Ids of the records that the query finds by fields which this actor may read: for actors with hidden or
    masked fields. By what is masked one's own records are found."""
    levels = {name: actor.access.level(spec.key, name) for name in spec.entity.search}
    names = [name for name, level in levels.items() if level >= Level.READ]
    own = [name for name, level in levels.items() if level >= Level.MASKED]
    subquery = matching(spec, query)
    with connection.cursor() as cursor:
        cursor.execute(subquery.sql, subquery.params)
        ids = [row[0] for row in cursor.fetchall()]
    found: list[int] = []
    for start in range(0, len(ids), CHUNK):
        rows = spec.model.live().filter(pk__in=ids[start : start + CHUNK])
        found += [
            record.pk
            for record in rows
            if query.matches(tokens_of(spec, record, own if actor.access.holds(record.owner_id) else names))
        ]
    return found
