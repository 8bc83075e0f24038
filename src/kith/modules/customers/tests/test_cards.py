"""A contact as a vCard: what its reader may read, and nothing else."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.company import People
from tests.signing import browser, program

from kith.engine import records
from kith.engine.audit import Occurrence
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


# ---------------------------------------------------------------------- many


def book(reader: Any, **asked: str) -> list[Any]:
    """Those of whom an exported address book tells."""
    answer: Any = browser(reader).get("/contacts/export/", {"format": "vcf", **asked})
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/vcard; charset=utf-8"
    text = b"".join(answer.streaming_content).decode()
    return [person_of(card) for card in read(text.splitlines())]


def test_a_list_of_contacts_leaves_as_an_address_book_and_is_noted(people: People, contact: Any) -> None:
    records.create(Contact, by=people.sue, name="Kim", phone="+44 20 7946 0958")
    records.create(Contact, by=people.nora, name="In the South")
    found = book(people.users["max"])
    assert {(one.name, one.company, one.mobile, one.phone) for one in found} == {
        ("Zoë 王", "Acme; Sons, Ltd", "+4915123456789", ""),
        ("Kim", "", "", "+442079460958"),
    }
    [noted] = Occurrence.objects.filter(kind="export")
    assert (noted.detail["rows"], noted.detail["format"]) == (2, "vcf")
    assert "mobile" in noted.detail["fields"]
    assert [one.name for one in book(people.users["max"], q="Kim")] == ["Kim"]


def test_an_address_book_keeps_what_its_reader_may_not_take_along(people: People, contact: Any) -> None:
    said = {"contact": {"email": "hidden", "mobile": "masked"}}
    people.role("reader", {"contact": {"read": "all", "export": "all"}}, said)
    people.give("nora", "reader")
    [told] = book(people.users["nora"])
    assert (told.name, told.email, told.mobile, told.company) == ("Zoë 王", "", "", "")
    records.update(contact, by=people.ada, owner=people.users["nora"].pk)
    [own] = book(people.users["nora"])
    assert own.mobile == "+4915123456789", "a mask falls for what is one's own"
    people.role("reader", {"contact": {"read": "all"}}, said)
    assert browser(people.users["nora"]).get("/contacts/export/?format=vcf").status_code == 403


def test_only_contacts_are_offered_as_an_address_book(people: People, contact: Any) -> None:
    pages = browser(people.users["max"])
    assert "Export as address book (.vcf)" in pages.get("/contacts/").content.decode()
    assert ".vcf" not in pages.get("/customers/").content.decode()
    assert pages.get("/customers/export/?format=vcf").status_code == 404
    refused = program(people.users["max"]).get("/api/v1/customers/export?format=vcf")
    assert refused.status_code == 400
