"""Building filters: from a field to a condition in the address, back into the builder, and within one's rights."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from kith.engine import records
from kith.features.views.models import SavedView
from kith.modules.activities.models import Activity
from kith.modules.customers.models import Customer
from kith.modules.sales.models import Opportunity
from tests.company import People
from tests.signing import browser
from tests.web.form_reading import inputs

BUILD = "/customers/filter/"
FORM = "filter-build"
ACTION = re.compile(r'id="filter-build" method="post" action="([^"]+)"')
OFFER = re.compile(r'name="do" value="pick\.[^|"]*\|([^"]+)"')
EDIT = re.compile(r'class="chip-text" href="([^"]+)"')


@pytest.fixture
def sue(people: People) -> Client:
    return browser(people.users["sue"])


def text(answer: Any) -> str:
    found: str = answer.content.decode()
    return found


def where(answer: Any) -> Any:
    """The filters in the address that an answer leads to."""
    assert answer.status_code == 303, text(answer)
    return json.loads(parse_qs(urlsplit(answer["Location"]).query).get("where", ["[]"])[0])


def press(client: Client, page: str, do: str, changes: Mapping[str, Any] | None = None) -> Any:
    """Send the builder's form with changes, by the button that means `do`."""
    address = html.unescape(ACTION.findall(page)[0])
    return client.post(address, {**inputs(page, FORM), **(changes or {}), "do": do})


def test_a_field_a_value_and_the_list_is_filtered(people: People, sue: Client) -> None:
    for name, grade in (("Acme", "A"), ("Bolt", "B")):
        records.create(Customer, by=people.sue, name=name, grade=grade)
    page = text(sue.get(BUILD))
    assert {"grade", "owner.unit", "parent.grade", "+opportunities:customer"} <= set(OFFER.findall(page))
    page = text(press(sue, page, "pick.0|grade"))
    assert "autofocus" in page
    answer = press(sue, page, "apply", {"v.0-0": ["A"]})
    assert where(answer) == [{"field": "grade", "op": "in", "value": ["A"]}]
    listed = text(sue.get(answer["Location"]))
    assert "Acme" in listed
    assert "Bolt" not in listed


def test_groups_nest_and_the_builder_says_what_they_mean(sue: Client) -> None:
    page = text(sue.get(f"{BUILD}?field=city"))
    page = text(press(sue, page, "group.0", {"v.0-0": "Leeds"}))
    page = text(press(sue, page, "pick.0-1|grade"))
    page = text(press(sue, page, "group.0-1", {"v.0-1-0": ["A"]}))
    page = text(press(sue, page, "pick.0-1-1|+opportunities:customer"))
    page = text(press(sue, page, "add.0-1-1-0", {"m.0-1-1-0": "none"}))
    assert "stage" in OFFER.findall(page), "the fields of what is linked are offered within"
    page = text(press(sue, page, "pick.0-1-1-0|amount"))
    filled = {"o.0-1-1-0-0": "gt", "v.0-1-1-0-0": "1000", "v.0-1-1-0-0__currency": "EUR"}
    said = text(press(sue, page, "say", filled))
    assert (
        "City contains Leeds and (Grade is A or has no opportunities where Amount is more than €1,000)"
        in html.unescape(said)
    )
    inner = {"field": "amount", "op": "gt", "value": {"amount": "1000.00", "currency": "EUR"}}
    assert where(press(sue, page, "apply", filled)) == [
        {"field": "city", "op": "contains", "value": "Leeds"},
        {
            "any": [
                {"field": "grade", "op": "in", "value": ["A"]},
                {"related": "opportunities", "none": inner},
            ]
        },
    ]


def test_what_is_wrong_is_said_at_its_row_and_nothing_typed_is_lost(sue: Client) -> None:
    page = text(press(sue, text(sue.get(f"{BUILD}?field=city")), "pick.0|revenue", {"v.0-0": "Leeds"}))
    answer = press(sue, page, "apply", {"v.0-0": "Leeds", "v.0-1": "plenty", "o.0-1": "is", "s.0-1": "is"})
    assert answer.status_code == 422
    page = text(answer)
    kept = inputs(page, FORM)
    assert (kept["v.0-0"], kept["v.0-1"]) == (["Leeds"], ["plenty"])
    city, _sep, revenue = page.partition('name="k.0-1"')
    assert 'class="error"' in revenue
    assert 'class="error"' not in city.partition('name="k.0-0"')[2]
    assert 'aria-invalid="true"' in revenue


