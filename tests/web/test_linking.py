"""Related lists of added links: counted, filled from the page of the record they lead to, as far as one may."""

from __future__ import annotations

import pytest
from django.test import Client

from kith.engine import records, registry
from kith.engine.custom import CustomField
from tests.company import People
from tests.signing import browser


@pytest.mark.parametrize(("kind", "stored"), [("reference", "{0}"), ("references", "[{0}]")])
def test_records_are_linked_from_the_other_end(people: People, kind: str, stored: str) -> None:
    records.create(
        CustomField, by=people.ada, entity="contact", key="adviser_of", kind=kind, target="customer",
        label={"en": "Adviser of"},
    )  # fmt: skip
    customers, contacts = (registry.spec(key).model for key in ("customer", "contact"))
    leeds = records.create(customers, by=people.sue, name="Leeds Ltd")
    pat, kim = (records.create(contacts, by=people.sue, name=name, customer=leeds) for name in ("Pat", "Kim"))
    york = records.create(customers, by=people.sue, name="York Ltd")
    sue = browser(people.users["sue"])
    tab = f"/customers/{york.pk}/?tab=contacts.adviser_of"
    address = f"/customers/{york.pk}/link/?tab=contacts.adviser_of"
    assert address in sue.get(tab).content.decode()
    assert "Link contacts to York Ltd" in sue.get(address).content.decode()
    answer = sue.post(address, {"records": [str(pat.pk), str(kim.pk)]})
    assert answer.status_code == 303, answer.content.decode()
    assert [str(contacts.objects.get(pk=one.pk).custom["adviser_of"]) for one in (pat, kim)] == [
        stored.format(york.pk)
    ] * 2
    shown = sue.get(tab).content.decode()
    assert "Pat" in shown
    assert '<span class="count">2</span>' in shown


def test_who_may_not_change_the_children_links_none(people: People) -> None:
    leeds = records.create(registry.spec("customer").model, by=people.sue, name="Leeds Ltd")
    people.role("looker", {"customer": {"read": "all"}, "contact": {"read": "all"}})
    people.join("Lou Looker", "looker")
    lou: Client = browser(people.users["lou"])
    assert "/link/" not in lou.get(f"/customers/{leeds.pk}/?tab=contacts.customer").content.decode()
    assert lou.get(f"/customers/{leeds.pk}/link/?tab=contacts.customer").status_code == 404
    assert lou.get(f"/customers/{leeds.pk}/link/?tab=nothing.customer").status_code == 404
