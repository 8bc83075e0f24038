"""Whose rights an import works with: what is out of reach is neither found nor changed nor told."""

from __future__ import annotations

import pytest

from kith.engine import records, registry
from kith.engine.errors import Forbidden, Invalid
from kith.engine.identity.models import User
from kith.features.imports import plan
from kith.features.imports.models import ExternalKey
from kith.modules.customers.models import Contact, Customer
from tests.company import People
from tests.imports.making import counts, csv, problems, taken_in, uploaded

OWNED = csv(("Name", "Owner"), ("Acme", "sue"), ("Bolt", "Nora Neighbour"), ("Cord", "nobody"))


def test_owners_are_found_by_name_and_sign_in_name(people: People) -> None:
    run = taken_in(OWNED, people.ada)
    owners = dict(Customer.live().values_list("name", "owner_id"))
    assert owners == {"Acme": people.sue.user_id, "Bolt": people.nora.user_id}
    assert problems(run) == [(4, "Owner", "User “nobody” does not exist.")]


def test_people_of_one_name_are_ambiguous(people: People) -> None:
    people.join("Sue2", "seller")
    records.update((User, people.users["sue2"].pk), by=people.ada, name="Sue Seller")
    run = taken_in(csv(("Name", "Owner"), ("Acme", "Sue Seller"), ("Bolt", "sue2")), people.ada)
    assert problems(run) == [(2, "Owner", "“Sue Seller” is the name of several records.")]
    assert counts(run) == (1, 0, 0, 1)


def test_a_seller_cannot_give_records_to_others(people: People) -> None:
    people.role(
        "plain", {"customer": {"create": "own", "read": "own", "update": "own"}, "user": {"read": "all"}}
    )
    plain = people.give("carl", "plain")
    run = taken_in(csv(("Name", "Owner"), ("Acme", "carl"), ("Bolt", "nora")), plain)
    assert counts(run) == (1, 0, 0, 1)
    assert problems(run) == [(3, "Owner", "You cannot set this field.")]


def test_records_out_of_reach_are_not_matched_not_linked_and_not_told(people: People) -> None:
    people.role("plain", {"*": {"create": "own", "read": "own", "update": "own"}})
    carl, nora = people.give("carl", "plain"), people.give("nora", "plain")
    taken_in(csv(("Name", "City"), ("Acme", "Berlin")), nora)
    mapping = {"columns": {"Name": "name", "City": "city"}, "match": {"by": "name"}}
    assert counts(taken_in(csv(("Name", "City"), ("Acme", "Bonn")), carl, mapping)) == (1, 0, 0, 0)
    assert sorted(Customer.live().values_list("city", "owner_id")) == [
        ("Berlin", nora.user_id),
        ("Bonn", carl.user_id),
    ]
    taken_in(csv(("Name",), ("Bolt",)), nora)
    run = taken_in(csv(("Name", "Customer"), ("Ann", "Bolt")), carl, entity="contact")
    assert problems(run) == [(2, "Customer", "Customer “Bolt” does not exist.")]
    assert not Contact.objects.exists()


def test_what_one_sees_but_may_not_change_is_refused_at_its_row(people: People) -> None:
    people.role("reader", {"customer": {"create": "own", "read": "all", "update": "own"}})
    taken_in(csv(("Name", "City"), ("Acme", "Berlin")), people.nora)
    carl = people.give("carl", "reader")
    mapping = {"columns": {"Name": "name", "City": "city"}, "match": {"by": "name"}}
    run = taken_in(csv(("Name", "City"), ("Acme", "Bonn"), ("Bolt", "Bonn")), carl, mapping)
    assert counts(run) == (1, 0, 0, 1)
    assert problems(run) == [(2, "", "You do not have the right to do this.")]
    assert Customer.live().get(name="Acme").city == "Berlin"


def test_hidden_and_read_only_fields_are_not_offered_and_refused(people: People) -> None:
    people.role(
        "narrow",
        {"customer": {"create": "own", "read": "own"}},
        {"customer": {"revenue": "hidden", "city": "read"}},
    )
    carl = people.give("carl", "narrow")
    run = uploaded(csv(("Name", "City", "Yearly revenue"), ("Acme", "Berlin", "5")), carl)
    assert run.mapping["columns"] == {"Name": "name", "City": None, "Yearly revenue": None}
    with pytest.raises(Invalid) as caught:
        taken_in(
            csv(("Name", "City", "R"), ("A", "B", "5")), carl, {"columns": {"City": "city", "R": "revenue"}}
        )
    assert {path: str(texts[0]) for path, texts in caught.value.errors.items()} == {
        "mapping.columns.City": "You cannot set this field.", "mapping.columns.R": "There is no such field.",
    }  # fmt: skip


def test_who_may_not_create_may_not_import_nor_create_for_links(people: People) -> None:
    with pytest.raises(Forbidden):
        uploaded(OWNED, people.otto)
    people.role("linker", {"contact": {"create": "own", "read": "own"}, "customer": {"read": "all"}})
    carl = people.give("carl", "linker")
    mapping = {"columns": {"Name": "name", "Customer": {"field": "customer", "create": True}}}
    with pytest.raises(Invalid) as caught:
        taken_in(csv(("Name", "Customer"), ("Ann", "Acme")), carl, mapping, entity="contact")
    assert [str(text) for text in caught.value.errors["mapping.columns.Customer"]] == [
        "You may not create Customers."
    ]


def test_a_key_of_a_record_out_of_reach_is_refused_without_naming_it(people: People) -> None:
    people.role("plain", {"*": {"create": "own", "read": "own", "update": "own"}})
    carl, nora = people.give("carl", "plain"), people.give("nora", "plain")
    mapping = {"columns": {"Name": "name", "Id": {"key": "erp"}}, "match": {"by": "key"}}
    taken_in(csv(("Name", "Id"), ("Acme", "7")), nora, mapping)
    run = taken_in(csv(("Name", "Id"), ("Mine", "7"), ("Other", "8")), carl, mapping)
    assert problems(run) == [(2, "Id", "This key belongs to another record.")]
    assert ExternalKey.objects.get(key="7").record_id == Customer.live().get(name="Acme").pk


def test_right_to_import_follows_the_right_to_create(people: People) -> None:
    spec = registry.spec("customer")
    assert plan.may_import(spec, people.sue)
    assert not plan.may_import(spec, people.otto)
    assert not plan.may_import(spec, people.stranger)


def test_what_is_masked_is_taken_in_for_own_rows_and_matches_nothing(people: People) -> None:
    phone = "+44 20 7946 0018"
    grants = {"customer": {"create": "own", "read": "all", "update": "all"}}
    people.role("careful", grants, {"customer": {"phone": "masked"}})
    taken_in(csv(("Name", "Phone"), ("Acme", phone)), people.ada)
    carl = people.give("carl", "careful")
    mapping = {"columns": {"Name": "name", "Phone": "phone"}, "match": {"by": "name"}}
    run = taken_in(csv(("Name", "Phone"), ("Acme", "+44 20 7946 0019"), ("Bolt", phone)), carl, mapping)
    assert counts(run) == (1, 0, 0, 1)
    assert problems(run) == [(2, "Phone", "You cannot set this field.")]
    assert dict(Customer.live().values_list("name", "phone")) == dict.fromkeys(
        ("Acme", "Bolt"), "+442079460018"
    )
    with pytest.raises(Invalid):
        taken_in(csv(("Phone",), (phone,)), carl, {"columns": {"Phone": "phone"}, "match": {"by": "phone"}})