def test_a_chip_opens_its_condition_and_changing_it_leaves_the_others(people: People, sue: Client) -> None:
    filters = [
        {"field": "city", "op": "is", "value": "Leeds"},
        {"field": "grade", "op": "in", "value": ["A"]},
    ]
    listed = text(sue.get("/customers/", {"where": json.dumps(filters), "sort": "-name"}))
    addresses = [html.unescape(found) for found in EDIT.findall(listed)]
    page = text(sue.get(addresses[1]))
    sent = inputs(page, FORM)
    assert sent["v.0-0"] == ["A"]
    assert sent["sort"] == ["-name"]
    answer = press(sue, page, "apply", {"v.0-0": ["B", "C"]})
    assert where(answer) == [filters[0], {"field": "grade", "op": "in", "value": ["B", "C"]}]
    assert "sort=-name" in answer["Location"]
    dropped = text(press(sue, page, "drop.0-0"))
    assert OFFER.findall(dropped), "with nothing left one chooses again"


def test_a_condition_of_a_saved_view_is_changed_on_top_of_it(people: People, sue: Client) -> None:
    said = {
        "all": [{"field": "city", "op": "is", "value": "Leeds"}, {"field": "grade", "op": "is", "value": "A"}]
    }
    view = records.create(
        SavedView, by=people.sue, name="Best", entity="customer", where=said, sort=["-name"], columns=["city"]
    )
    page = text(sue.get(f"/customers/?view={view.pk}"))
    first, second = (html.unescape(found) for found in EDIT.findall(page))
    answer = press(sue, text(sue.get(second)), "apply", {"v.0-0": ["D"]})
    assert where(answer) == [{"field": "grade", "op": "in", "value": ["D"]}]
    changed = text(sue.get(answer["Location"]))
    assert f"view={view.pk}" in answer["Location"]
    assert ["City is Leeds" in changed, "Grade is D" in changed, "Grade is A" in changed] == [
        True,
        True,
        False,
    ]
    assert inputs(text(sue.get(first)), FORM)["v.0-0"] == ["Leeds"]


def test_what_the_builder_has_no_inputs_for_is_told_and_kept(sue: Client) -> None:
    odd = {
        "any": [
            {"field": "name", "op": "is", "value": {"field": "city"}},
            {"field": "founded", "value": 1999},
        ]
    }
    page = text(sue.get(BUILD, {"where": json.dumps([odd]), "edit": "0"}))
    assert "Name is City" in page
    assert where(press(sue, page, "apply", {"v.0-1": "2001"})) == [
        {"any": [odd["any"][0], {"field": "founded", "op": "is", "value": 2001}]}
    ]


def test_another_way_to_compare_asks_for_its_own_inputs_without_scripts_too(sue: Client) -> None:
    page = text(sue.get(f"{BUILD}?field=next_contact_on"))
    answer = press(sue, page, "apply", {"o.0-0": "older"})
    assert answer.status_code == 200, "asked again: a number of days is another input than a period"
    page = text(answer)
    assert "n.0-0" in inputs(page, FORM)
    assert press(sue, page, "apply", {"n.0-0": "0"}).status_code == 422
    assert where(press(sue, page, "apply", {"n.0-0": "45"})) == [
        {"field": "next_contact_on", "op": "lt", "value": {"days": -45}}
    ]


@pytest.mark.parametrize("place", ["", "board/", "calendar/", "report/"])
def test_filters_lead_back_to_where_they_were_asked_for(sue: Client, place: str) -> None:
    page = text(sue.get("/opportunities/filter/", {"on": f"/opportunities/{place}", "field": "name"}))
    answer = press(sue, page, "apply", {"v.0-0": "x"})
    assert urlsplit(answer["Location"]).path == f"/opportunities/{place}"


