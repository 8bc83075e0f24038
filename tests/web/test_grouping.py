"""Lists in groups: names, counts and sums of everything, rows of what is open, exact however many there are."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest

from kith.engine import bulk, records, registry
from kith.features.views.models import SavedView
from kith.modules.customers.models import Contact, Customer
from kith.modules.sales.models import Opportunity
from kith.web import groups
from tests.company import People
from tests.signing import browser

GROUP = re.compile(r'<tbody id="group-(\w+)">(.*?)</tbody>', re.DOTALL)
ROW = re.compile(r'<tr data-row id="row-(\d+)"')
NEXT = re.compile(r'<tr class="group-more">.*?<a href="([^"]+)" hx-get="([^"]+)"[^>]*>([^<]+)</a>', re.DOTALL)


def shown(client: Any, address: str, **options: Any) -> str:
    answer = client.get(address, **options)
    assert answer.status_code == 200
    return str(answer.content.decode())


def found(page: str) -> dict[str, tuple[str, int, str]]:
    """Count and rows of each group by its name, with the address that opens or shuts it."""
    said = {}
    for _mark, body in GROUP.findall(page):
        name = re.search(r'class="group-name">([^<]*)<', body)
        count = re.search(r'class="count">([^<]*)<', body)
        toggle = re.search(r'<a href="([^"]+)"', body)
        assert name
        assert count
        assert toggle
        said[html.unescape(name[1])] = (count[1], len(ROW.findall(body)), html.unescape(toggle[1]))
    return said


def some(people: People, **cities: int) -> None:
    rows = [
        {"name": f"{city} {number:03}", "city": city}
        for city, count in cities.items()
        for number in range(count)
    ]
    bulk.create(Customer, rows, by=people.sue)


def test_groups_are_counted_to_the_last_and_open_with_their_first_rows(people: People) -> None:
    some(people, Leeds=130, York=3)
    records.create(Customer, by=people.sue, name="Nowhere")
    records.create(Customer, by=people.nora, name="Foreign", city="York")
    page = shown(browser(people.users["sue"]), "/customers/?group=city")
    counts = {name: said[:2] for name, said in found(page).items()}
    assert counts == {"Leeds": ("130", 10), "York": ("3", 3), "empty": ("1", 1)}
    assert '<span class="total" id="total">134</span>' in page


def test_a_group_is_shut_and_opened_by_its_address(people: People) -> None:
    some(people, Leeds=2, York=2)
    sue = browser(people.users["sue"])
    page = shown(sue, "/customers/?group=city")
    page = shown(sue, found(page)["Leeds"][2])
    assert {name: said[1] for name, said in found(page).items()} == {"Leeds": 0, "York": 2}
    page = shown(sue, found(page)["York"][2])
    assert {said[1] for said in found(page).values()} == {0}
    page = shown(sue, found(page)["Leeds"][2])
    assert {name: said[1] for name, said in found(page).items()} == {"Leeds": 2, "York": 0}


def test_all_rows_of_a_group_come_once_in_order_piece_by_piece(people: People) -> None:
    some(people, Leeds=130, York=3)
    sue = browser(people.users["sue"])
    page = shown(sue, "/customers/?group=city&sort=-name")
    (_mark, body) = GROUP.findall(page)[0]
    names: list[str] = []
    said = []
    while True:
        names += re.findall(r'<td class="title[^"]*"><a href="[^"]+">([^<]+)</a>', body)
        rest = NEXT.search(body)
        if rest is None:
            break
        said.append(rest[3])
        body = shown(
            sue, html.unescape(rest[2]), headers={"HX-Request": "true", "HX-Request-Type": "partial"}
        )
    assert names == [f"Leeds {number:03}" for number in reversed(range(130))]
    assert said == ["120 more", "70 more", "20 more"]
    alone = NEXT.search(GROUP.findall(page)[0][1])
    assert alone
    assert "1–50 of 130" in shown(sue, html.unescape(alone[1]))


def test_sums_stand_under_their_columns_in_the_currency_of_the_company(people: People) -> None:
    acme = records.create(Customer, by=people.sue, name="Acme")
    for name, amount in (("One", "100"), ("Two", "50.50")):
        records.create(Opportunity, by=people.sue, name=name, customer=acme, amount=amount)
    page = shown(browser(people.users["sue"]), "/opportunities/?group=customer&columns=name,customer,amount")
    assert list(found(page)) == ["Acme"]
    assert re.search(r'<tr class="group-head">.*?<td class="number">[^<]*150\.50', page, re.DOTALL)
    assert re.search(r'<tr class="group-total">.*?<td class="number">[^<]*150\.50', page, re.DOTALL)
    page = shown(browser(people.users["sue"]), "/opportunities/?group=customer&columns=name,customer")
    assert re.search(r'<span class="group-sum">Amount <b>[^<]*150\.50', page)


def test_days_are_grouped_by_month_and_yes_or_no_by_both(people: People) -> None:
    acme = records.create(Customer, by=people.sue, name="Acme", next_contact_on="2026-02-28")
    records.create(Customer, by=people.sue, name="Bolt", next_contact_on="2026-03-01")
    records.create(Contact, by=people.sue, name="Ann", customer=acme)
    sue = browser(people.users["sue"])
    months = found(shown(sue, "/customers/?group=next_contact_on.month"))
    assert list(months) == ["February 2026", "March 2026"]
    yes = next((key for key, one in registry.spec("contact").fields.items() if one.type.key == "boolean"), "")
    if yes:
        assert {said[0] for said in found(shown(sue, f"/contacts/?group={yes}")).values()} == {"1"}


def test_very_many_groups_are_capped_and_the_total_still_counts_all(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(groups, "MOST", 3)
    some(people, Leeds=3, York=2, Bath=2, Ely=1, Ayr=1)
    page = shown(browser(people.users["sue"]), "/customers/?group=city")
    assert set(found(page)) == {"Leeds", "York", "Bath"}
    assert "Only the 3 largest groups are shown" in page
    assert '<span class="total" id="total">9</span>' in page


def test_a_grouping_is_saved_with_the_view_and_taken_away_again(people: People) -> None:
    some(people, Leeds=2, York=1)
    sue = browser(people.users["sue"])
    kept = sue.post("/customers/save-view/?group=city", {"label": "By city"}).headers["Location"]
    assert set(found(shown(sue, kept))) == {"Leeds", "York"}
    none = sue.get(f"/customers/group/?{kept.partition('?')[2]}&by=").headers["Location"]
    page = shown(sue, none)
    assert not GROUP.findall(page)
    assert "Changed, not saved" in page
    assert SavedView.live().get().group == "city"


def test_what_one_may_not_read_groups_nothing(people: People) -> None:
    some(people, Leeds=1)
    people.role("seller", people.roles["seller"].grants, {"customer": {"city": "hidden"}})
    sue = browser(people.users["sue"])
    assert sue.get("/customers/?group=city").status_code == 400
    assert 'value="city"' not in shown(sue, "/customers/group/")
    inside = '[{"field":"city","op":"is","value":"Leeds"}]'
    assert sue.get(f"/customers/group-rows/?group=source&inside={inside}").status_code == 400
    assert sue.get("/customers/group-rows/?group=source").status_code == 404
