"""What the database alone needs: the same rows by hand-written SQL in the measuring process.

No rights but the viewer's own condition, no journal, no search document, no formatting: nobody can be cheaper.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection, transaction

from kith.engine.identity.models import User
from kith.engine.registry import code_of
from kith.engine.searching import SHIFT, mark_of
from kith.kernel.search import parse_query, to_fts5, to_tsquery

Statement = tuple[str, Sequence[Any]]
COLUMNS = "id, version, name, status, grade, city, phone, owner_id, next_contact_on"
LIVE = "deleted_at IS NULL"
CARDS = "id, version, name, customer_id, amount, amount_currency, close_on, owner_id"


class Floor:
    """The statements of one viewer: each step's name with what makes its n-th run."""

    def __init__(self, viewer: str, words: Sequence[str]) -> None:
        user = User.objects.get(username=viewer)
        self.reach = "1=1" if viewer == "max" else f"owner_id = {user.pk}"
        self.mine = f"owner_id = {user.pk}"
        self.words = words
        self.customers = self._ids("customers_customer")
        self.deals = self._ids("sales_opportunity")
        self.stages = [row[0] for row in fetch(("SELECT id FROM sales_stage ORDER BY position", ()))]

    def _ids(self, table: str) -> list[int]:
        sql = f"SELECT id FROM {table} WHERE {LIVE} AND {self.reach} ORDER BY created_at DESC LIMIT 200"
        return [row[0] for row in fetch((sql, ()))]

    def steps(self) -> dict[str, Callable[[int], list[Statement]]]:
        """The reading steps, and the writing ones when the viewer has records."""
        found: dict[str, Callable[[int], list[Statement]]] = {
            "list, first page": lambda n: [self.page(COLUMNS)],
            "list, deep page": lambda n: [self.page(COLUMNS, self.deep)],
            "list, owner and text": lambda n: [self.search(self.words[n % len(self.words)], self.mine, 51)],
            "board": lambda n: self.board(),
            "global search": lambda n: [self.search(self.words[n % len(self.words)], self.reach, 8)],
            "API list of 50": lambda n: [self.page("*")],
            "report by stage and owner": lambda n: [self.report()],
        }
        if self.customers and self.deals:
            found |= {
                "record": lambda n: self.record(self.customers[n % len(self.customers)]),
                "create opportunity": lambda n: [self.copy(self.deals[n % len(self.deals)])],
                "change stage": lambda n: [self.move(self.deals[n % len(self.deals)], n)],
            }
        return found

    @property
    def deep(self) -> str:
        """The condition of a page 6,000 rows behind the first."""
        sql = f"SELECT name_key, id FROM customers_customer WHERE {LIVE} AND {self.reach}"
        rows = fetch((f"{sql} ORDER BY name_key, id LIMIT 1 OFFSET 6000", ()))
        if not rows:
            return "1=1"
        name, number = rows[0]
        quoted = name.replace("'", "''")
        return f"(name_key, id) > ('{quoted}', {number})"

    def page(self, columns: str, behind: str = "1=1") -> Statement:
        """A page of customers by name."""
        where = f"{LIVE} AND {self.reach} AND {behind}".replace("%", "%%")
        return f"SELECT {columns} FROM customers_customer WHERE {where} ORDER BY name_key, id LIMIT 51", ()

    def search(self, text: str, reach: str, most: int) -> Statement:
        """Customers by words, newest first."""
        base, query = code_of("customer") << SHIFT, parse_query(text, region="DE")
        if connection.vendor == "sqlite":
            found = (
                f"SELECT rowid - {base} FROM engine_search_words WHERE engine_search_words MATCH %s"
                f" AND rowid BETWEEN {base} AND {base + (1 << SHIFT) - 1}"
            )
            words = to_fts5(query)
        else:
            found = f"SELECT id - {base} FROM engine_searchdocument WHERE vector @@ %s::tsquery"
            words = f"({to_tsquery(query)}) & '{mark_of(code_of('customer'))}'"
        where = f"{LIVE} AND {reach} AND id IN ({found})"
        order = f"ORDER BY created_at DESC, id DESC LIMIT {most}"
        return f"SELECT {COLUMNS} FROM customers_customer WHERE {where} {order}", (words,)

    def board(self) -> list[Statement]:
        """Twenty cards of every stage, and the sums."""
        where = f"{LIVE} AND {self.reach}"
        lanes = " UNION ALL ".join(
            f"SELECT * FROM (SELECT {CARDS} FROM sales_opportunity WHERE {where} AND stage_id = {stage}"
            f" ORDER BY created_at DESC, id DESC LIMIT 21) AS l{stage}"
            for stage in self.stages
        )
        sums = "stage_id, count(*), sum(amount_base), sum(amount_base * probability)"
        return [
            (lanes, ()),
            (f"SELECT {sums} FROM sales_opportunity WHERE {where} GROUP BY stage_id", ()),
        ]

    def report(self) -> Statement:
        """Count and sum by stage and owner."""
        what = "stage_id, owner_id, count(*), sum(amount_base)"
        return (
            f"SELECT {what} FROM sales_opportunity WHERE {LIVE} AND {self.reach} GROUP BY stage_id, owner_id",
            (),
        )

    def record(self, number: int) -> list[Statement]:
        """A customer and its newest activities."""
        where, newest = f"{LIVE} AND {self.reach}", "ORDER BY at DESC, id DESC LIMIT 30"
        return [
            (f"SELECT * FROM customers_customer WHERE id = %s AND {where}", (number,)),
            (f"SELECT * FROM activities_activity WHERE customer_id = %s AND {where} {newest}", (number,)),
        ]

    def copy(self, number: int) -> Statement:
        """One more deal like another."""
        with connection.cursor() as cursor:
            names = [
                column.name
                for column in connection.introspection.get_table_description(cursor, "sales_opportunity")
                if column.name != "id"
            ]
        listed = ", ".join(names)
        return (
            f"INSERT INTO sales_opportunity ({listed}) SELECT {listed} FROM sales_opportunity WHERE id = %s",
            (number,),
        )

    def move(self, number: int, n: int) -> Statement:
        """A deal in another stage."""
        stage = self.stages[n % 3]
        return "UPDATE sales_opportunity SET stage_id = %s, version = version + 1 WHERE id = %s", (
            stage,
            number,
        )


def fetch(statement: Statement) -> list[Any]:
    """All rows of a statement; none of one that writes."""
    with connection.cursor() as cursor:
        cursor.execute(*statement)
        return cursor.fetchall() if cursor.description else []


def measure(make: Callable[[int], list[Statement]], seconds: float, cpu: Callable[[], float]) -> float:
    """CPU milliseconds of one run in this process and the database, by running it for a while."""
    made = [make(n) for n in range(60)]
    for statement in made[0]:
        fetch(statement)
    count, before, until = 0, time.process_time() + cpu(), time.perf_counter() + seconds
    while time.perf_counter() < until:
        with transaction.atomic():
            for statement in made[count % len(made)]:
                fetch(statement)
        count += 1
    return 1000 * (time.process_time() + cpu() - before) / count
