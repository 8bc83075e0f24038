"""The order of a list: by one key, by several, kept while paging, said at the heads."""

from __future__ import annotations

import html
import re
from typing import Any

from kith.engine import records
from kith.modules.customers.models import Customer
from tests.company import People
from tests.signing import browser

NAME = re.compile(r'<td class="title[^"]*"><a href="[^"]+">([^<]+)</a>')
HEAD = re.compile(r'<th scope="col" data-field="(\w+)"(.*?)</th>', re.DOTALL)


def shown(client: Any, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def head(page: str, key: str) -> str:
    return str(html.unescape(dict(HEAD.findall(page))[key]))


def made(people: People) -> Any:
    for name, city, grade in (("D", "York", "B"), ("C", "Leeds", "A"), ("B", "York", "A"), ("A", "", "B")):
        records.create(Customer, by=people.sue, name=name, city=city, grade=grade)
    return browser(people.users["sue"])


def test_a_head_sorts_turns_round_and_adds_a_key(people: People) -> None:
    sue = made(people)
    page = shown(sue, "/customers/?sort=grade")
    assert 'aria-sort="ascending"' in head(page, "grade")
    assert "sort-place" not in page
    assert 'href="/customers/?sort=-grade"' in head(page, "grade")
    assert 'href="/customers/?sort=city"' in head(page, "city")
    assert 'data-add="/customers/?sort=grade%2Ccity"' in head(page, "city")
    page = shown(sue, "/customers/?sort=grade,-city")
    assert '<span class="sort-place">2</span>' in head(page, "city")
    assert 'aria-sort="descending"' in head(page, "city")
    assert 'data-add="/customers/?sort=grade%2Ccity"' in head(page, "city")
    assert 'data-add="/customers/?sort=-grade%2C-city"' in head(page, "grade")
    assert NAME.findall(page) == ["B", "C", "D", "A"]


def test_the_order_is_asked_in_a_form_with_several_keys(people: People) -> None:
    sue = made(people)
    form = shown(sue, "/customers/sort/?sort=grade,-city&q=x")
    assert re.search(r'<option value="city" selected>', form)
    assert '<input type="hidden" name="q" value="x">' in form
    sent = "by=city&direction=down&by=&direction=up&by=name&direction=up&by=city&direction=up"
    answer = sue.get(f"/customers/sort/?{sent}")
    assert answer.headers["Location"] == "/customers/?sort=city%2Cname"
    assert sue.get("/customers/sort/?by=nothing&direction=up", follow=True).status_code == 400


def test_a_field_that_one_may_not_read_is_no_key(people: People) -> None:
    sue = made(people)
    people.role("seller", people.roles["seller"].grants, {"customer": {"grade": "hidden"}})
    assert 'value="grade"' not in shown(sue, "/customers/sort/")
    assert sue.get("/customers/?sort=grade").status_code == 400
