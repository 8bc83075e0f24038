"""Lists as files, by people with fixed roles."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import tracemalloc
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest
from django.apps import apps
from tests.company import People
from tests.signing import browser, program

from kith.engine import bulk, plugs, records, registry
from kith.engine.actor import Actor
from kith.engine.audit import Occurrence
from kith.engine.condition import parse
from kith.engine.errors import Forbidden, Malformed
from kith.engine.identity.models import Role
from kith.engine.jobs import drain
from kith.engine.journal import Batch
from kith.engine.limits import Beyond
from kith.engine.listing import Listing
from kith.features.exports import exporting, writing
from kith.features.exports.asking import condition
from kith.features.exports.jobs import path_of, remove_old_exports
from kith.features.exports.models import Export, State
from kith.kernel import clock
from kith.kernel.money import Money

Customer: Any = apps.get_model("customers", "Customer")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def customers(people: People) -> People:
    """Two of Sue's, one of Carl's."""
    records.create(
        Customer, by=people.sue, name="Acme", grade="A", city="Riga", tags=["vip", "eu"], employees=12,
        revenue=Money(Decimal(1234), "EUR"), next_contact_on=dt.date(2026, 5, 1), phone="+371 67 000 000",
    )  # fmt: skip
    parent = records.create(Customer, by=people.sue, name='=HYPERLINK("http://x")')
    records.create(Customer, by=people.carl, name="北京公司", parent=None)
    records.update((Customer, parent.pk), by=people.sue, about="two\nlines")
    return people


def listing(actor: Actor, *fields: str, where: Any = None, **options: Any) -> Listing:
    spec = registry.spec("customer")
    return Listing(spec, actor, fields=fields, where=parse(where, spec, actor) if where else None, **options)


def text(actor: Actor, kind: str, *fields: str, raw: bool = False, **options: Any) -> bytes:
    exported = plugs.exporters[kind](listing(actor, *fields, **options), kind, raw)
    assert exported.parts is not None
    return b"".join(exported.parts)


def table(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_a_file_has_labels_and_names_and_typed_values(customers: People) -> None:
    fields = ("name", "status", "owner", "tags", "employees", "revenue", "next_contact_on", "phone")
    rows = table(text(customers.max, "csv", *fields, sort=("name",)))
    assert rows[0] == [
        "Name",
        "Status",
        "Owner",
        "Tags",
        "Employees",
        "Yearly revenue",
        "Next contact",
        "Phone",
    ]
    acme = next(row for row in rows if row[0] == "Acme")
    assert acme == [
        "Acme",
        "Prospect",
        "Sue Seller",
        "vip, eu",
        "12",
        "1234.00",
        "2026-05-01",
        "+37167000000",
    ]


def test_raw_values_are_ids_and_stored_words(customers: People) -> None:
    rows = table(text(customers.max, "csv", "name", "status", "owner", raw=True))
    assert rows[0] == ["id", "name", "status", "owner"]
    assert [row[2:] for row in rows if row[1] == "Acme"] == [["prospect", str(customers.users["sue"].pk)]]


def test_nothing_in_a_file_is_run_by_a_spreadsheet(customers: People) -> None:
    assert any(row == ['\'=HYPERLINK("http://x")'] for row in table(text(customers.max, "csv", "name")))
    sheet = openpyxl.load_workbook(io.BytesIO(text(customers.max, "xlsx", "name"))).active
    assert sheet is not None
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert all(cell.data_type == "s" for cell in cells)


def test_a_workbook_has_numbers_and_dates(customers: People) -> None:
    content = text(
        customers.max,
        "xlsx",
        "name",
        "employees",
        "revenue",
        "next_contact_on",
        where={"field": "name", "op": "is", "value": "Acme"},
    )
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    assert list(sheet.values)[1] == ("Acme", 12, 1234, dt.datetime(2026, 5, 1))  # noqa: DTZ001 - as workbooks have it


def test_json_lines_are_the_values_of_the_api(customers: People) -> None:
    lines = [
        json.loads(line)
        for line in text(customers.max, "jsonl", "name", "owner", "revenue", "created_at").splitlines()
    ]
    acme = next(line for line in lines if line["name"] == "Acme")
    assert acme["owner"] == "Sue Seller"
    assert acme["revenue"] == {"amount": "1234.00", "currency": "EUR"}
    assert acme["created_at"].endswith("Z")
    raw = [json.loads(line) for line in text(customers.max, "jsonl", "name", "owner", raw=True).splitlines()]
    assert {line["owner"] for line in raw} == {customers.users["sue"].pk, customers.users["carl"].pk}


def test_only_rows_within_the_right_to_export_leave(customers: People) -> None:
    with pytest.raises(Forbidden):
        text(customers.sue, "csv", "name")
    customers.role("seller", {"*": {**customers.roles["seller"].grants["*"], "read": "all", "export": "own"}})
    assert len(table(text(customers.carl, "csv", "name"))) == 2
    assert len(table(text(customers.max, "csv", "name"))) == 4
    assert len(table(text(customers.otto, "csv", "name"))) == 4


def test_a_hidden_field_never_leaves(customers: People) -> None:
    customers.role("manager", customers.roles["manager"].grants, {"customer": {"revenue": "hidden"}})
    assert "Yearly revenue" not in table(text(customers.max, "csv"))[0]
    with pytest.raises(Malformed):
        text(customers.max, "csv", "revenue")


def test_a_name_out_of_reach_is_left_empty(customers: People) -> None:
    secret = records.create(Customer, by=customers.nora, name="Secret")
    child = records.create(
        Customer, by=Actor.system(), name="Child", parent=secret, owner=customers.users["sue"]
    )
    rows = table(
        text(customers.max, "csv", "name", "parent", where={"field": "name", "op": "is", "value": child.name})
    )
    assert rows[1] == ["Child", ""]


def test_the_condition_words_and_order_of_the_list_hold(customers: People) -> None:
    rows = table(text(customers.max, "csv", "name", sort=("-name",), where={"field": "grade", "op": "empty"}))
    assert rows[1:] == [['\'=HYPERLINK("http://x")'], ["北京公司"]]
    assert len(table(text(customers.max, "csv", "name", text="北京"))) == 2


def test_an_export_stands_in_the_journal_with_its_count(customers: People) -> None:
    text(customers.max, "csv", "name")
    batch = Batch.objects.get(kind="export")
    assert (batch.actor_id, batch.entity, batch.rows) == (customers.users["max"].pk, "customer", 3)


def test_an_export_speaks_the_language_of_its_reader(customers: People) -> None:
    rows = table(text(customers.give("max", language="ru"), "csv", "name", "status"))
    assert len(rows) == 4


def written(exported: plugs.Exported) -> Export:
    return Export.objects.get(pk=int(exported.job or 0))


@pytest.fixture
def large(customers: People, monkeypatch: Any) -> People:
    """Three rows are a large export here."""
    monkeypatch.setattr(exporting, "SMALL", 2)
    return customers


def test_a_large_export_is_written_by_a_job_and_fetched_by_its_person_only(large: People) -> None:
    where = {
        "any": [
            {"field": "grade", "op": "is", "value": "A"},
            {"not": {"field": "owner", "op": "is", "value": "me"}},
        ]
    }
    exported = plugs.exporters["csv"](listing(large.max, "name", where=where), "csv", False)
    assert exported.parts is None
    assert browser(large.users["max"]).get(exported.location).status_code == 200
    assert drain() >= 1
    row = written(exported)
    assert (row.state, row.rows) == (State.DONE, 3)
    sent = browser(large.users["max"]).get(exported.location)
    assert len(table(b"".join(sent.streaming_content))) == 4  # type: ignore[attr-defined]
    assert browser(large.users["ada"]).get(exported.location).status_code == 404


def test_a_large_export_is_written_with_the_rights_of_that_moment(large: People) -> None:
    exported = plugs.exporters["csv"](listing(large.max, "name"), "csv", False)
    large.give("max", "seller")
    drain()
    assert written(exported).state == State.FAILED
    assert not list(path_of(written(exported)).parent.glob("*.csv"))


def test_the_api_tells_how_far_a_large_export_is(large: People) -> None:
    client = program(large.users["max"])
    asked = client.get("/api/v1/customers/export?format=csv&fields=name")
    assert asked.status_code == 202
    where = asked.headers["Location"]
    assert client.get(where).json()["state"] == "waiting"
    assert client.get(f"{where}/content").status_code == 404
    drain()
    told = client.get(where).json()
    assert (told["state"], told["rows"]) == ("done", 3)
    sent = client.get(told["content"])
    assert sent.headers["Content-Disposition"].startswith("attachment")
    assert len(table(b"".join(sent.streaming_content))) == 4  # type: ignore[attr-defined]
    assert program(large.users["sue"]).get(where).status_code == 404


def test_files_of_exports_go_after_a_week(large: People) -> None:
    exported = plugs.exporters["csv"](listing(large.max, "name"), "csv", False)
    drain()
    path = path_of(written(exported))
    assert remove_old_exports.call() == 0
    with clock.frozen(clock.now() + dt.timedelta(days=8)):
        assert remove_old_exports.call() == 1
    assert not path.exists()
    assert not Export.objects.exists()


@pytest.mark.parametrize(
    "said",
    [
        {"all": []},
        {"field": "grade", "op": "in", "value": ["A", "B"]},
        {"not": {"field": "owner", "op": "is", "value": "me"}},
        {"field": "owner.name", "op": "contains", "value": "Sue"},
        {"field": "parent.owner.name", "op": "is", "value": "x"},
        {"related": "contacts", "by": "customer", "some": {"field": "name", "op": "starts", "value": "A"}},
        {"related": "contacts", "by": "customer", "none": {"all": []}},
        {"field": "created_at", "op": "within", "value": "last_30_days"},
        {"field": "next_contact_on", "op": "lt", "value": {"days": 3}},
    ],
)
def test_a_condition_survives_the_way_to_the_job(people: People, said: Any) -> None:
    spec = registry.spec("customer")
    first = parse(said, spec, people.sue)
    assert parse(condition(first), spec, people.sue) == first


def test_a_long_export_needs_the_memory_of_one_chunk(people: People, tmp_path: Path) -> None:
    peaks = []
    for rows in (2_000, 8_000):
        missing = rows - Customer.objects.count()
        bulk.create(
            Customer, [{"name": f"Customer {n}", "about": "x" * 500} for n in range(missing)], by=people.sue
        )
        wanted = writing.allowed(listing(people.max, "name", "about", "owner"))
        tracemalloc.start()
        assert writing.write(wanted, "csv", tmp_path / "x.csv", raw=False) == rows
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.5


def limited(people: People, **limits: int) -> Actor:
    """Max, whose role limits what he exports."""
    records.update((Role, people.roles["manager"].pk), by=people.ada, limits=limits)
    return people.max


def test_more_rows_than_a_role_allows_do_not_leave_by_any_way(customers: People) -> None:
    limited(customers, export_rows=2)
    pages, api = browser(customers.users["max"]), program(customers.users["max"])
    for client, path in ((pages, "/customers/export/"), (api, "/api/v1/customers/export")):
        refused = client.get(path, {"format": "csv"})
        assert refused.status_code == 403
        assert "2 rows" in refused.content.decode()
    grade = {"field": "grade", "op": "is", "value": "A"}
    assert len(table(text(customers.max, "csv", "name", where=grade))) == 2


def test_an_export_of_the_background_keeps_a_limit_that_came_meanwhile(large: People) -> None:
    exported = plugs.exporters["csv"](listing(large.max, "name"), "csv", False)
    limited(large, export_rows=2)
    drain()
    assert written(exported).state == State.FAILED
    assert not path_of(written(exported)).exists()


def test_exports_of_a_day_are_counted_with_those_that_are_being_written(large: People) -> None:
    limited(large, exports_per_day=2)
    grade = {"field": "grade", "op": "is", "value": "A"}
    text(large.max, "csv", "name", where=grade)
    plugs.exporters["csv"](listing(large.max, "name"), "csv", False)
    with pytest.raises(Beyond, match="none is left"):
        text(large.max, "csv", "name", where=grade)
    drain()
    with pytest.raises(Beyond):
        text(large.max, "csv", "name", where=grade)
    noted = Occurrence.objects.filter(kind="export", actor_id=large.users["max"].pk)
    assert [one.detail["rows"] for one in noted.order_by("pk")] == [1, 3]
    text(large.ada, "csv", "name", where=grade)
