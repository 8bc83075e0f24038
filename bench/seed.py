"""Seeds a company of N customers straight into the tables, for benches only: the product writes through the gate.

    python -m bench.seed 100000

makes 40 sellers in 8 branches under 2 regions, a manager who sees everything and a newcomer who sees nothing;
N customers, 2N contacts, N/2 opportunities, 3N activities, with their search documents, and one indexed custom field
on customers.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from random import Random
from typing import Any

from django.db import connection, transaction

from bench import names
from kith.engine import epoch, installing, records, registry
from kith.engine.actor import Actor
from kith.engine.custom import CustomField, build_indexes
from kith.engine.identity import accounts
from kith.engine.identity.models import Unit, User
from kith.engine.registry import code_of
from kith.engine.searching import SHIFT, mark_of
from kith.engine.settings import Company
from kith.kernel.search import index_tokens, to_fts5_text, to_tsvector
from kith.kernel.text import sort_key
from kith.modules.activities.models import Activity
from kith.modules.customers.models import Contact, Customer
from kith.modules.sales.models import Opportunity, Stage

PASSWORD = "bench-password-1"
SELLERS = 40
NOW = dt.datetime(2026, 11, 1, 12, 0, tzinfo=dt.UTC)
CHUNK = 5_000


def people() -> list[User]:
    """The company, its units and people, and the custom field; returns the sellers."""
    settings = Company("Bench", "en", "EUR", "Europe/Berlin", "DE")
    by = Actor.of(installing.set_up(settings, username="ada", name="Ada", password=PASSWORD))
    roles = {key: role.pk for key, role in installing.ensure_roles().items()}
    regions = [records.create(Unit, by=by, name=f"Region {number}") for number in range(2)]
    branches = [
        records.create(Unit, by=by, name=f"Branch {number}", parent=regions[number % 2])
        for number in range(8)
    ]

    def user(username: str, name: str, unit: Unit, *keys: str) -> User:
        made: User = records.create(
            User, by=by, username=username, name=name, unit=unit, roles=[roles[key] for key in keys]
        )
        return made

    sellers = [
        user(f"sales{number}", names.person(number, Random(number)), branches[number % 8], "seller")
        for number in range(SELLERS)
    ]
    boss = user("max", "Max Manager", branches[0], "auditor", "leader")
    region = user("rita", "Rita Region", regions[0], "manager")
    newcomer = user("nora", "Nora New", regions[1], "seller")
    for one in (sellers[0], boss, region, newcomer):
        accounts.set_password(one, PASSWORD)
    berth: dict[str, Any] = {
        "entity": "customer",
        "key": "berth",
        "kind": "integer",
        "label": {"en": "Berth"},
    }
    records.create(CustomField, by=by, indexed=True, **berth)
    return sellers


class Loader:
    """Writes rows of one model with all its columns, by COPY or executemany, and their search documents."""

    def __init__(self, model: Any) -> None:
        self.model = model
        self.fields = list(model._meta.concrete_fields)
        self.names = [field.column for field in self.fields]
        self.defaults = {field.column: self._default(field) for field in self.fields}

    def _default(self, field: Any) -> Any:
        if field.has_default():
            value = field.get_default()
            return json.dumps(value) if isinstance(value, list | dict) else field.get_prep_value(value)
        return None if field.null else ""

    def load(self, rows: Iterable[dict[str, Any]]) -> None:
        """Write all rows; each gives the columns that differ from the defaults."""
        for part in chunks(rows, CHUNK):
            tuples = [tuple({**self.defaults, **row}[name] for name in self.names) for row in part]
            copy(self.model._meta.db_table, self.names, tuples)


def copy(table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert many rows the fast way of each database."""
    quoted = ", ".join(f'"{name}"' for name in columns)
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            marks = ", ".join(["?"] * len(columns))
            plain = [tuple(_plain(value) for value in row) for row in rows]
            cursor.connection.executemany(f'INSERT INTO "{table}" ({quoted}) VALUES ({marks})', plain)
        else:
            with cursor.copy(f'COPY "{table}" ({quoted}) FROM STDIN') as out:
                for row in rows:
                    out.write_row(row)


def _plain(value: Any) -> Any:
    """A value as SQLite keeps it."""
    if isinstance(value, dt.datetime):
        return value.isoformat(" ")
    return value.isoformat() if isinstance(value, dt.date) else value


