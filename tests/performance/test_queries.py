"""Statements per page and endpoint are pinned beside this file, and do not grow with the number of rows.

A page that costs more or fewer than its pin fails; `KITH_PIN_QUERIES=1` writes the pins anew, to be looked
at as a diff.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kith.engine import bulk, registry
from tests.company import People
from tests.signing import browser, program

pytestmark = pytest.mark.database

PINS = Path(__file__).with_name("queries.json")
FEW, MANY = 52, 110

PAGES: dict[str, tuple[str, str]] = {
    "today": ("web", "/"),
    "customers": ("web", "/customers/"),
    "customers by words": ("web", "/customers/?q=row"),
    "customers in groups": ("web", "/customers/?group=city"),
    "contacts": ("web", "/contacts/"),
    "customer": ("web", "/customers/{customer}/"),
    "customer, form": ("web", "/customers/{customer}/edit/"),
    "customer, new": ("web", "/customers/new/"),
    "report": ("web", "/customers/report/"),
    "search": ("web", "/search/?q=row"),
    "palette": ("web", "/search/palette/?q=row"),
    "opportunities, board": ("web", "/opportunities/board/"),
    "activities, calendar": ("web", "/activities/calendar/"),
    "api, customers": ("api", "/api/v1/customers?limit=200&count=exact"),
    "api, customers with links": ("api", "/api/v1/contacts?limit=200&fields=name,customer.name,owner.name"),
    "api, customer": ("api", "/api/v1/customers/{customer}"),
    "api, timeline": ("api", "/api/v1/customers/{customer}/timeline"),
    "api, summary": ("api", "/api/v1/customers/summary?group=status"),
    "api, search": ("api", "/api/v1/search?q=row"),
    "api, entities": ("api", "/api/v1/entities"),
}


def grow(people: People, count: int) -> int:
    """Rows up to `count` of the customer and contact, all of Sue; returns one customer."""
    customers, contacts = (registry.spec(key).model for key in ("customer", "contact"))
    have = customers.objects.count()
    names = [f"Row {number:03}" for number in range(have, count)]
    made = [
        outcome.id
        for outcome in bulk.create(
            customers, [{"name": name, "city": "Leeds"} for name in names], by=people.sue
        )
    ]
    bulk.create(contacts, [{"name": name, "customer": made[0]} for name in names], by=people.sue)
    return int(customers.objects.order_by("pk").values_list("pk", flat=True).first() or 0)


def cost(client: Any, address: str) -> tuple[int, list[str]]:
    """Statements of the second visit, when caches are warm."""
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as caught:
        answer = client.get(address)
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    return len(caught), [query["sql"] for query in caught.captured_queries]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_costs_what_it_costs_however_many_rows(people: People, name: str) -> None:
    shell, address = PAGES[name]
    user = people.users["sue"]
    number = grow(people, FEW)
    client = browser(user) if shell == "web" else program(user)
    path = address.format(customer=number)
    few, _said = cost(client, path)
    grow(people, MANY)
    many, statements = cost(client, path)
    assert many == few, "\n".join(statements)
    pins = json.loads(PINS.read_text(encoding="utf-8")) if PINS.exists() else {}
    if os.environ.get("KITH_PIN_QUERIES") == "1":
        pins.setdefault(name, {})[connection.vendor] = many
        PINS.write_text(json.dumps(pins, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    assert pins.get(name, {}).get(connection.vendor) == many, "\n".join(statements)
