"""Added fields are as fast as columns: pinned by how the database finds the rows of 20,000 records."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kith.engine import custom, records, registry
from kith.engine.condition import parse
from kith.engine.custom import CustomField
from kith.engine.listing import Listing
from kith.kernel import clock
from tests.company import People
from tests.database import plan

pytestmark = pytest.mark.database

ROWS = 20_000
KINDS = {
    "integer": 700,
    "text": "0700",
    "date": "2026-01-02",
    "choice": ["b", "c"],
    "money": "7.00",
    "reference": 77,
}


def values(number: int) -> dict[str, Any]:
    """A value of each kind, in the stored form."""
    day = f"2026-{number % 12 + 1:02}-{number % 25 + 1:02}"
    return {
        "c_integer": number % 1_000, "c_text": f"{number % 1_000:04}", "c_date": day,
        "c_choice": "abcdefghij"[number % 10], "c_money": [number % 1_000 * 100, "EUR", number % 1_000 * 100],
        "c_reference": number % 1_000 + 1,
    }  # fmt: skip


@pytest.fixture
def many(people: People) -> People:
    """20,000 customers, half of them Sue's, and an indexed field of each kind."""
    for kind in KINDS:
        said: dict[str, Any] = (
            {"choices": [{"value": letter} for letter in "abcdefghij"]} if kind == "choice" else {}
        )
        said |= {"target": "contact"} if kind == "reference" else {}
        records.create(
            CustomField, by=people.ada, entity="customer", key=f"c_{kind}", kind=kind, indexed=True, **said
        )
    spec, now = registry.spec("customer"), clock.now()
    model = records.create(spec.model, by=people.sue, name="First")
    columns = [column.column for column in spec.model._meta.concrete_fields]
    names = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {names} FROM "{spec.table}"')  # noqa: S608
        first = dict(zip(columns, cursor.fetchone(), strict=True))
    owners = [people.users["sue"], people.users["carl"]]
    rows = []
    for number in range(1, ROWS + 1):
        owner = owners[number % 2]
        own = {
            "id": model.pk + number,
            "owner_id": owner.pk,
            "unit_id": owner.unit_id,
            "number": f"X{number}",
        }
        rows.append(
            {**first, **own, "custom": json.dumps(values(number)), "created_at": now, "updated_at": now}
        )
    marks = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(
            f'INSERT INTO "{spec.table}" ({names}) VALUES ({marks})',  # noqa: S608
            [tuple(row[name] for name in columns) for row in rows],
        )
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for kind in KINDS:
        custom.build_indexes("customer", f"c_{kind}")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return people


def test_a_list_by_an_added_field_goes_down_its_index_whoever_reads(many: People) -> None:
    spec = registry.spec("customer")
    for name in ("ada", "max", "sue"):
        for kind, value in KINDS.items():
            actor, key = many.actor(name), f"c_{kind}"
            op = "in" if kind == "choice" else "is"
            where = parse({"field": key, "op": op, "value": value}, spec, actor)
            sort = ("id",) if kind == "reference" else (key,)
            for listing in (
                Listing(spec, actor, fields=("name",), where=where, sort=sort),
                *([Listing(spec, actor, fields=("name",), sort=sort)] if kind != "reference" else []),
            ):
                sql, params = listing._rest(listing._where(None), 50)
                way = plan(f'SELECT "id" FROM {listing.table.name} {sql}', params)  # noqa: S608
                assert "cf_customer" in way, f"{name} {kind}: {way}"
                if connection.vendor == "sqlite" and listing.shape == "ALL" and listing.where is None:
                    assert "TEMP B-TREE" not in way, f"{name} {kind}: {way}"


@pytest.mark.parametrize("sign", ["", "-"])
def test_several_choices_come_in_their_order_without_being_sorted(many: People, sign: str) -> None:
    spec = registry.spec("customer")
    for key, value in (("c_choice", ["h", "c", "d"]), ("kind", ["person", "company"])):
        where = parse({"all": [{"field": key, "op": "in", "value": value}]}, spec, many.ada)
        listing = Listing(spec, many.ada, fields=(key,), where=where, sort=(f"{sign}{key}",), limit=2_500)
        sql, params = listing._rest(listing._where(None), 50)
        way = plan(f'SELECT "id" FROM {listing.table.name} {sql}', params)  # noqa: S608
        if key == "c_choice":
            assert not any(word in way for word in ("Sort", "TEMP B-TREE")), way
        page = listing.page()
        found = [row.values[key] for row in page.rows]
        found += [row.values[key] for row in listing.page(page.next).rows]
        assert found == sorted(found, reverse=bool(sign)), key
        assert set(found) <= set(value), key
        if key == "c_choice":
            assert (found[0], len(set(found))) == (max(value) if sign else min(value), 3)


@pytest.mark.parametrize(("sign", "entry"), [("", "(<expr>>?"), ("-", "(<expr><?")])
def test_a_later_page_begins_where_the_last_one_ended(many: People, sign: str, entry: str) -> None:
    spec = registry.spec("customer")
    for kind in ("integer", "text", "date", "money"):
        listing = Listing(spec, many.ada, fields=("name",), sort=(f"{sign}c_{kind}",))
        sql, params = listing._rest(listing._where(listing.page().next), 50)
        way = plan(f'SELECT "id" FROM {listing.table.name} {sql}', params)  # noqa: S608
        assert "Index Cond" in way or entry in way, f"{kind}: {way}"


def test_a_list_that_shows_no_added_field_reads_none(many: People) -> None:
    spec = registry.spec("customer")
    with CaptureQueriesContext(connection) as caught:
        Listing(spec, many.sue, fields=("name", "city", "owner")).page()
    assert "custom" not in "".join(query["sql"] for query in caught.captured_queries).replace("customer", "")
