"""Who reports to whom can be changed in the chart by who may change it, and people are added where they belong."""

from __future__ import annotations

from typing import Any

import pytest
from tests.company import People
from tests.signing import browser

from kith.engine import records
from kith.modules.customers.models import Contact, Customer, Involvement
from kith.modules.customers.queries import charts


@pytest.fixture
def firm(people: People) -> dict[str, Any]:
    acme, other = (records.create(Customer, by=people.sue, name=name) for name in ("Acme", "Other"))
    head = records.create(Contact, by=people.sue, name="Head", customer=acme)
    hand = records.create(Contact, by=people.sue, name="Hand", customer=acme, reports_to=head)
    guest = records.create(Contact, by=people.sue, name="Guest", customer=other)
    involved = records.create(Involvement, by=people.sue, contact=guest, customer=acme)
    return {"acme": acme, "head": head, "hand": hand, "guest": guest, "involved": involved}


def test_each_person_is_put_under_another_where_that_is_kept(people: People, firm: dict[str, Any]) -> None:
    ways = {place.name: place.edit for place in charts.places(firm["acme"], people.sue)}
    assert ways == {
        "Head": f"/contacts/{firm['head'].pk}/edit/?field=reports_to",
        "Hand": f"/contacts/{firm['hand'].pk}/edit/?field=reports_to",
        "Guest": f"/involvements/{firm['involved'].pk}/edit/?field=reports_to",
    }


def test_who_only_reads_is_offered_no_change(people: People, firm: dict[str, Any]) -> None:
    people.role("reader", {"*": {"read": "all"}})
    reader = people.join("Rita", "reader")
    assert {place.edit for place in charts.places(firm["acme"], reader)} == {""}
    page = browser(people.users["rita"]).get(f"/customers/{firm['acme'].pk}/?tab=chart").content.decode()
    assert "Head" in page
    assert "Reports to…" not in page
    assert "Add below" not in page


def test_a_person_is_moved_and_a_circle_is_refused_where_it_was_asked_for(
    people: People, firm: dict[str, Any]
) -> None:
    sue = browser(people.users["sue"])
    here = f"/customers/{firm['acme'].pk}/?tab=chart"
    assert (
        f"/contacts/new/?customer={firm['acme'].pk}&amp;reports_to={firm['head'].pk}"
        in sue.get(here).content.decode()
    )
    moved = sue.post(
        f"/involvements/{firm['involved'].pk}/edit/?field=reports_to",
        {"reports_to": str(firm["hand"].pk), "version": "1"},
    )
    assert moved.status_code == 303
    [top] = charts.drawn(charts.places(firm["acme"], people.sue))
    assert [one.name for one in top.below[0].below] == ["Guest"]
    circle = sue.post(
        f"/contacts/{firm['head'].pk}/edit/?field=reports_to",
        {"reports_to": str(firm["hand"].pk), "version": "1"},
    )
    assert circle.status_code == 422
    assert "That person reports to this one already" in circle.content.decode()


def test_the_short_form_of_a_contact_asks_for_the_role_and_how_to_reach_him(
    people: People, firm: dict[str, Any]
) -> None:
    asked = browser(people.users["sue"]).get(
        f"/contacts/new/?customer={firm['acme'].pk}&reports_to={firm['head'].pk}",
        headers={"HX-Request": "true", "HX-Target": "div#dialog-content"},
    )
    page = asked.content.decode()
    for name in ("name", "customer", "role", "mobile", "phone", "email", "reports_to"):
        assert f'name="{name}"' in page
    assert 'value="Head"' in page
