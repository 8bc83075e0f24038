"""A business object for benches only: each value stands twice in it, in a column of its own and in a custom field."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

from django.db import connection, models

from bench.seed import Loader, base, people
from kith.engine import fields, records, registry
from kith.engine.actor import Actor
from kith.engine.custom import CustomField, build_indexes
from kith.engine.entity import Entity
from kith.engine.identity.models import User
from kith.engine.record import Record
from kith.modules.customers.models import Customer

KINDS = {
    "number": "integer",
    "text": "text",
    "day": "date",
    "grade": "choice",
    "price": "money",
    "place": "reference",
}
FIRST = dt.date(2020, 1, 1)
PLACES = 2_000
WIDE = "w_"


class Grade(models.TextChoices):
    """A class of yards."""

    A = "a", "A"
    B = "b", "B"
    C = "c", "C"
    D = "d", "D"


class Yard(Record):
    """A column of every kind that is measured, with list indexes."""

    list_sorts = ("text_key", "-created_at", "number", "day", "grade", "price_base")

    text = fields.Text("Text", required=True)
    text_key = fields.SortKey("text")
    number = fields.Integer("Number", required=True)
    day = fields.Date("Day", required=True)
    grade = fields.Choice(Grade, "Grade", required=True)
    price = fields.Money("Price")
    place = fields.Reference("customers.Customer", "Place")

    class Meta:
        app_label = "bench"


class YardEntity(Entity):
    """The declaration."""

    model, key, plural, title = Yard, "yard", "yards", "text"
    label, label_plural = "Yard", "Yards"
    columns, sort = ("text", "number", "day"), "text"


registry.register(YardEntity)


def seed(count: int, wide: int) -> None:
    """People, customers to link to, the table, the custom fields with their indexes, and the rows; `wide` further
    custom fields stand in every row, and of the others only the number is indexed then."""
    owners = people()
    by = Actor.of(User.objects.get(username="ada"))
    with connection.schema_editor() as editor:
        editor.create_model(Yard)
    Loader(Customer).load(
        {**base(number, owners, 63_000_000), "name": f"Place {number:05}", "name_key": f"place {number:05}"}
        for number in range(1, PLACES + 1)
    )
    choices = [{"value": value, "label": label} for value, label in Grade.choices]
    for key, kind in KINDS.items():
        said: dict[str, Any] = (
            {"choices": choices}
            if kind == "choice"
            else {"target": "customer"}
            if kind == "reference"
            else {}
        )
        records.create(
            CustomField,
            by=by,
            entity="yard",
            key=f"c_{key}",
            kind=kind,
            **said,
            indexed=not wide or key == "number",
        )
    for number in range(wide):
        records.create(CustomField, by=by, entity="yard", key=f"{WIDE}{number:03}", kind="text")
    Loader(Yard).load(rows(count, owners, wide))
    for key in KINDS:
        build_indexes("yard", f"c_{key}")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence('bench_yard', 'id'), max(id)) FROM bench_yard"
            )


def rows(count: int, owners: list[User], wide: int) -> Iterator[dict[str, Any]]:
    """The same values in columns and in custom fields."""
    filling = "".join(f', "{WIDE}{number:03}": "value {number}"' for number in range(wide))
    for number in range(1, count + 1):
        size, day = (number * 7919) % 1_000_003, FIRST + dt.timedelta(days=(number * 31) % 2_500)
        text, grade, place = (
            f"Yard {(number * 104_729) % 1_000_003:07}",
            "abcd"[number % 4],
            number % PLACES + 1,
        )
        custom = {
            "c_number": size, "c_text": text, "c_day": day.isoformat(), "c_grade": grade,
            "c_price": [size * 7, "EUR", size * 7], "c_place": place,
        }  # fmt: skip
        yield {
            **base(number, owners, 63_000_000), "text": text, "text_key": text.lower(), "number": size, "day": day,
            "grade": grade, "price": size * 7, "price_currency": "EUR", "price_base": size * 7, "place_id": place,
            "custom": json.dumps(custom)[:-1] + filling + "}",
        }  # fmt: skip
