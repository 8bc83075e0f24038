"""An administrator adds, changes, sorts and removes fields without a word of JSON."""

from __future__ import annotations

import html
import json
import re
import secrets
from typing import Any

import pytest
from django.test import Client
from tests.company import People
from tests.signing import browser

from kith.engine import journal, records, registry
from kith.engine.custom import CustomField
from kith.engine.custom.kinds import CATALOGUE
from kith.engine.errors import Invalid
from kith.engine.jobs import drain
from kith.engine.undo import undo

HOME = "/shape/customers/fields/"


@pytest.fixture
def ada(people: People) -> Client:
    """Signed in as who may shape."""
    return browser(people.users["ada"])


def post(client: Client, path: str, **values: Any) -> Any:
    """Send a form."""
    return client.post(path, {"nonce": secrets.token_hex(8), **values})


def words(name: str, **texts: str) -> dict[str, str]:
    """The inputs of a text per language."""
    return {name: "1", **{f"{name}__{code.replace('_', '-')}": text for code, text in texts.items()}}


def add(client: Client, kind: str, label: str, **values: Any) -> CustomField:
    """Add a field to customers."""
    target = f"&target={values.pop('target')}" if "target" in values else ""
    answer = post(client, f"{HOME}new/?kind={kind}{target}", **words("label", en=label), **values)
    assert answer.status_code == 303, answer.content.decode()
    return CustomField.live().latest("id")


def test_every_kind_is_offered_and_has_a_form_that_makes_a_field(ada: Client) -> None:
    page = ada.get(f"{HOME}new/").content.decode()
    for kind in CATALOGUE:
        assert f"kind={kind}" in page
        more: dict[str, Any] = {"choices__paste": "One\nTwo"} if kind in ("choice", "multichoice") else {}
        more |= {"target": "contact"} if kind in ("reference", "references") else {}
        more |= {"target": "contact.customer", "rollup_function": "count"} if kind == "rollup" else {}
        more |= {"formula": "LEN(name)"} if kind == "formula" else {}
        target = f"&target={more['target']}" if "target" in more else ""
        assert ada.get(f"{HOME}new/?kind={kind}{target}").status_code == 200
        made = add(ada, kind, f"My {kind}", **more)
        assert ada.get(f"{HOME}{made.key}/").status_code == 200
    assert registry.spec("customer").fields["my_text"].label.texts == {"en": "My text"}


@pytest.mark.parametrize(
    ("code", "label", "key"), [("zh_hans", "船长", "chuanzhang"), ("ru", "Дата постройки", "data_postroyki")]
)
def test_a_key_is_made_from_a_label_in_any_script(ada: Client, code: str, label: str, key: str) -> None:
    post(ada, f"{HOME}new/?kind=text", **words("label", **{code: label}))
    assert CustomField.live().latest("id").key == key
    post(ada, f"{HOME}new/?kind=text", **words("label", **{code: label}))
    assert CustomField.live().latest("id").key == f"{key}_2"


def test_choices_are_lines_with_labels_tones_an_order_and_a_first_one(ada: Client) -> None:
    lines = {
        "choices": ["4", "2", "7"], "choices-4-en": "High", "choices-4-ru": "Высокий", "choices-4-tone": "bad",
        "choices-2-en": "Low", "choices-7-en": "", "choices__first": "2", "choices__paste": "Low\nMiddle\n\n中等",
    }  # fmt: skip
    made = add(ada, "choice", "Risk", **lines)
    assert made.choices == [
        {"value": "high", "label": {"en": "High", "ru": "Высокий"}, "tone": "bad"},
        {"value": "low", "label": {"en": "Low"}},
        {"value": "middle", "label": {"en": "Middle"}},
        {"value": "zhongdeng", "label": {"en": "中等"}},
    ]
    assert made.default == "low"
    answer = post(ada, f"{HOME}new/?kind=choice", **words("label", en="Empty"))
    assert answer.status_code == 422
    assert "Give at least one choice." in answer.content.decode()


def test_values_are_typed_as_people_of_a_language_type_them(people: People) -> None:
    people.give("ada", language="ru")
    ivan = browser(people.users["ada"])
    made = add(
        ivan, "decimal", "Weight", places="1", minimum="0,5", maximum="1000", default="2,5", required="true"
    )
    assert (made.minimum, made.maximum, made.default, made.required) == ("0.5", "1000.0", "2.5", True)
    answer = post(ivan, f"{HOME}new/?kind=decimal", **words("label", en="Wrong"), places="1", minimum="much")
    assert answer.status_code == 422
    assert "much" in answer.content.decode()


def test_a_field_is_changed_sorted_removed_and_taken_back(people: People, ada: Client) -> None:
    first, second = add(ada, "text", "First"), add(ada, "text", "Second")
    path = f"{HOME}{first.key}/"
    answer = post(ada, path, **words("label", en="Renamed"), version=first.version, required="true")
    assert answer.status_code == 303
    stale = post(ada, path, **words("label", en="Late"), version=first.version)
    assert stale.status_code == 412
    post(ada, f"{HOME}order/", field=[second.key, first.key])
    assert [one.key for one in registry.spec("customer").custom] == [second.key, first.key]
    assert "Renamed" in ada.get(f"{path}remove/").content.decode()
    post(ada, f"{path}remove/")
    assert first.key not in registry.spec("customer").fields
    undo(journal.Entry.objects.latest("id").batch_id, by=people.ada)
    assert registry.spec("customer").fields[first.key].required


