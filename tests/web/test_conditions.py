"""Conditions inside forms: drawn step by step with the builder of filters, kept, read back, refused at their field."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from kith.engine import records
from kith.engine.errors import Invalid
from kith.features.sharing.models import SharingRule
from tests.company import People
from tests.signing import browser
from tests.web.form_reading import inputs

NEW = "/sharing-rules/new/"
FORM = re.compile(r'<form class="form".*?</form>', re.DOTALL)


@pytest.fixture
def ada(people: People) -> Client:
    return browser(people.users["ada"])


def text(answer: Any) -> str:
    found: str = answer.content.decode()
    return found


def form(page: str) -> str:
    found: str = FORM.findall(page)[0]
    return found.replace('<form class="form"', '<form id="it"', 1)


def press(client: Client, page: str, **changes: Any) -> Any:
    """Send the form with changes; `do` is the button."""
    return client.post(NEW, {**inputs(form(page), "it"), **changes})


def test_a_condition_is_drawn_in_a_form_without_javascript_and_nothing_is_saved_before_its_end(
    people: People, ada: Client
) -> None:
    page = text(ada.get(NEW))
    assert "First say which records it is about." in page
    page = text(press(ada, page, name="Big ones", entity="customer", do="add.where~0"))
    assert 'value="pick.where~0|grade"' in page
    assert 'value="Big ones"' in page
    page = text(press(ada, page, do="pick.where~0|grade"))
    assert not SharingRule.objects.exists()
    page = text(press(ada, page, do="group.where~0", **{"v.where~0-0": ["A", "B"]}))
    page = text(press(ada, page, do="pick.where~0-1|name"))
    answer = press(
        ada, page, people=[people.users["sue"].pk], **{"v.where~0-0": ["A", "B"], "v.where~0-1-0": "ltd"}
    )
    assert answer.status_code == 303, re.findall(r'class="error".*?</p>', text(answer))
    rule = SharingRule.objects.get()
    assert rule.where == {
        "all": [
            {"field": "grade", "op": "in", "value": ["A", "B"]},
            {"field": "name", "op": "contains", "value": "ltd"},
        ]
    }
    shown = text(ada.get(f"/sharing-rules/{rule.pk}/"))
    assert "Grade is one of A, B and Name contains ltd" in shown
    again = inputs(form(text(ada.get(f"/sharing-rules/{rule.pk}/edit/"))), "it")
    assert again["v.where~0-0"] == ["A", "B"]
    assert again["v.where~0-1"] == ["ltd"]


def test_a_condition_is_drawn_anew_when_it_is_about_other_records(people: People, ada: Client) -> None:
    sent = {
        "entity": "contact",
        "where": "customer",
        "where__of": "entity",
        "do": "refresh.where~0",
        "k.where~0": "group",
        "k.where~0-0": "row",
        "f.where~0-0": "grade",
        "o.where~0-0": "in",
        "v.where~0-0": "A",
    }
    fresh = text(ada.post("/condition/", sent))
    assert 'name="where" value="contact"' in fresh
    assert "grade" not in fresh
    said = text(ada.post("/condition/", {**sent, "entity": "customer", "do": "say.where~0"}))
    assert said.strip() == "Grade is A"


def test_where_no_condition_means_nothing_it_is_not_said_to_be_about_all(ada: Client) -> None:
    """Here a condition says when a field must be filled in: without one it never must."""
    page = text(ada.get("/shape/customers/fields/new/?kind=text"))
    assert "No condition yet." in page
    assert "it is about all of them" not in page
    sent = {**inputs(form(page), "it"), "do": "say.required_when~0"}
    assert text(ada.post("/condition/", sent)).strip() == "No condition yet."
    assert "it is about all of them" in text(
        ada.get("/shape/customers/fields/new/?kind=reference&target=contact")
    )


def test_what_is_missing_is_said_at_its_row_and_what_was_typed_stays(people: People, ada: Client) -> None:
    page = text(press(ada, text(ada.get(NEW)), entity="customer", do="pick.where~0|name"))
    answer = press(ada, page, name="Typed", people=[people.users["sue"].pk])
    assert answer.status_code == 422
    assert "Give a value to look for." in text(answer)
    assert "Something is missing here." in text(answer)
    assert 'value="Typed"' in text(answer)


def test_the_gate_refuses_a_condition_on_what_its_writer_may_not_know(people: People) -> None:
    everything = {"create": "all", "read": "all", "update": "all"}
    people.role(
        "half", {"sharing-rule": everything, "customer": everything}, {"customer": {"grade": "hidden"}}
    )
    half = people.give("otto", "half")
    values: dict[str, Any] = {"name": "X", "entity": "customer", "people": [people.users["sue"].pk]}
    with pytest.raises(Invalid) as refused:
        records.create(SharingRule, by=half, **values, where={"field": "grade", "op": "in", "value": ["A"]})
    assert refused.value.errors == {"where": ["There is no field “grade” here."]}
    records.create(SharingRule, by=half, **values, where={"field": "name", "op": "contains", "value": "a"})
