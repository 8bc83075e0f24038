"""A link within another one is chosen among the records that stand under the same record, also where they do so beside
their main one: whoever a contact reports to works in the same company."""

from __future__ import annotations

from typing import Any

import pytest

from kith.engine import records
from kith.modules.customers.models import Contact, Customer, Involvement
from tests.company import People
from tests.signing import browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm(people: People) -> dict[str, Any]:
    """A company with Kim and Lee in it and Ola from elsewhere, and another one with a Lee too."""
    acme, other = (records.create(Customer, by=people.sue, name=name) for name in ("Acme", "Other"))
    kim, lee = (records.create(Contact, by=people.sue, name=name, customer=acme) for name in ("Kim", "Lee"))
    namesake = records.create(Contact, by=people.sue, name="Lee", customer=other)
    ola = records.create(Contact, by=people.sue, name="Ola", customer=other)
    records.create(Involvement, by=people.sue, contact=ola, customer=acme)
    return {"acme": acme, "other": other, "kim": kim, "lee": lee, "namesake": namesake, "ola": ola}


def offered(client: Any, entity: str, customer: Any, text: str = "") -> set[str]:
    answer = client.get(
        "/references/contact/", {"q": text, "for": f"{entity}.reports_to", "within": customer and customer.pk}
    )
    return {item["id"] for item in answer.json()["items"]}


def ids(firm: dict[str, Any], *names: str) -> set[str]:
    return {str(firm[name].pk) for name in names}


def test_only_people_of_the_same_company_are_offered(people: People, firm: dict[str, Any]) -> None:
    sue = browser(people.users["sue"])
    for entity in ("contact", "involvement"):
        assert offered(sue, entity, firm["acme"]) == ids(firm, "kim", "lee", "ola")
        assert offered(sue, entity, firm["other"], "lee") == ids(firm, "namesake")
    assert offered(sue, "contact", "") == ids(firm, "kim", "lee", "ola", "namesake"), "no company, no limit"


def test_forms_say_within_which_record_a_link_is_chosen(people: People, firm: dict[str, Any]) -> None:
    sue = browser(people.users["sue"])
    here = f"/contacts/{firm['kim'].pk}/edit/"
    assert 'data-within="customer"' in sue.get(here).content.decode(), "the company may change in the form"
    alone = sue.get(f"{here}?field=reports_to").content.decode()
    assert f"for=contact.reports_to&amp;within={firm['acme'].pk}" in alone
    cell = sue.get(f"/contacts/{firm['kim'].pk}/cell/reports_to/").content.decode()
    assert f"for=contact.reports_to&amp;within={firm['acme'].pk}" in cell


def test_a_typed_name_means_somebody_of_the_same_company(people: People, firm: dict[str, Any]) -> None:
    sue = browser(people.users["sue"])
    kim = firm["kim"]
    for place, more in (("?field=reports_to", {}), ("", {"name": "Kim", "customer": str(firm["acme"].pk)})):
        records.update(kim, by=people.sue, reports_to=None)
        kim.refresh_from_db()
        typed = {"reports_to": "", "reports_to__text": "lee", "version": str(kim.version), **more}
        assert sue.post(f"/contacts/{kim.pk}/edit/{place}", typed).status_code == 303
        kim.refresh_from_db()
        assert kim.reports_to_id == firm["lee"].pk


def test_who_may_not_read_the_company_of_contacts_learns_nothing_of_it(
    people: People, firm: dict[str, Any]
) -> None:
    people.role(
        "blind",
        {"*": {"*": "all"}},
        levels={"contact": {"customer": "hidden"}, "involvement": {"customer": "hidden"}},
    )
    people.join("Bea", "blind")
    bea = browser(people.users["bea"])
    everybody = ids(firm, "kim", "lee", "ola", "namesake")
    assert offered(bea, "contact", firm["acme"]) == offered(bea, "contact", firm["other"]) == everybody
    page = bea.get(f"/contacts/{firm['kim'].pk}/edit/?field=reports_to").content.decode()
    assert "within=" not in page
