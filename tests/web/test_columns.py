"""The columns of a list: which, in which order, how wide, and those of linked records."""

from __future__ import annotations

import html
import re
from typing import Any

from kith.engine import records
from kith.features.views.models import SavedView
from kith.modules.customers.models import Contact, Customer
from tests.company import People
from tests.signing import browser

HEAD = re.compile(r'<th scope="col" data-field="([\w.]+)"')
CELL = re.compile(r"<td[^>]*>(?:<a[^>]*>)?([^<]*)")


def shown(client: Any, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def cells(page: str) -> list[list[str]]:
    return [CELL.findall(row) for row in re.findall(r"<tr data-row.*?</tr>", page, re.DOTALL)]


def test_columns_are_chosen_and_keep_their_order(people: People) -> None:
    sue = browser(people.users["sue"])
    records.create(Customer, by=people.sue, name="Acme", city="Leeds")
    answer = sue.get("/customers/columns/?column=&column=city&column=grade&sort=name")
    assert answer.headers["Location"] == "/customers/?sort=name&columns=city%2Cgrade"
    assert HEAD.findall(shown(sue, answer.headers["Location"])) == ["name", "city", "grade"]
    form = shown(sue, "/customers/columns/?columns=grade,city")
    boxes = re.findall(r'name="column" value="([\w.]+)"( checked)?', form)
    assert boxes[:2] == [("grade", " checked"), ("city", " checked")]
    assert all(not checked for _key, checked in boxes[2:])


def test_the_form_shows_the_columns_of_the_open_view(people: People) -> None:
    view = records.create(SavedView, by=people.sue, name="V", entity="customer", columns=["city"])
    form = shown(browser(people.users["sue"]), f"/customers/columns/?view={view.pk}")
    assert re.findall(r'name="column" value="([\w.]+)" checked', form) == ["city"]


def test_a_column_of_a_linked_record_shows_what_one_may_see_of_it(people: People) -> None:
    acme = records.create(Customer, by=people.sue, name="Acme", city="Leeds", grade="A")
    foreign = records.create(Customer, by=people.nora, name="Foreign", city="Bath")
    for name, customer in (("Ann", acme), ("Bob", None)):
        records.create(Contact, by=people.sue, name=name, customer=customer)
    records.create(Contact, by=people.ada, name="Cat", customer=foreign, owner=people.users["sue"].pk)
    sue = browser(people.users["sue"])
    address = "/contacts/?columns=name,customer.city&sort=name"
    page = shown(sue, address)
    assert HEAD.findall(page) == ["name", "customer.city"]
    assert "Customer · City" in html.unescape(page)
    assert [row[-1] for row in cells(page)] == ["Leeds", "", ""]
    assert [row[-1] for row in cells(shown(browser(people.users["ada"]), address))] == ["Leeds", "", "Bath"]
    assert "sort=customer.city" not in page
    people.role("seller", people.roles["seller"].grants, {"customer": {"city": "hidden"}})
    page = shown(browser(people.users["sue"]), address)
    assert HEAD.findall(page) == ["name"]
    assert "Leeds" not in page


def test_a_view_keeps_columns_of_linked_records_and_a_file_has_them(people: People) -> None:
    acme = records.create(Customer, by=people.sue, name="Acme", city="Leeds")
    records.create(Contact, by=people.sue, name="Ann", customer=acme)
    people.give("sue", "manager")
    sue = browser(people.users["sue"])
    kept = sue.post("/contacts/save-view/?columns=name,customer.city", {"label": "Cities"}).headers[
        "Location"
    ]
    assert HEAD.findall(shown(sue, kept)) == ["name", "customer.city"]
    written: Any = sue.get(f"/contacts/export/?{kept.partition('?')[2]}&format=csv")
    text = b"".join(written.streaming_content).decode("utf-8-sig")
    assert text.splitlines() == ["Name,Customer · City", "Ann,Leeds"]
    assert sue.post("/contacts/save-view/?columns=customer.nothing", {"label": "x"}).status_code == 422


def test_widths_are_kept_for_oneself_within_bounds(people: People) -> None:
    records.create(Customer, by=people.sue, name="Acme")
    sue = browser(people.users["sue"])
    assert "<colgroup>" not in shown(sue, "/customers/")
    sue.post("/customers/widths/", {"name": "333", "city": "9999", "nothing": "5", "grade": "x"})
    page = shown(sue, "/customers/?columns=name,city,grade,phone")
    assert re.findall(r'<col width="(\d+)">', page) == ["333", "1200", "48", "160"]
    assert "<colgroup>" not in shown(browser(people.users["carl"]), "/customers/")
    sue.post("/customers/widths/", {})
    assert "<colgroup>" not in shown(sue, "/customers/")
