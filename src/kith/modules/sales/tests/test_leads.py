"""Leads: their states, and what becomes of them, field by field."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from tests.company import People

from kith.engine import records, registry, timeline, undo
from kith.engine.custom import CustomField
from kith.engine.errors import Conflict, Forbidden, Invalid, NotFound
from kith.engine.journal import Batch
from kith.kernel.money import Money
from kith.modules.activities.models import Activity
from kith.modules.customers.models import Contact, Customer, Involvement
from kith.modules.sales.actions.conversion import preview
from kith.modules.sales.models import Lead, Opportunity

FULL = {
    "name": "Kim Lee", "company": "Acme", "position": "Buyer", "warmth": "hot", "phone": "+49 30 12345678",
    "mobile": "+49 151 12345678", "email": "kim@acme.example", "website": "https://acme.example", "country": "DE",
    "city": "Berlin", "industry": "Retail", "employees": 12, "source": "Fair", "about": "Wants scanners",
    "amount": "1200", "next_contact_on": "2026-07-01", "tags": ["hot"],
}  # fmt: skip


def lead(by: Any, **values: Any) -> Any:
    return records.create(Lead, by=by, **{"name": "Kim Lee", **values})


def told(moves: list[dict[str, str]]) -> dict[str, str]:
    return {move["field"]: f"{move['to']}: {move['to_field']}" for move in moves}


def test_converted_and_disqualified_are_reached_by_their_actions_only(people: People) -> None:
    made = lead(people.sue)
    for status in ("converted", "disqualified"):
        with pytest.raises(Invalid) as refused:
            records.update(made, by=people.sue, status=status)
        assert list(refused.value.errors) == ["status"]
    records.update(made, by=people.sue, status="qualified")


def test_a_lead_is_dropped_for_a_reason_and_taken_up_again(people: People) -> None:
    made = lead(people.sue)
    with pytest.raises(Invalid):
        records.perform("disqualify", made, by=people.sue)
    with pytest.raises(Invalid):
        records.perform("disqualify", made, by=people.sue, reason="bad mood")
    records.perform("disqualify", made, by=people.sue, reason="no_need")
    made.refresh_from_db()
    assert (made.status, made.disqualified_because) == ("disqualified", "no_need")
    with pytest.raises(Conflict):
        records.perform("convert", made, by=people.sue)
    records.perform("revive", made, by=people.sue)
    made.refresh_from_db()
    assert (made.status, made.disqualified_because) == ("working", "")


def test_the_preview_says_what_goes_where_and_what_would_be_lost(people: People) -> None:
    found = preview(lead(people.sue, **FULL), actor=people.sue)
    assert told(found["moves"]) == {
        "Name": "Contact: Name", "Company": "Customer: Name", "Position": "Contact: Position",
        "Phone": "Customer: Phone", "Mobile": "Contact: Mobile", "E-mail": "Contact: E-mail",
        "Website": "Customer: Website", "Country": "Customer: Country", "City": "Customer: City",
        "Industry": "Customer: Industry",
        "Employees": "Customer: Employees", "Source": "Opportunity: Source", "About": "Opportunity: About",
        "Expected amount": "Opportunity: Amount", "Next contact": "Customer: Next contact", "Tags": "Customer: Tags",
    }  # fmt: skip
    assert [(move["field"], move["value"]) for move in found["lost"]] == [("Warmth", "Hot")]
    assert found["values"] == {"customer": None, "contact": None, "opportunity": True, "deal_name": "Acme"}


def test_converting_does_what_the_preview_said(people: People) -> None:
    made = lead(people.sue, **FULL)
    deal = records.perform("convert", made, by=people.sue, close_on=dt.date(2026, 9, 1), deal_name="Scanners")
    made.refresh_from_db()
    customer, contact = made.customer, made.contact
    assert (made.status, made.opportunity_id) == ("converted", deal.pk)
    assert (customer.name, customer.kind, customer.phone, customer.city) == (
        "Acme",
        "company",
        "+493012345678",
        "Berlin",
    )
    assert (customer.employees, customer.tags, customer.next_contact_on) == (12, ["hot"], dt.date(2026, 7, 1))
    assert (contact.name, contact.position, contact.email) == ("Kim Lee", "Buyer", "kim@acme.example")
    assert contact.customer_id == deal.customer_id == customer.pk
    assert (deal.name, deal.amount, deal.source) == ("Scanners", Money(Decimal(1200), "EUR"), "Fair")
    assert (deal.close_on, deal.contact_id) == (dt.date(2026, 9, 1), contact.pk)


def test_a_person_without_a_company_becomes_a_customer_without_contact(people: People) -> None:
    made = lead(people.sue, mobile="+49 151 12345678", position="Collector")
    found = preview(made, actor=people.sue)
    assert told(found["moves"])["Mobile"] == "Customer: Phone"
    assert [move["field"] for move in found["lost"]] == ["Position"]
    customer = records.perform("convert", made, by=people.sue, opportunity=False)
    assert (customer.kind, customer.name, customer.phone) == ("person", "Kim Lee", "+4915112345678")
    assert not Contact.objects.exists()
    assert not Opportunity.objects.exists()


def test_without_a_deal_its_fields_find_another_place_or_are_named_as_lost(people: People) -> None:
    made = lead(people.sue, **FULL)
    customer = records.perform("convert", made, by=people.sue, opportunity=False)
    assert (customer.source, customer.about) == ("Fair", "Wants scanners")
    assert not Opportunity.objects.exists()


@pytest.mark.parametrize(
    "known",
    [
        {"name": "ACME"},
        {"name": "Acme GmbH"},
        {"name": "Acme Holding", "phone": "030 12345678"},
        {"name": "A", "website": "https://acme.example"},
    ],
)
def test_a_known_customer_is_offered_by_name_number_or_site(people: People, known: dict[str, str]) -> None:
    if "phone" in known:
        known = {**known, "phone": "+49 30 12345678"}
    customer = records.create(Customer, by=people.sue, **known)
    found = preview(lead(people.sue, **FULL), actor=people.sue)
    assert found["values"]["customer"] == customer.pk
    assert [match["id"] for match in found["matches"]] == [customer.pk]
    assert found["matches"][0]["why"]


def test_who_agrees_in_name_and_site_comes_before_who_has_only_the_name(people: People) -> None:
    records.create(Customer, by=people.sue, name="Acme")
    both = records.create(Customer, by=people.sue, name="Acme", website=FULL["website"])
    assert preview(lead(people.sue, **FULL), actor=people.sue)["values"]["customer"] == both.pk


def test_a_known_contact_brings_its_customer_along(people: People) -> None:
    customer = records.create(Customer, by=people.sue, name="Quite another name")
    contact = records.create(
        Contact, by=people.sue, name="K. Lee", email="kim@acme.example", customer=customer
    )
    found = preview(lead(people.sue, **FULL), actor=people.sue)
    assert (found["values"]["customer"], found["values"]["contact"]) == (customer.pk, contact.pk)


def test_what_one_may_not_see_is_never_offered_nor_taken(people: People) -> None:
    customer = records.create(Customer, by=people.carl, name="Acme")
    made = lead(people.sue, **FULL)
    assert preview(made, actor=people.sue)["matches"] == []
    with pytest.raises(Invalid) as refused:
        records.perform("convert", made, by=people.sue, customer=customer)
    assert list(refused.value.errors) == ["customer"]


def test_a_known_customer_gets_what_it_lacks_and_keeps_what_it_has(people: People) -> None:
    customer = records.create(Customer, by=people.sue, name="Acme", city="Hamburg")
    made = lead(people.sue, **FULL)
    lost = [move["field"] for move in preview(made, actor=people.sue)["lost"]]
    assert lost == ["Warmth", "City"]
    records.perform("convert", made, by=people.sue, customer=customer)
    customer.refresh_from_db()
    assert (customer.city, customer.industry, customer.version) == ("Hamburg", "Retail", 2)


def test_a_contact_of_another_company_becomes_involved_in_this_one(people: People) -> None:
    one, other = (records.create(Customer, by=people.sue, name=name) for name in ("One", "Other"))
    contact = records.create(Contact, by=people.sue, name="Kim Lee", customer=one)
    records.perform(
        "convert", lead(people.sue, company="Other"), by=people.sue, customer=other, contact=contact
    )
    contact.refresh_from_db()
    assert contact.customer_id == one.pk
    assert list(Involvement.live().values_list("contact_id", "customer_id")) == [(contact.pk, other.pk)]


def test_activities_of_the_lead_are_the_customers_from_now_on(people: People) -> None:
    made = lead(people.sue, company="Acme")
    records.create(Activity, by=people.sue, subject="First call", about=("lead", made.pk))
    hers = records.create(Activity, by=people.max, subject="Boss called", about=("lead", made.pk))
    records.perform("convert", made, by=people.sue)
    made.refresh_from_db()
    hers.refresh_from_db()
    assert hers.customer_id == made.customer_id
    told = timeline.moments(registry.spec("customer"), made.customer, people.sue)
    assert "First call" in [moment.title for moment in told]


def test_an_added_field_goes_to_the_fields_of_the_same_name(people: People) -> None:
    for entity, key in (("lead", "budget_year"), ("opportunity", "budget_year"), ("lead", "shoe_size")):
        records.create(CustomField, by=people.ada, entity=entity, key=key, kind="integer", label={"en": key})
    made = lead(people.sue, company="Acme", budget_year=2027, shoe_size=43)
    assert [move["field"] for move in preview(made, actor=people.sue)["lost"]] == ["shoe_size"]
    deal = records.perform("convert", made, by=people.sue)
    deal.refresh_from_db()
    assert deal.custom == {"budget_year": 2027}


def test_fields_that_are_hidden_from_the_converter_are_neither_shown_nor_copied(people: People) -> None:
    everything = {"*": {"create": "all", "read": "all", "update": "all"}}
    people.role("half", everything, {"lead": {"mobile": "hidden"}})
    half = people.join("Hal Half", "half")
    made = lead(people.sue, company="Acme", mobile="+49 151 12345678")
    assert "Mobile" not in str(preview(made, actor=half))
    records.perform("convert", made, by=half)
    made.refresh_from_db()
    assert made.contact.mobile == ""


def test_what_a_manager_converts_belongs_to_the_leads_owner(people: People) -> None:
    made = lead(people.sue, company="Acme")
    deal = records.perform("convert", made, by=people.max)
    made.refresh_from_db()
    owners = {made.customer.owner_id, made.contact.owner_id, deal.owner_id}
    assert owners == {people.users["sue"].pk}


def test_colleagues_strangers_and_auditors_convert_nothing(people: People) -> None:
    made = lead(people.sue, company="Acme")
    for hidden in (people.carl, people.nora, people.stranger):
        with pytest.raises(NotFound):
            records.perform("convert", made, by=hidden)
    with pytest.raises(Forbidden):
        records.perform("convert", made, by=people.otto)
    assert not Customer.objects.exists()


def test_a_refused_part_refuses_the_whole_conversion(people: People) -> None:
    mine = {"create": "own", "read": "own", "update": "own"}
    people.role("no deals", {"*": mine, "opportunity": {"create": "none", "update": "none"}})
    without = people.join("Dora Dealless", "no deals")
    made = lead(without, company="Acme")
    with pytest.raises(Forbidden):
        records.perform("convert", made, by=without)
    assert not Customer.objects.exists()
    records.perform("convert", made, by=without, opportunity=False)


def test_a_conversion_taken_back_leaves_the_lead_as_it_was(people: People) -> None:
    made = lead(people.sue, **FULL)
    call = records.create(Activity, by=people.sue, subject="First call", about=("lead", made.pk))
    records.perform("convert", made, by=people.sue)
    result = undo.undo(Batch.objects.latest("pk").pk, by=people.sue)
    made.refresh_from_db()
    call.refresh_from_db()
    assert result.left == []
    assert (made.status, made.customer_id, made.converted_at) == ("new", None, None)
    assert call.customer_id is None
    assert [model.objects.count() for model in (Customer, Contact, Opportunity)] == [0, 0, 0]


def test_a_converted_lead_stays_one(people: People) -> None:
    made = lead(people.sue, company="Acme")
    records.perform("convert", made, by=people.sue)
    with pytest.raises(Invalid):
        records.update(made, by=people.sue, status="new")
    with pytest.raises(Conflict):
        records.perform("convert", made, by=people.sue)
