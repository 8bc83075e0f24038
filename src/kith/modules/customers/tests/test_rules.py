"""Customers belong to others without circles; contacts work in several companies; addresses follow their customer."""

from __future__ import annotations

import pytest
from tests.company import People

from kith.engine import records
from kith.engine.errors import Forbidden, Invalid, NotFound
from kith.modules.customers.models import Address, Contact, Customer, Involvement


def test_a_customer_cannot_belong_to_itself_even_through_others(people: People) -> None:
    top = records.create(Customer, by=people.sue, name="Top")
    middle = records.create(Customer, by=people.sue, name="Middle", parent=top)
    low = records.create(Customer, by=people.sue, name="Low", parent=middle)
    for parent in (top, middle, low):
        with pytest.raises(Invalid) as refused:
            records.update(top, by=people.sue, parent=parent)
        assert list(refused.value.errors) == ["parent"]
    records.update(low, by=people.sue, parent=top)


def test_a_contact_is_involved_in_a_further_company_once(people: People) -> None:
    own = records.create(Customer, by=people.sue, name="Own")
    other = records.create(Customer, by=people.sue, name="Other")
    contact = records.create(Contact, by=people.sue, name="Kim", customer=own)
    records.create(Involvement, by=people.sue, contact=contact, customer=other, role="decides")
    with pytest.raises(Invalid):
        records.create(Involvement, by=people.sue, contact=contact, customer=other, role="pays")
    with pytest.raises(Invalid) as refused:
        records.create(Involvement, by=people.sue, contact=contact, customer=own)
    assert list(refused.value.errors) == ["customer"]


def test_who_sees_a_customer_sees_its_addresses_and_nobody_else_does(people: People) -> None:
    customer = records.create(Customer, by=people.sue, name="Acme")
    address = records.create(
        Address, by=people.sue, customer=customer, street="Main Street 1", kind="shipping"
    )
    for reader in (people.sue, people.max, people.otto, people.ada):
        assert list(records.visible(Address, to=reader)) == [address]
    for outsider in (people.carl, people.nora, people.stranger):
        assert not records.visible(Address, to=outsider).exists()


def test_who_may_change_a_customer_changes_its_addresses_whoever_wrote_them(people: People) -> None:
    customer = records.create(Customer, by=people.sue, name="Acme")
    address = records.create(Address, by=people.max, customer=customer, street="Main Street 1")
    records.update(address, by=people.sue, street="Main Street 2")
    with pytest.raises(Forbidden):
        records.update(address, by=people.otto, street="Main Street 3")
    with pytest.raises(NotFound):
        records.delete(address, by=people.carl)


def test_an_address_cannot_be_put_on_a_customer_that_one_only_reads(people: People) -> None:
    leader = people.join("Lea Leader", "leader", unit=people.hq)
    customer = records.create(Customer, by=people.sue, name="Acme")
    with pytest.raises(Forbidden):
        records.create(Address, by=leader, customer=customer, street="Side Street 1")
    with pytest.raises(Invalid):
        records.create(Address, by=people.carl, customer=customer, street="Side Street 1")