def test_customers_of_my_team_not_contacted_for_a_month(people: People, sue: Client) -> None:
    team = people.team.pk
    for name, grade, whose in (("Quiet", "A", team), ("Alone", "A", None), ("Low", "C", team)):
        records.create(Customer, by=people.sue, name=name, grade=grade, team=whose)
    page = text(press(sue, text(sue.get(BUILD)), "pick.0|grade"))
    page = text(press(sue, page, "pick.0|last_contact_at", {"v.0-0": ["A"]}))
    page = text(press(sue, page, "pick.0|team"))
    answer = press(sue, page, "apply")
    assert where(answer) == [
        {"field": "grade", "op": "in", "value": ["A"]},
        {"field": "last_contact_at", "op": "not_within", "value": "last_30_days"},
        {"field": "team", "op": "in", "value": ["my_team"]},
    ]
    listed = text(sue.get(answer["Location"]))
    assert [name in listed for name in ("Quiet", "Alone", "Low")] == [True, False, False]


def test_hidden_fields_and_unreadable_records_are_offered_nowhere(people: People) -> None:
    people.role(
        "narrow",
        {"opportunity": {"read": "all"}, "customer": {"read": "all"}},
        {"customer": {"grade": "hidden"}, "opportunity": {"amount": "hidden", "competitor": "hidden"}},
    )
    people.join("Vera", "narrow")
    vera = browser(people.users["vera"])
    offered = set(OFFER.findall(text(vera.get("/opportunities/filter/"))))
    assert "customer.city" in offered
    assert not {"amount", "customer.grade", "competitor", "competitor.name"} & offered
    assert not [one for one in offered if one.startswith("+activities")]
    for forged in ("customer.grade", "amount", "competitor.name", "+activities:customer"):
        page = text(vera.get("/opportunities/filter/"))
        answer = press(vera, page, f"pick.0|{forged}")
        assert answer.status_code == 400
    said = json.dumps([{"field": "customer.grade", "op": "in", "value": ["A"]}])
    assert vera.get("/opportunities/", {"where": said}).status_code == 400


def test_related_conditions_count_only_what_the_reader_sees(people: People) -> None:
    customer = records.create(Customer, by=people.sue, name="Acme")
    people.role("split", {"customer": {"read": "all"}, "opportunity": {"read": "own"}})
    people.join("Vera", "split")
    records.create(Opportunity, by=people.sue, name="Deal", customer=customer)
    said = json.dumps([{"related": "opportunities", "some": {}}])
    assert "Acme" in text(browser(people.users["sue"]).get("/customers/", {"where": said}))
    assert "Acme" not in text(browser(people.users["vera"]).get("/customers/", {"where": said}))


def test_a_form_that_asks_for_too_much_is_refused(sue: Client) -> None:
    page = text(sue.get(BUILD))
    many = {f"k.0-{number}": "row" for number in range(200)}
    deep = {f"k.{'-'.join(['0'] * depth)}": "group" for depth in range(1, 20)}
    for odd in (many, deep, {"k.x": "row"}, {"k.0-0": "kept", "d.0-0": "{"}):
        assert press(sue, page, "apply", odd).status_code == 400


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "条件"), ("ru", "Условие")])
def test_the_builder_speaks_the_readers_language(people: People, language: str, words: str) -> None:
    people.give("sue", language=language)
    page = text(browser(people.users["sue"]).get(f"{BUILD}?field=grade"))
    assert words in page


def test_deals_without_an_open_activity_can_be_asked_for(people: People, sue: Client) -> None:
    for name in ("Idle", "Busy"):
        deal = records.create(Opportunity, by=people.sue, name=name)
        if name == "Busy":
            records.create(Activity, by=people.sue, subject="Call", about=("opportunity", deal.pk))
    page = text(sue.get("/opportunities/filter/"))
    assert "+activities:about" in OFFER.findall(page)
    page = text(press(sue, page, "pick.0|+activities:about"))
    page = text(press(sue, page, "pick.0-0|done", {"m.0-0": "none"}))
    answer = press(sue, page, "apply", {"v.0-0-0": "false"})
    assert where(answer) == [{"related": "activities", "none": {"field": "done", "op": "is", "value": False}}]
    listed = text(sue.get(answer["Location"]))
    assert ["Idle" in listed, "Busy" in listed] == [True, False]


def test_more_than_an_address_holds_is_refused_in_the_builder(sue: Client) -> None:
    page = text(sue.get(f"{BUILD}?field=city"))
    long = {
        f"{name}.0-{number}": value
        for number in range(60)
        for name, value in (
            ("k", "row"),
            ("f", "city"),
            ("o", "is"),
            ("s", "is"),
            ("v", f"{number} " + "x" * 110),
        )
    }
    answer = press(sue, page, "apply", long)
    assert answer.status_code == 422
    assert "This condition is too large." in text(answer)