def test_a_choice_that_records_have_is_replaced_when_it_is_taken_out(people: People, ada: Client) -> None:
    made = add(ada, "choice", "Risk", choices__paste="Low\nHigh")
    customers = registry.spec("customer").model
    held = records.create(customers, by=people.sue, name="Nordwind", **{made.key: "low"})
    left = {"choices": "1", "choices-1-value": "high", "choices-1-en": "High", "version": made.version}
    answer = post(ada, f"{HOME}risk/", **words("label", en="Risk"), **left)
    assert answer.status_code == 422
    assert "“Low” in 1 record becomes" in answer.content.decode()
    answer = post(ada, f"{HOME}risk/", **words("label", en="Risk"), **left, **{"choices__for-low": "high"})
    assert answer.status_code == 303
    drain()
    assert customers.objects.get(pk=held.pk).custom["risk"] == "high"
    undo(journal.Entry.objects.latest("id").batch_id, by=people.ada)
    assert customers.objects.get(pk=held.pk).custom["risk"] == "low"
    assert len(registry.spec("customer").fields["risk"].choices) == 2


def test_what_uses_a_field_is_said_before_it_goes(ada: Client) -> None:
    land = add(ada, "choice", "Land", choices__paste="Britain\nFrance")
    add(ada, "choice", "Town", choices__paste="Leeds\nLyon", depends_on=land.key)
    page = ada.get(f"{HOME}{land.key}/remove/").content.decode()
    assert "town" in page
    assert "disabled" in page
    assert post(ada, f"{HOME}{land.key}/remove/").status_code == 422


def test_the_page_says_what_fields_are_and_how_far_their_index_is(ada: Client) -> None:
    add(ada, "text", "Code", unique="true", indexed="true", personal="personal")
    page = ada.get(HOME).content.decode()
    for text in ("Code", "Unique", "Personal", "Index is being built", "Built in"):
        assert text in page


def test_nobody_else_shapes(people: People) -> None:
    client = browser(people.users["sue"])
    for path in (HOME, f"{HOME}new/", f"{HOME}new/?kind=text", f"{HOME}x/", f"{HOME}x/remove/"):
        assert client.get(path).status_code == 404
    assert post(client, f"{HOME}order/", field=["x"]).status_code == 404


def test_a_roll_up_is_told_in_words_and_refused_at_its_input(ada: Client) -> None:
    step = ada.get(f"{HOME}new/?kind=rollup").content.decode()
    assert "Over which records" in step
    assert "target=contact.customer" in step
    path = f"{HOME}new/?kind=rollup&target=contact.customer"
    answer = post(ada, path, **words("label", en="Last seen"), rollup_function="last")
    assert answer.status_code == 422
    assert "Choose a field that this can be done with." in answer.content.decode()
    made = add(
        ada,
        "rollup",
        "Last seen",
        target="contact.customer",
        rollup_function="max",
        rollup_field="updated_at",
    )
    assert made.rollup == {
        "child": "contact", "link": "customer", "function": "max", "field": "updated_at", "kind": "datetime",
    }  # fmt: skip
    shown = ada.get(f"{HOME}{made.key}/").content.decode()
    assert '<option value="max" selected>' in shown
    assert "Largest: " in ada.get(HOME).content.decode()


def test_a_formula_is_checked_while_it_is_written(ada: Client, people: People) -> None:
    records.create(registry.spec("customer").model, by=people.ada, name="Nord")
    check = "/shape/customers/formula/check/"
    wrong = post(ada, check, name="formula", formula='"a" & nmae').content.decode()
    assert "Did you mean “name”?" in wrong
    assert "<mark>nmae</mark>" in wrong
    right = post(ada, check, name="formula", formula="UPPER(name)").content.decode()
    assert "Gives a text." in right
    assert "NORD" in right
    assert (
        "Division by zero" in post(ada, check, name="formula", formula="1 / (LEN(name) - 4)").content.decode()
    )
    assert post(browser(people.users["sue"]), check, name="formula", formula="name").status_code == 404


def test_behind_a_link_the_fields_there_are_offered(ada: Client, people: People) -> None:
    check = "/shape/contacts/formula/check/"
    asked = post(ada, check, name="formula", formula="customer.").content.decode()
    assert 'data-insert="city" data-start="9" data-end="9"' in asked
    assert 'data-insert="owner."' in asked
    begun = post(ada, check, name="formula", formula='1 & customer.ci & "x"').content.decode()
    assert 'data-insert="city" data-start="13" data-end="15"' in begun
    assert 'data-insert="phone"' not in begun
    over = post(ada, check, name="formula", formula="customer.owner.").content.decode()
    assert 'data-insert="name"' in over
    assert 'data-insert="unit."' not in over
    assert "Gives a text." in post(ada, check, name="formula", formula="customer.city").content.decode()


