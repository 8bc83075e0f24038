"""The segment matrix: numbers of what its reader sees, each the count of the list behind it."""

from __future__ import annotations

import html
import json
import re
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.company import People
from tests.signing import browser

from kith.engine import records, registry
from kith.engine.condition import parse
from kith.engine.listing import Listing
from kith.kernel.money import Money
from kith.modules.customers import matrix
from kith.modules.customers.models import Customer
from kith.modules.customers.views.matrix import FIRST_COLUMNS, FIRST_ROWS, offered
from kith.web.addressing import State
from kith.web.look import Look

HERE = "/customers/matrix/"


def firm(by: Any, **values: Any) -> Any:
    return records.create(Customer, by=by, **{"name": "Acme", **values})


def look(actor: Any, *where: Any) -> Look:
    return Look(registry.spec("customer"), actor, "list", State("/customers/", where=where))


def crossed(actor: Any, rows: str = "industry", columns: str = "worth") -> matrix.Matrix:
    return matrix.Matrix(look(actor), rows, columns)


def numbers(made: matrix.Matrix | matrix.Structure) -> dict[str, list[str]]:
    return {row.label: [cell.text for cell in row.cells] for row in made.rows()}


def listed(href: str, actor: Any) -> int:
    """How many records the list of an address has for a reader."""
    spec = registry.spec("customer")
    said = parse_qs(urlsplit(href).query).get("where")
    where = parse({"all": json.loads(said[0])}, spec, actor) if said else None
    return int(Listing(spec, actor, where=where).rows().count())


@pytest.fixture
def firms(people: People) -> None:
    for industry, worth in (
        ("Steel", "high"),
        ("Steel", "high"),
        ("Steel", ""),
        ("Food", "low"),
        ("", "high"),
    ):
        firm(people.sue, name="Bakery" if industry == "Food" else "Smith", industry=industry, worth=worth)
    firm(people.nora, name="Brewery", industry="Food", worth="low")


@pytest.mark.usefixtures("firms")
def test_values_are_crossed_with_totals_and_what_is_not_set(people: People) -> None:
    made = crossed(people.sue)
    assert made.heads == ["High", "Middle", "Low", "Not set", "Total"]
    assert numbers(made) == {
        "Steel": ["2", "0", "0", "1", "3"],
        "Food": ["0", "0", "1", "0", "1"],
        "Not set": ["1", "0", "0", "0", "1"],
        "Total": ["3", "0", "1", "1", "5"],
    }


@pytest.mark.usefixtures("firms")
@pytest.mark.parametrize("rows", FIRST_ROWS)
@pytest.mark.parametrize("columns", FIRST_COLUMNS)
def test_every_number_is_the_count_of_its_list(
    people: People, monkeypatch: pytest.MonkeyPatch, rows: str, columns: str
) -> None:
    if rows == columns:
        return
    monkeypatch.setattr(matrix, "MOST_ROWS", 1)
    monkeypatch.setattr(matrix, "MOST_COLUMNS", 1)
    for reader in (people.sue, people.ada):
        cells = [cell for row in crossed(reader, rows, columns).rows() for cell in row.cells]
        assert any(cell.href for cell in cells)
        for cell in cells:
            assert (listed(cell.href, reader) if cell.href else 0) == int(cell.text)


def test_what_has_no_row_of_its_own_is_one_together(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matrix, "MOST_ROWS", 2)
    for industry in ("Steel", "Steel", "Food", "Food", "Wood", "Salt", ""):
        firm(people.sue, industry=industry)
    made = crossed(people.sue)
    assert {label: cells[-1] for label, cells in numbers(made).items()} == {
        "Food": "2", "Steel": "2", "Other": "2", "Not set": "1", "Total": "7",
    }  # fmt: skip


@pytest.mark.usefixtures("firms")
def test_it_is_one_statement_over_customers(people: People) -> None:
    with CaptureQueriesContext(connection) as told:
        assert crossed(people.max).rows()
    assert sum(f'FROM "{Customer._meta.db_table}"' in one["sql"] for one in told.captured_queries) == 1


@pytest.mark.usefixtures("firms")
def test_a_number_on_the_page_opens_its_customers(people: People) -> None:
    client = browser(people.users["sue"])
    page = client.get(HERE, {"rows": "industry", "columns": "worth"}).content.decode()
    href = re.search(r'<th scope="row">Food</th>.*?href="([^"]+)"', page)
    assert href is not None
    found = client.get(html.unescape(href[1])).content.decode()
    assert (found.count(">Bakery<"), found.count(">Smith<"), found.count(">Brewery<")) == (1, 0, 0)


@pytest.mark.usefixtures("firms")
def test_a_field_that_one_may_not_know_is_not_offered(people: People) -> None:
    grants = {"*": {"*": "all"}}
    people.role("blind", grants, {"customer": {"industry": "hidden", "worth": "hidden"}})
    people.join("Ben Blind", "blind")
    page = browser(people.users["ben"]).get(HERE, {"rows": "industry", "columns": "worth"}).content.decode()
    assert "Steel" not in page
    assert 'value="industry"' not in page
    assert 'value="worth"' not in page
    assert browser(people.users["stranger"]).get(HERE).status_code == 404


