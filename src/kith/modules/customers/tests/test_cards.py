"""A contact as a vCard: what its reader may read, and nothing else."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.company import People
from tests.signing import browser

from kith.engine import records
from kith.kernel.vcards import person_of, read
from kith.modules.customers.models import Contact, Customer


@pytest.fixture
def contact(people: People) -> Any:
    customer = records.create(Customer, by=people.sue, name="Acme; Sons, Ltd")
    return records.create(
        Contact, by=people.sue, name="Zoë 王", customer=customer.pk, position="Head of purchasing",
        mobile="+49 151 23456789", email="zoe@example.com", birthday=dt.date(1804, 2, 29),
        other_names="Zo\nZZ",
    )  # fmt: skip


def test_a_card_says_what_the_contact_says_and_can_be_read_again(people: People, contact: Any) -> None:
    answer = browser(people.users["sue"]).get(f"/contacts/{contact.pk}/card.vcf")
    assert answer["Content-Type"] == "text/vcard; charset=utf-8"
    assert answer["Content-Disposition"].startswith("attachment;")
    (card,) = read(answer.content.decode().splitlines())
    told = person_of(card)
    assert (told.name, told.company, told.position) == ("Zoë 王", "Acme; Sons, Ltd", "Head of purchasing")
    assert (told.mobile, told.email) == ("+4915123456789", "zoe@example.com")
    assert told.nicknames == ("Zo", "ZZ")
    assert "BDAY:--02-29" in answer.content.decode(), "no year is made up"


def test_a_card_keeps_what_its_reader_may_not_read(people: People, contact: Any) -> None:
    path = f"/contacts/{contact.pk}/card.vcf"
    hidden = {"contact": {"email": "hidden", "mobile": "masked"}}
    people.role("reader", {"contact": {"read": "all"}}, hidden)
    people.give("nora", "reader")
    card = browser(people.users["nora"]).get(path).content.decode()
    assert "Zoë" in card
    assert "zoe@" not in card
    assert "TEL" not in card
    assert "Acme" not in card, "the customer is out of reach"
    people.role("reader", {"contact": {"read": "own"}})
    assert browser(people.users["nora"]).get(path).status_code == 404
