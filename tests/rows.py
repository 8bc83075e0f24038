"""The rows of the whole database as the database itself writes them, to put them in again at little cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from django.db import connection

ELSEWHERE = frozenset({"django_migrations", "engine_epoch"})
WORDS = "engine_search_words"


@dataclass(frozen=True)
class Rows:
    """By table: its columns, and every row as the literals of an INSERT."""

    columns: dict[str, str]
    rows: dict[str, tuple[str, ...]]

    @classmethod
    def all(cls) -> Self:
        """What is in the database now; the numbers of the epoch are nobody's rows."""
        columns, rows = {}, {}
        literal = "quote({})" if connection.vendor == "sqlite" else "quote_nullable({}::text)"
        with connection.cursor() as cursor:
            tables = set(connection.introspection.table_names(cursor)) - ELSEWHERE
            for table in sorted(name for name in tables if not name.startswith(WORDS)):
                names = [
                    f'"{column.name}"'
                    for column in connection.introspection.get_table_description(cursor, table)
                ]
                columns[table] = ", ".join(names)
                cells = " || ', ' || ".join(literal.format(name) for name in names)
                cursor.execute(f'SELECT {cells} FROM "{table}"')  # noqa: S608  names of our own tables
                rows[table] = tuple(row[0] for row in cursor.fetchall())
        return cls(columns, rows)

    def beyond(self, before: Self) -> Self:
        """What came in since then. Raises AssertionError when something was changed or went."""
        new = {}
        for table, rows in self.rows.items():
            old = set(before.rows[table])
            assert old <= set(rows), f"{table} has lost rows"
            if added := tuple(row for row in rows if row not in old):
                new[table] = added
        return type(self)(self.columns, new)

    def put_in(self) -> None:
        """Put them in again, one statement per table."""
        lite = connection.vendor == "sqlite"
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA defer_foreign_keys = ON" if lite else "SET CONSTRAINTS ALL DEFERRED")
            for table, rows in self.rows.items():
                into = f'INSERT INTO "{table}" ({self.columns[table]}) VALUES '  # noqa: S608
                cursor.execute(into + ", ".join(f"({row})" for row in rows))
            if lite:
                words = f"INSERT INTO {WORDS} (rowid, tokens)"
                cursor.execute(f"{words} SELECT id, tokens FROM engine_searchdocument")  # noqa: S608