def chunks(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """Lists of at most `size`."""
    part: list[Any] = []
    for row in rows:
        part.append(row)
        if len(part) == size:
            yield part
            part = []
    if part:
        yield part


@lru_cache(maxsize=200_000)
def tokens(texts: tuple[str, ...], phone: str = "", mail: str = "") -> str:
    """Search document of these texts, in this database's form."""
    found = index_tokens(texts, phones=(phone,) if phone else (), codes=(mail,) if mail else ())
    return to_fts5_text(found) if connection.vendor == "sqlite" else to_tsvector(found)


def documents(entity: str, rows: Iterable[tuple[int, str]]) -> None:
    """Write search documents of one entity."""
    base, mark = code_of(entity) << SHIFT, to_tsvector([mark_of(code_of(entity))])
    for part in chunks(rows, CHUNK):
        numbered = [(base + number, text) for number, text in part]
        if connection.vendor == "sqlite":
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.connection.executemany(
                    "INSERT INTO engine_searchdocument (id, tokens) VALUES (?, ?)", numbered
                )
                cursor.connection.executemany(
                    "INSERT INTO engine_search_words (rowid, tokens) VALUES (?, ?)", numbered
                )
        else:
            copy(
                "engine_searchdocument",
                ("id", "tokens", "vector"),
                [(number, "", f"{text} {mark}") for number, text in numbered],
            )


def base(number: int, owners: list[User], spread: int) -> dict[str, Any]:
    """What every row has: the owner by number, with sales0 owning 5 % as the peers' restricted seller did."""
    owner = owners[0] if number % 20 == 0 else owners[1 + number % (len(owners) - 1)]
    at = NOW - dt.timedelta(seconds=(number * 7919) % spread)
    return {
        "id": number, "owner_id": owner.pk, "unit_id": owner.unit_id, "created_at": at, "updated_at": at,
        "created_by_id": owner.pk, "updated_by_id": owner.pk,
    }  # fmt: skip


def customers(count: int, owners: list[User]) -> Iterator[dict[str, Any]]:
    """Customer rows."""
    for number in range(1, count + 1):
        random = Random(number)
        name, city, _language = names.company(number, random)
        yield {
            **base(number, owners, 63_000_000), "name": name, "name_key": sort_key(name), "city": city,
            "phone": f"+4930{number:08}"[:14], "email": f"info{number}@example.com",
            "status": ("prospect", "active", "sleeping")[number % 3], "grade": "ABCD"[number % 4],
            "employees": number % 5_000, "custom": json.dumps({"berth": (number * 7919) % 100_003}),
        }  # fmt: skip


def contacts(count: int, owners: list[User]) -> Iterator[dict[str, Any]]:
    """Contact rows: two per customer, owned like it."""
    for number in range(1, 2 * count + 1):
        customer = (number + 1) // 2
        name = names.person(number, Random(number))
        yield {
            **base(number, owners, 63_000_000), **owner_of(customer, owners), "name": name,
            "name_key": sort_key(name), "customer_id": customer, "mobile": f"+49151{number:08}"[:15],
            "email": f"person{number}@example.com", "position": ("Buyer", "Director", "Engineer")[number % 3],
        }  # fmt: skip


def owner_of(customer: int, owners: list[User]) -> dict[str, Any]:
    """Owner and unit of a customer's children."""
    found = base(customer, owners, 1)
    return {"owner_id": found["owner_id"], "unit_id": found["unit_id"]}


def opportunities(count: int, owners: list[User], stages: list[Any]) -> Iterator[dict[str, Any]]:
    """Opportunity rows: every second customer has one."""
    for number in range(1, count // 2 + 1):
        customer = number * 2
        stage = stages[(number * 31) % len(stages)]
        amount = (number * 7919) % 9_000_000 + 10_000
        yield {
            **base(number, owners, 63_000_000), **owner_of(customer, owners), "name": f"Deal {number}",
            "name_key": sort_key(f"Deal {number}"), "customer_id": customer, "pipeline_id": stage.pipeline_id,
            "stage_id": stage.pk, "amount": amount, "amount_currency": "EUR", "amount_base": amount,
            "close_on": (NOW + dt.timedelta(days=(number % 400) - 200)).date(), "stage_changed_at": NOW,
        }  # fmt: skip


def activities(count: int, owners: list[User]) -> Iterator[dict[str, Any]]:
    """Activity rows: three per customer."""
    subjects = (
        "Call about the offer",
        "Visit to the plant",
        "Follow up on the sample",
        "Звонок по договору",
        "拜访客户",
        "Send the price list",
    )
    for number in range(1, 3 * count + 1):
        customer = (number + 2) // 3
        at = NOW - dt.timedelta(seconds=(number * 7919) % 63_000_000 - 1_000_000)
        yield {
            **base(number, owners, 63_000_000), **owner_of(customer, owners),
            "kind": ("call", "visit", "task")[number % 3], "subject": subjects[number % 6], "at": at,
            "done": number % 10 != 0, "customer_id": customer, "about": customer, "about_entity": "customer",
        }  # fmt: skip


def known(model: Any, rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Only columns that the model has: the bench lives on when a module changes."""
    columns = {field.column for field in model._meta.concrete_fields}
    for row in rows:
        yield {name: value for name, value in row.items() if name in columns}


def fill(
    entity: str,
    model: Any,
    rows: Callable[[], Iterator[dict[str, Any]]],
    text: Callable[[dict[str, Any]], str],
) -> None:
    """Rows and search documents of one entity, with the time they took."""
    started = time.perf_counter()
    Loader(model).load(known(model, rows()))
    if registry.spec(entity).entity.search:
        documents(entity, ((row["id"], text(row)) for row in rows()))
    print(f"{entity}: {time.perf_counter() - started:.0f} s", flush=True)


def main(count: int) -> None:
    """Seed everything and bring the database's statistics up to date."""
    with epoch.turn():
        owners = people()
        stages = list(Stage.live().order_by("position"))
        fill(
            "customer",
            Customer,
            lambda: customers(count, owners),
            lambda row: tokens((row["name"], row["city"]), row["phone"], row["email"]),
        )
        fill(
            "contact",
            Contact,
            lambda: contacts(count, owners),
            lambda row: tokens((row["name"], row["position"]), row["mobile"], row["email"]),
        )
        fill(
            "opportunity",
            Opportunity,
            lambda: opportunities(count, owners, stages),
            lambda row: tokens((row["name"],)),
        )
        fill("activity", Activity, lambda: activities(count, owners), lambda row: tokens((row["subject"],)))
        build_indexes("customer", "berth")
        bring_up_to_date()


def bring_up_to_date() -> None:
    """Sequences behind the given ids, and the statistics that plans are made by."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("ANALYZE")
            return
        for model in (Customer, Contact, Opportunity, Activity):
            table = model._meta.db_table
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")
        cursor.execute("VACUUM ANALYZE")


if __name__ == "__main__":
    main(int(sys.argv[1]))
