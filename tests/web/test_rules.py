"""Rules of the company: refused and warned of everywhere alike, formats with check digits, forms that react."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kith.engine import bulk, journal, records, registry
from kith.engine.condition import parse, to_q
from kith.engine.custom import CustomField
from kith.engine.errors import Invalid
from kith.engine.insisting import insisting, mild
from kith.engine.jobs import drain
from kith.engine.jobs.models import Job
from kith.engine.journal import Entry
from kith.features.rules import reviewing, trying
from kith.features.rules.models import FormRule, ValidationRule
from kith.features.types.models import RecordType
from kith.kernel import clock
from kith.modules.customers.models import Customer
from kith.modules.sales.models import Opportunity
from tests.company import People
from tests.signing import browser, program

PART = {"HX-Request": "true", "HX-Request-Type": "partial"}
BIG = {"field": "grade", "op": "in", "value": ["A"]}
NO_PHONE = {"all": [BIG, {"field": "phone", "op": "empty"}]}


def rule(people: People, where: Any = None, **values: Any) -> ValidationRule:
    """A rule in force for customers."""
    said: dict[str, Any] = {
        "name": "Rule",
        "entity": "customer",
        "where": where or {},
        "field": "phone",
        "message": {"en": "A good customer has a phone.", "ru": "Нужен телефон."},
        "active": True,
    }
    made: ValidationRule = records.create(ValidationRule, by=people.ada, **{**said, **values})
    return made


def form_rule(people: People, effect: str, *on: str, **values: Any) -> FormRule:
    """A form rule in force for good customers."""
    made: FormRule = records.create(
        FormRule, by=people.ada, name=effect, entity="customer", effect=effect, on=list(on),
        **{"where": BIG, **values},
    )  # fmt: skip
    return made


def refused(people: People, **values: Any) -> dict[str, list[str]]:
    with pytest.raises(Invalid) as error:
        records.create(Customer, by=people.sue, **{"name": "Acme", **values})
    return {name: [str(text) for text in texts] for name, texts in error.value.errors.items()}


def test_what_a_rule_calls_wrong_is_refused_at_its_field_through_every_door(people: People) -> None:
    rule(people, NO_PHONE)
    text = "A good customer has a phone."
    assert refused(people, grade="A") == {"phone": [text]}
    kept = records.create(Customer, by=people.sue, name="Acme", grade="B")
    with pytest.raises(Invalid):
        records.update(kept, by=people.sue, grade="A")
    page = browser(people.users["sue"]).post("/customers/new/", {"name": "Web", "grade": "A"})
    assert page.status_code == 422
    assert text in page.content.decode()
    answer = program(people.users["sue"]).post(
        "/api/v1/customers", {"name": "Api", "grade": "A"}, content_type="application/json"
    )
    assert answer.json()["errors"] == {"phone": [text]}
    outcomes = bulk.update(Customer, [(kept.pk, None, {"grade": "A"})], by=people.sue, partial=True)
    assert [list(outcome.errors) for outcome in outcomes] == [["phone"]]


def test_a_rule_that_is_switched_off_or_spares_what_is_older_asks_for_nothing(people: People) -> None:
    old = records.create(Customer, by=people.sue, name="Old", grade="B")
    one = rule(people, NO_PHONE, since=clock.today("UTC") + dt.timedelta(days=2))
    records.update(old, by=people.sue, grade="A")
    one = records.update(one, by=people.ada, since=None)
    assert refused(people, grade="A")
    records.perform("switch_off", one, by=people.ada)
    records.create(Customer, by=people.sue, name="Acme", grade="A")


def test_a_warning_is_passed_with_a_reason_that_stands_in_the_story(people: People) -> None:
    rule(people, NO_PHONE, severity="warn")
    client = browser(people.users["sue"])
    answer = client.post("/customers/new/", {"name": "Acme", "grade": "A"})
    assert answer.status_code == 422
    assert "Save anyway" in answer.content.decode()
    done = client.post("/customers/new/", {"name": "Acme", "grade": "A", "insist": "They only write"})
    assert done.status_code == 303
    story = client.get(done["Location"]).content.decode()
    assert "They only write" in story
    api = program(people.users["sue"])
    sent: Any = {"path": "/api/v1/customers", "data": {"name": "B", "grade": "A"}}
    asked = api.post(**sent, content_type="application/json")
    assert asked.json()["type"] == "urn:kith:problem:warning"
    kept = api.post(**sent, content_type="application/json", headers={"Kith-Reason": "%D0%9D%D0%B5%D1%82"})
    assert kept.status_code == 201
    assert Entry.objects.get(entity="customer", record_id=kept.json()["id"]).changes["~reason"][1] == "Нет"


def test_a_cell_asks_for_the_reason_where_only_a_warning_stands_in_the_way(people: People) -> None:
    rule(people, NO_PHONE, severity="warn")
    client = browser(people.users["sue"])
    kept = records.create(Customer, by=people.sue, name="Acme", grade="B")
    cell = f"/customers/{kept.pk}/cell/grade/"
    sent: Any = {"grade": "A", "columns": "name,grade", "version": kept.version}
    asked = client.post(cell, sent, headers=PART)
    assert asked.status_code == 422
    assert 'name="insist"' in asked.content.decode()
    wrong = client.post(cell, {**sent, "grade": "nonsense"}, headers=PART)
    assert 'name="insist"' not in wrong.content.decode()
    assert client.post(cell, {**sent, "insist": "They only write"}, headers=PART).status_code == 200
    entry = Entry.objects.filter(entity="customer", record_id=kept.pk).latest("id")
    assert entry.changes["~reason"][1] == "They only write"


def test_a_change_of_many_asks_rule_by_rule_where_only_warnings_stand_in_the_way(people: People) -> None:
    rule(people, NO_PHONE, severity="warn")
    town = {"all": [BIG, {"field": "city", "op": "empty"}]}
    city = rule(people, town, severity="warn", name="Town", message={"en": "No town?"})
    given: dict[str, dict[str, Any]] = {"a": {"phone": "+442079460018"}, "b": {}, "c": {"city": "Kiel"}}
    made = {name: records.create(Customer, by=people.sue, name=name, **more) for name, more in given.items()}
    client = browser(people.users["sue"])
    sent: Any = {"id": [row.pk for row in made.values()], "change": "grade", "grade": "A"}
    done = client.post("/customers/bulk/update/", sent)
    assert done.status_code == 303
    page = client.get(done["Location"]).content.decode()
    assert page.count('name="reason.validation-rule:') == 2
    assert "No town? <span" in page
    nothing = client.post(f"{done['Location']}insist/", {})
    assert nothing.status_code == 422
    again = client.post(f"{done['Location']}insist/", {f"reason.validation-rule:{city.pk}": "They have none"})
    graded = {row.name: row.grade for row in Customer.live().filter(pk__in=[one.pk for one in made.values()])}
    assert graded == {"a": "A", "b": "", "c": ""}, (
        "two rules warn of b, and no reason was given for the phone"
    )
    entry = Entry.objects.filter(entity="customer", record_id=made["a"].pk).latest("id")
    assert entry.changes["~reason"][1] == "They have none"
    assert "1 record" in client.get(again["Location"]).content.decode()
    assert browser(people.users["max"]).post(f"{done['Location']}insist/", {}).status_code == 404


def test_an_import_asks_rule_by_rule_where_only_warnings_stand_in_the_way(people: People) -> None:
    one = rule(people, NO_PHONE, severity="warn")
    client = browser(people.users["ada"])
    file = SimpleUploadedFile("customers.csv", b"Name,Grade,Phone\nA,A,\nB,A,\nC,B,\nD,nonsense,\n")
    run = client.post("/customers/import/", {"file": file})["Location"]
    columns = {"field-0": "name", "field-1": "grade", "field-2": "phone", "locale": "en"}
    checked = client.post(f"{run}mapping/", {**columns, "go": "check"})["Location"]
    page = client.get(checked).content.decode()
    assert "2 rows" in page.split("Only warned of")[1].split("</section>")[0]
    client.post(f"{run}run/", {f"reason.validation-rule:{one.pk}": "Bought list"})
    assert set(Customer.live().values_list("name", flat=True)) >= {"A", "B", "C"}
    made = Customer.live().get(name="A")
    entry = Entry.objects.filter(entity="customer", record_id=made.pk).latest("id")
    assert entry.changes["~reason"][1] == "Bought list"
    assert not Customer.live().filter(name="D").exists()


def test_a_rule_on_a_stage_is_asked_when_the_stage_changes(people: People) -> None:
    where = {"field": "amount", "op": "empty"}
    made = rule(people, where, entity="opportunity", field="amount", changed="stage", moments=["edit"])
    customer = records.create(Customer, by=people.sue, name="Acme")
    deal = records.create(Opportunity, by=people.sue, name="Deal", customer=customer)
    records.update(deal, by=people.sue, name="Other name")
    stages = [one for one in type(deal.stage).live().order_by("position") if one.pk != deal.stage_id]
    with pytest.raises(Invalid) as error:
        records.update(deal, by=people.sue, stage=stages[0])
    assert "amount" in error.value.errors
    assert made.changed == "stage"


def test_rules_that_no_record_could_satisfy_or_that_name_nothing_are_refused(people: People) -> None:
    nobody = {"any": [{"field": "phone", "op": "empty"}, {"field": "phone", "op": "not_empty"}]}
    for where, values, place in (
        (nobody, {}, "where"),
        ({}, {}, "where"),
        (NO_PHONE, {"field": "nothing"}, "field"),
        ({"field": "nothing"}, {}, "where"),
        (NO_PHONE, {"message": {}}, "message"),
        (NO_PHONE, {"kind": "format", "format": "iban", "field": "grade"}, "field"),
    ):
        with pytest.raises(Invalid) as error:
            rule(people, where, **values)
        assert place in error.value.errors, (where, values)


def test_a_format_is_checked_and_written_one_way(people: People) -> None:
    rule(people, kind="format", format="iban", field="source", message={})
    kept = records.create(Customer, by=people.sue, name="Acme", source="de89 3704 0044 0532 0130 00")
    assert kept.source == "DE89370400440532013000"
    texts = refused(people, source="DE89370400440532013001")["source"]
    assert texts == ["IBAN: the check digit does not fit. A character is probably mistyped."]


def test_an_added_field_can_have_a_format(people: People) -> None:
    client = browser(people.users["ada"])
    assert (
        "Unified Social Credit Code" in client.get("/shape/customers/fields/new/?kind=text").content.decode()
    )
    records.create(
        CustomField,
        by=people.ada,
        entity="customer",
        key="imo",
        kind="text",
        label={"en": "IMO"},
        format="imo",
    )
    kept = records.create(Customer, by=people.sue, name="Ship", imo="IMO 9319466")
    assert kept.custom["imo"] == "9319466"
    assert "check digit" in refused(people, imo="9319467")["imo"][0]
    where = {"field": "imo", "op": "starts", "value": "93"}
    assert records.visible(Customer, to=people.sue).filter(
        to_q(parse(where, registry.spec("customer"), people.sue), people.sue)
    )


def test_a_formula_says_what_is_wrong(people: People) -> None:
    rule(people, kind="formula", formula="AND(employees > 10, ISBLANK(phone))")
    assert refused(people, employees=11) == {"phone": ["A good customer has a phone."]}
    records.create(Customer, by=people.sue, name="Acme", employees=10)
    with pytest.raises(Invalid) as error:
        rule(people, kind="formula", formula="employees > nothing")
    assert "formula" in error.value.errors


def test_undoing_and_kith_itself_are_not_held_to_rules(people: People) -> None:
    kept = records.create(Customer, by=people.sue, name="Acme", grade="A")
    rule(people, NO_PHONE)
    assert refused(people, grade="A")
    with insisting("No"), pytest.raises(Invalid) as error:
        records.update(kept, by=people.sue, name="New")
    assert not mild(error.value.errors)
    with journal.batch(people.sue, "delete"):
        records.delete(kept, by=people.sue)


def test_form_rules_hold_in_the_gate(people: People) -> None:
    form_rule(people, "require", "phone")
    form_rule(people, "lock", "source")
    form_rule(people, "limit", "kind", choices=["company"])
    form_rule(people, "hide", "website")
    form_rule(people, "set", "industry", value="It")
    errors = refused(people, grade="A", source="X", website="https://x.example", kind="person")
    assert set(errors) == {"phone", "source", "website", "kind"}
    kept = records.create(Customer, by=people.sue, name="Acme", grade="A", phone="+49 30 5550 1401")
    with pytest.raises(Invalid):
        records.update(kept, by=people.sue, website="https://x.example")
    records.update(kept, by=people.sue, grade="B", website="https://x.example", source="Y")


def test_what_a_form_hides_is_hidden_on_the_page_of_the_record_too(people: People) -> None:
    kept = records.create(Customer, by=people.sue, name="Acme", grade="B", website="https://x.example")
    form_rule(people, "hide", "website")
    client = browser(people.users["sue"])
    assert "x.example" in client.get(f"/customers/{kept.pk}/").content.decode()
    records.update(kept, by=people.sue, grade="A")
    shown = client.get(f"/customers/{kept.pk}/").content.decode()
    assert "x.example" not in shown.split("timeline")[0]
    assert "?field=website" not in shown
    assert "?field=industry" in shown


def test_the_formula_of_a_rule_is_tried_while_it_is_written(people: People) -> None:
    records.create(Customer, by=people.ada, name="Acme", employees=12)
    client = browser(people.users["ada"])
    form = client.get("/shape/customers/rules/validation/new/?how=formula").content.decode()
    at = "/shape/customers/formula/check/?wanted=boolean"
    assert f'hx-post="{at}"' in form
    told = client.post(at, {"name": "formula", "formula": "employees > 10"}).content.decode()
    assert re.search(r"<dt>Acme</dt><dd>Yes", told)
    told = client.post(at, {"name": "formula", "formula": "employees + 10"}).content.decode()
    assert "The result must be" in told
    assert client.post(f"{at}s", {"name": "formula", "formula": "name"}).status_code == 200


def test_a_form_is_told_how_its_fields_react_and_begins_so(people: People) -> None:
    form_rule(people, "require", "phone")
    form_rule(people, "hide", "website")
    form_rule(people, "limit", "kind", choices=["company"])
    form_rule(people, "set", "source", value="Fair")
    client = browser(people.users["sue"])
    sent = {
        "name": "Acme",
        "grade": "A",
        "kind": "person",
        "reacting": "name,grade,phone,website,kind,source",
    }
    found = client.post("/customers/react/", sent).json()
    assert found["phone"] == {"required": True}
    assert found["website"] == {"shown": False}
    assert found["kind"]["choices"] == ["company"]
    assert found["kind"]["message"]
    assert found["source"]["value"] == "Fair"
    assert client.post("/customers/react/", {**sent, "grade": "B"}).json() == {}
    kept = records.create(Customer, by=people.sue, name="Old", grade="A", phone="+49 30 5550 1401")
    page = client.get(f"/customers/{kept.pk}/edit/").content.decode()
    assert f'data-reacts="/customers/{kept.pk}/react/"' in page
    assert "&#34;website&#34;:{&#34;shown&#34;:false}" in page
    assert browser(people.users["nora"]).post(f"/customers/{kept.pk}/react/", sent).status_code == 404
    assert "data-reacts" not in client.get("/contacts/new/").content.decode()


def test_a_short_form_asks_for_what_its_type_needs_and_keeps_it_while_a_reason_is_asked_for(
    people: People,
) -> None:
    records.create(RecordType, by=people.ada, entity="customer", key="shop", label={"en": "Shop"})
    of_type = {"field": "record_type", "op": "in", "value": ["shop"]}
    form_rule(people, "require", "website", where=of_type)
    rule(people, {"all": [of_type, {"field": "phone", "op": "empty"}]}, severity="warn")
    client, into = browser(people.users["sue"]), {**PART, "HX-Target": "div#dialog-content"}
    first = client.get("/customers/new/?record_type=shop", headers=into).content.decode()
    assert 'name="website"' in first
    assert 'name="source"' not in first
    sent = {"record_type": "shop", "name": "Acme", "website": "https://acme.example", "dialog": "1"}
    asked = client.post("/customers/new/", sent, headers=into).content.decode()
    assert "Save anyway" in asked
    assert 'value="https://acme.example"' in asked
    client.post("/customers/new/", {**sent, "insist": "They only write"}, headers=into)
    assert Customer.objects.get(name="Acme").website == "https://acme.example"


def test_an_administrator_makes_tries_and_switches_on_a_rule(people: People) -> None:
    records.create(Customer, by=people.sue, name="Wrong", grade="A")
    client = browser(people.users["ada"])
    page = client.get("/shape/customers/rules/").content.decode()
    assert "“Phone” or “E-mail” must be there" in page
    drawn = {
        "where": "customer", "k.where~0": "group", "j.where~0": "all",
        "k.where~0-0": "row", "f.where~0-0": "grade", "o.where~0-0": "in", "v.where~0-0": "A",
    }  # fmt: skip
    sent = {
        "name": "No A",
        "message": "1",
        "message__en": "No A here",
        "severity": "refuse",
        "moments": ["create"],
    }
    done = client.post("/shape/customers/rules/validation/new/?how=condition", {**drawn, **sent})
    assert done.status_code == 303, done.content.decode()
    tried = client.get(done["Location"]).content.decode()
    assert "Every record that there is would be wrong." in tried
    assert "Grade is A" in tried
    records.create(Customer, by=people.sue, name="Right", grade="B")
    assert "1 record that is there would be wrong." in client.get(done["Location"]).content.decode()
    one = ValidationRule.objects.get()
    client.post(f"/shape/customers/rules/validation/{one.pk}/on/")
    assert refused(people, grade="A") == {"": ["No A here"]}
    new = "/shape/customers/rules/form/new/?how=hide"
    assert client.post(new, {**drawn, "name": "Hide", "on": ["", "website"]}).status_code == 303
    assert "Website: hidden while: Grade is A" in client.get("/shape/customers/rules/").content.decode()
    assert browser(people.users["sue"]).get("/shape/customers/rules/").status_code == 404


def test_another_kind_of_rule_keeps_what_was_typed(people: People) -> None:
    client = browser(people.users["ada"])
    typed = {
        "name": "Rested",
        "message": "1",
        "message__en": "No.",
        "severity": "warn",
        "nonce": "n",
        "redraw": "1",
    }
    page = client.post("/shape/customers/rules/validation/new/?how=formula", typed)
    assert page.status_code == 200
    shown = page.content.decode()
    assert 'value="Rested"' in shown
    assert 'value="No."' in shown
    assert 'name="formula"' in shown
    assert not ValidationRule.live().exists()


def test_who_made_a_rule_is_told_that_it_rests_still(people: People) -> None:
    typed = {"name": "Long", "message": "1", "message__en": "No.", "formula": "LEN(name) > 9", "severity": "warn",
             "moments": ["create"], "nonce": "n"}  # fmt: skip
    client = browser(people.users["ada"])
    made = client.post("/shape/customers/rules/validation/new/?how=formula", typed, follow=True)
    assert "It is not switched on yet." in made.content.decode()


def test_more_records_than_fit_into_a_page_are_asked_in_the_background(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trying, "MOST", 3)
    monkeypatch.setattr(reviewing, "CHUNK", 2)
    for number in range(5):
        records.create(Customer, by=people.ada, name=f"{'Long name' if number % 2 else 'Short'} {number}")
    typed = {"name": "Long", "message": "1", "message__en": "No.", "formula": "LEN(name) > 9", "severity": "warn",
             "moments": ["create"], "nonce": "n"}  # fmt: skip
    client = browser(people.users["ada"])
    begun = client.post("/shape/customers/rules/validation/new/?how=formula", typed, follow=True)
    assert "<progress" in begun.content.decode()
    at = begun.redirect_chain[-1][0]
    Job.objects.filter(name__contains="reviewing").update(status="failed")
    failed = client.get(at).content.decode()
    assert "It stopped after 0 of 0 records" in failed
    assert "<progress" not in failed
    client.post(f"{at}all/", {"nonce": "again"})
    drain()
    done = client.get(at).content.decode()
    assert "2 records that are there would be wrong." in done
    assert "were asked: 5." in done
    assert "<progress" not in done
    listed = client.get(f"{at}wrong/").content.decode()
    assert re.findall(r">(Long name \d)<", listed) == ["Long name 1", "Long name 3"]
    assert browser(people.users["sue"]).get(f"{at}wrong/").status_code == 404
    rule = ValidationRule.live().get()
    records.update(rule, by=people.ada, formula="LEN(name) > 2")
    assert "were asked" not in client.get(at).content.decode()
    client.post(f"{at}all/", {"nonce": "m"})
    drain()
    assert "Every record that there is would be wrong." in client.get(at).content.decode()