def test_no_field_is_crossed_with_itself(people: People) -> None:
    page = browser(people.users["sue"]).get(HERE, {"rows": "grade", "columns": "grade"})
    assert page.status_code == 200


def test_the_list_of_customers_leads_there(people: People) -> None:
    assert f'href="{HERE}"' in browser(people.users["sue"]).get("/customers/").content.decode()


FOOD = {"field": "industry", "op": "is", "value": "Food"}


def test_each_field_that_is_offered_counts_what_its_lists_hold(people: People) -> None:
    for number in range(3):
        firm(people.sue, name=f"Smith {number}", grade="AB"[number % 2], source="Web", country="DE")
    spec = registry.spec("customer")
    names = [option.value for option in offered(spec, people.ada)]
    assert {
        "grade",
        "kind",
        "status",
        "industry",
        "source",
        "country",
        "owner",
        "unit",
        "credit_class",
    } <= set(names)
    for name in names:
        for row in matrix.Structure(look(people.ada), name).rows():
            assert (listed(row.cells[0].href, people.ada) if row.cells[0].href else 0) == int(
                row.cells[0].text
            )
        other = "grade" if name != "grade" else "owner"
        for row in crossed(people.ada, name, other).rows():
            for cell in row.cells:
                assert (listed(cell.href, people.ada) if cell.href else 0) == int(cell.text)


def test_one_field_shows_number_share_and_sums(people: People) -> None:
    for grade, revenue in (("A", 500), ("A", 250), ("B", None), ("", 250)):
        firm(people.sue, grade=grade, revenue=revenue and Money(Decimal(revenue), "EUR"))
    made = matrix.Structure(look(people.sue), "grade")
    assert made.heads == ["Customers", "Share", "Yearly revenue", "Employees"]
    found = numbers(made)
    assert {label: cells[:2] for label, cells in found.items()} == {
        "A": ["2", "50.0 %"], "B": ["1", "25.0 %"], "C": ["0", "0.0 %"], "D": ["0", "0.0 %"],
        "Not set": ["1", "25.0 %"], "Total": ["4", "100.0 %"],
    }  # fmt: skip
    assert ("750" in found["A"][2], "1,000" in found["Total"][2], found["B"][2]) == (True, True, "€0")


@pytest.mark.usefixtures("firms")
def test_numbers_and_their_lists_keep_the_filter(people: People) -> None:
    for made in (
        matrix.Matrix(look(people.ada, FOOD), "industry", "worth"),
        matrix.Structure(look(people.ada, FOOD), "worth"),
    ):
        cells = [cell for row in made.rows() for cell in row.cells if not cell.said]
        assert max(int(cell.text) for cell in cells) == 2
        for cell in cells:
            assert (listed(cell.href, people.ada) if cell.href else 0) == int(cell.text)


@pytest.mark.usefixtures("firms")
def test_the_page_keeps_the_filter_of_the_list_it_comes_from(people: People) -> None:
    client = browser(people.users["sue"])
    said = {"where": json.dumps([FOOD]), "columns": "name,city"}
    text = html.unescape(client.get("/customers/", said).content.decode())
    href = next(
        one
        for one in re.findall(r'href="([^"]+)"', text)
        if one.startswith(f"{HERE}?") and "columns=-" in one
    )
    page = client.get(href).content.decode()
    assert re.search(r"<strong>1</strong>", page)
    assert "Steel" not in page
    assert 'name="where"' in page
    off = html.unescape(re.search(r'class="chip-off" href="([^"]+)"', page)[1])  # type: ignore[index]
    assert re.search(r"<strong>5</strong>", client.get(off).content.decode())


@pytest.mark.usefixtures("firms")
def test_one_field_is_one_statement_over_customers(people: People) -> None:
    with CaptureQueriesContext(connection) as told:
        assert matrix.Structure(look(people.max), "industry").rows()
    assert sum(f'FROM "{Customer._meta.db_table}"' in one["sql"] for one in told.captured_queries) == 1


def test_sums_of_hidden_fields_are_not_shown(people: People) -> None:
    firm(people.sue, grade="A", employees=4321)
    people.role("blind", {"*": {"*": "all"}}, {"customer": {"employees": "hidden"}})
    people.join("Ben Blind", "blind")
    page = browser(people.users["ben"]).get(HERE, {"rows": "grade", "columns": "-"}).content.decode()
    assert "100.0 %" in page
    assert "Employees" not in page
    assert "4,321" not in page


def test_without_customers_there_is_no_table(people: People) -> None:
    for columns in ("-", "grade"):
        page = browser(people.users["sue"]).get(HERE, {"rows": "status", "columns": columns}).content.decode()
        assert "You see no customers yet." in page
        assert "<table" not in page