def test_a_formula_is_tried_with_records_that_have_what_it_uses(ada: Client, people: People) -> None:
    model = registry.spec("customer").model
    for name, city in (("Nord", "Kiel"), ("Ost", "Jena"), *((f"Bare {number}", "") for number in range(5))):
        records.create(model, by=people.ada, name=name, city=city)
    check = "/shape/customers/formula/check/"
    answer = post(ada, check, name="formula", formula="UPPER(city)").content.decode()
    tried = answer.split("formula-examples")[1].split("</dl>")[0]
    assert re.findall(r"<dt>([^<]*)</dt>", tried) == ["Ost", "Nord", "Bare 4"]


def test_the_list_says_what_is_computed_and_from_which_records(ada: Client, people: People) -> None:
    add(ada, "formula", "Length", formula="LEN(name)")
    assert "Formula · Whole number" in ada.get(HOME).content.decode()
    made = add(ada, "rollup", "People", target="contact.customer", rollup_function="count")
    named_kim = {"field": "name", "op": "is", "value": "Kim"}
    records.update(made, by=people.ada, rollup={**made.rollup, "where": named_kim})
    assert "Contacts · Name is Kim" in ada.get(HOME).content.decode()


def test_the_page_of_a_record_tells_why_a_formula_gives_nothing(ada: Client, people: People) -> None:
    add(ada, "formula", "Share", key="share_of", formula="1 / (LEN(name) - 4)")
    made = records.create(registry.spec("customer").model, by=people.ada, name="Nord")
    assert "Division by zero" in ada.get(f"/customers/{made.pk}/").content.decode()


def test_a_new_field_is_offered_to_the_list_and_the_layout(people: People, ada: Client) -> None:
    answer = post(ada, f"{HOME}new/?kind=text", **words("label", en="Vessel"), dialog="1")
    page = ada.get(answer["Location"]).content.decode()
    toast = json.loads(html.unescape(page.partition('data-toast="')[2].partition('"')[0]))
    assert toast["offer"] == f"{HOME}vessel/column/"
    assert toast["href"] == "/shape/customers/layout/#field-vessel"
    assert 'id="field-vessel"' in ada.get("/shape/customers/layout/").content.decode()
    post(ada, toast["offer"])
    records.create(registry.spec("customer").model, by=people.sue, name="Acme")
    sue = browser(people.users["sue"])
    assert ">Vessel<" in sue.get("/customers/").content.decode()
    undo(journal.Batch.objects.filter(kind="config").latest("pk").pk, by=people.ada)
    assert ">Vessel<" not in sue.get("/customers/").content.decode()
    assert post(sue, toast["offer"]).status_code == 404
    post(ada, f"{HOME}new/?kind=text", **words("label", en="Berth"), in_list="true")
    assert ">Berth<" in sue.get("/customers/").content.decode()


def test_choices_of_built_in_fields_are_ordered_coloured_and_hidden(ada: Client, people: People) -> None:
    held = records.create(registry.spec("customer").model, by=people.sue, name="Nord", grade="D")
    here, sue = f"{HOME}grade/choices/", browser(people.users["sue"])
    assert here in ada.get(HOME).content.decode()
    line = {"value": ["C", "A", "B", "D"], "offered": ["C", "A", "B"], "tone-A": "good"}
    assert post(ada, here, version="", **line).status_code == 303
    field = registry.spec("customer").fields["grade"]
    assert [(one.value, one.tone, one.hidden) for one in field.choices] == [
        ("C", "", False), ("A", "good", False), ("B", "", False), ("D", "", True),
    ]  # fmt: skip
    form = sue.get("/customers/new/").content.decode()
    assert form.index('<option value="C"') < form.index('<option value="A"')
    assert '<option value="D"' not in form
    assert '<option value="D" selected' in sue.get(f"/customers/{held.pk}/edit/").content.decode()
    assert sue.get("/api/v1/customers?grade=D").json()["items"][0]["id"] == held.pk
    assert post(ada, here, version="", **line).status_code == 422
    every = {"value": ["A", "B", "C", "D"], "offered": []}
    assert "Leave at least one choice." in post(ada, here, version="1", **every).content.decode()
    undo(journal.Entry.objects.latest("id").batch_id, by=people.ada)
    assert [one.value for one in registry.spec("customer").fields["grade"].choices] == ["A", "B", "C", "D"]
    assert sue.get(here).status_code == 404


@pytest.mark.parametrize(
    "line", [{"value": ["A"]}, {"value": "E"}, {"value": "A", "tone": ["good"]}, "A", None]
)
def test_what_is_no_choice_is_refused_whatever_it_is(people: People, line: Any) -> None:
    said: dict[str, Any] = {"entity": "customer", "field": "grade", "choices": [line]}
    with pytest.raises(Invalid, match="choices"):
        records.create(registry.spec("choice-list").model, by=people.ada, **said)
