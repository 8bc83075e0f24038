"""What merging moves, keeps, refuses and tells, beside what tests/proof/test_merging.py proves of every child."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kith.engine import bulk, forwarding, records, registry, sharing
from kith.engine.actor import Actor
from kith.engine.custom import CustomField
from kith.engine.errors import Forbidden, Invalid, Moved, NotFound, Stale
from kith.engine.identity.models import RecordGrant
from kith.engine.jobs import drain
from kith.engine.listing import Listing
from kith.engine.undo import undo
from kith.features.comments.models import Comment
from kith.features.following import keeping as following
from kith.features.merging import merging, running
from kith.features.merging.merging import Wish
from kith.features.merging.models import Merge
from kith.features.views.models import SavedView
from kith.modules.activities.models import Activity
from kith.modules.customers.models import Contact, Customer, Involvement
from kith.modules.sales.models import Lead
from tests.company import People
from tests.signing import browser, program

pytestmark = pytest.mark.django_db


def wish(master: Any, *losers: Any, **chosen: str) -> Wish:
    """These records become the first."""
    return Wish(registry.spec_of(master), master.pk, tuple(one.pk for one in losers), chosen)


def found(text: str, actor: Actor) -> list[int]:
    """What the words find."""
    return Listing(registry.spec("customer"), actor, text=text).ids(50)


@pytest.fixture
def pair(people: People) -> tuple[Any, Any]:
    """Two records of one customer, both of Sue."""
    kept = records.create(Customer, by=people.sue, name="Acme Ltd", phone="+49 30 5550 3100", tags=["fair"])
    other = records.create(
        Customer, by=people.sue, name="ACME Limited", email="info@acme.example", city="Berlin", tags=["vip"]
    )
    return kept, other


def test_empty_fields_are_filled_and_chosen_ones_kept(people: People, pair: tuple[Any, Any]) -> None:
    kept, other = pair
    merging.merge(wish(kept, other, city=str(kept.pk)), by=people.sue)
    now = Customer.live().get(pk=kept.pk)
    assert (now.name, now.phone, now.email, now.city) == (
        "Acme Ltd",
        "+493055503100",
        "info@acme.example",
        "",
    )
    assert now.tags == ["fair", "vip"]
    assert not Customer.live().filter(pk=other.pk).exists()


def test_the_names_that_went_find_the_one_that_stays(people: People, pair: tuple[Any, Any]) -> None:
    kept, other = pair
    third = records.create(Customer, by=people.sue, name="Acme Quay", other_names="A.C.M.E.")
    batch = merging.merge(wish(kept, other, third, name=str(other.pk)), by=people.sue)
    now = Customer.live().get(pk=kept.pk)
    assert now.name == "ACME Limited"
    assert now.other_names.splitlines() == ["A.C.M.E.", "Acme Ltd", "Acme Quay"]
    assert found("Acme Quay", people.sue) == [kept.pk]
    undo(batch.pk, by=people.sue)
    assert found("Acme Quay", people.sue) == [third.pk]
    assert Customer.live().get(pk=kept.pk).other_names == ""


def test_what_would_stand_twice_stands_once_and_comes_back(people: People, pair: tuple[Any, Any]) -> None:
    kept, other = pair
    system = Actor.system()
    ann = records.create(Contact, by=system, name="Ann", customer=kept)
    bob = records.create(Contact, by=system, name="Bob")
    doubled = [records.create(Involvement, by=system, contact=one, customer=other) for one in (ann, bob)]
    records.create(Involvement, by=system, contact=bob, customer=kept)
    spec = registry.spec("customer")
    for one in pair:
        following.follow(spec, one.pk, people.max, on=True)
    for one, level in ((kept, "read"), (other, "write")):
        sharing.share(spec, one.pk, sharing.Share("user", people.users["nora"].pk, level), by=people.sue)

    batch = merging.merge(wish(kept, other), by=people.ada)

    assert not Involvement.live().filter(pk__in=[one.pk for one in doubled]).exists()
    assert following.followers("customer", kept.pk, None) == {people.users["max"].pk}
    grants = RecordGrant.objects.filter(principal=RecordGrant.KIND + people.users["nora"].pk)
    assert list(grants.values_list("record_id", "level")) == [(kept.pk, 2)]
    result = undo(batch.pk, by=people.ada)
    assert result.left == []
    assert Involvement.live().filter(customer=other).count() == len(doubled)
    assert following.followers("customer", other.pk, None) == {people.users["max"].pk}
    assert set(grants.values_list("record_id", "level")) == {(kept.pk, 1), (other.pk, 2)}


def test_a_value_that_may_exist_once_comes_back_too(people: People) -> None:
    system = Actor.system()
    said: dict[str, Any] = {
        "entity": "customer",
        "key": "code",
        "kind": "text",
        "unique": True,
        "label": {"en": "Code"},
    }
    records.create(CustomField, by=system, **said)
    kept = records.create(Customer, by=system, name="One", code="1")
    other = records.create(Customer, by=system, name="Two", code="2")
    batch = merging.merge(wish(kept, other, code=str(other.pk)), by=people.ada)
    assert Customer.live().get(pk=kept.pk).custom["code"] == "2"
    assert undo(batch.pk, by=people.ada).left == []
    assert [one.custom["code"] for one in Customer.live().order_by("pk")] == ["1", "2"]


def test_what_others_keep_of_the_children_follows_at_once(people: People, pair: tuple[Any, Any]) -> None:
    kept, other = pair
    at = dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)
    said: dict[str, Any] = {
        "kind": "call",
        "subject": "Hello",
        "about": ("customer", other.pk),
        "at": at,
        "done": True,
    }
    records.create(Activity, by=people.sue, **said)
    spoken = Customer.live().get(pk=other.pk).last_contact_at
    assert spoken is not None
    batch = merging.merge(wish(kept, other), by=people.sue)
    assert Customer.live().get(pk=kept.pk).last_contact_at == spoken
    undo(batch.pk, by=people.sue)
    assert Customer.live().get(pk=kept.pk).last_contact_at is None
    assert Customer.live().get(pk=other.pk).last_contact_at == spoken


def test_conditions_that_named_the_other_name_what_stays(people: People, pair: tuple[Any, Any]) -> None:
    kept, other = pair
    where = {"all": [{"field": "customer", "op": "in", "value": [other.pk, kept.pk]}]}
    view = records.create(SavedView, by=people.sue, name="Theirs", entity="contact", where=where)
    batch = merging.merge(wish(kept, other), by=people.sue)
    assert SavedView.live().get(pk=view.pk).where["all"][0]["value"] == [kept.pk]
    undo(batch.pk, by=people.sue)
    assert SavedView.live().get(pk=view.pk).where == where


def test_old_numbers_lead_to_what_stays(people: People, pair: tuple[Any, Any]) -> None:
    kept, other = pair
    last = records.create(Customer, by=people.sue, name="Acme AG")
    batch = merging.merge(wish(kept, other), by=people.sue)
    with pytest.raises(Moved):
        records.find(registry.spec("customer"), other.pk, people.sue, "read")
    page = browser(people.users["sue"]).get(f"/customers/{other.pk}/")
    assert (page.status_code, page["Location"]) == (301, f"/customers/{kept.pk}/")
    calls = program(people.users["sue"])
    told = calls.get(f"/api/v1/customers/{other.pk}")
    assert (told.status_code, told["Location"]) == (301, f"/api/v1/customers/{kept.pk}")
    refused = calls.patch(f"/api/v1/customers/{other.pk}", {"name": "x"}, content_type="application/json")
    assert refused.status_code == 404
    assert refused.json()["moved_to"] == {"id": kept.pk, "href": f"/api/v1/customers/{kept.pk}"}
    # Who may not see what stays learns nothing.
    assert browser(people.users["nora"]).get(f"/customers/{other.pk}/").status_code == 404

    merging.merge(wish(last, kept), by=people.sue)
    assert forwarding.end_of(registry.spec("customer"), other.pk) == last.pk
    undo(batch.pk, by=people.sue)
    assert browser(people.users["sue"]).get(f"/customers/{other.pk}/").status_code == 200


def test_who_brings_one_back_from_the_trash_has_it_at_its_number(
    people: People, pair: tuple[Any, Any]
) -> None:
    kept, other = pair
    merging.merge(wish(kept, other), by=people.sue)
    records.perform("restore", (Customer, other.pk), by=people.sue)
    assert browser(people.users["sue"]).get(f"/customers/{other.pk}/").status_code == 200
    records.delete((Customer, other.pk), by=people.sue)
    with pytest.raises(NotFound) as refused:
        records.find(registry.spec("customer"), other.pk, people.sue, "read")
    assert not isinstance(refused.value, Moved)


def test_nobody_merges_beyond_his_rights(people: People, pair: tuple[Any, Any]) -> None:
    kept, other = pair
    theirs = records.create(Customer, by=people.carl, name="Acme of Carl")
    with pytest.raises(NotFound):
        merging.merge(wish(kept, theirs), by=people.sue)
    with pytest.raises(Forbidden):
        merging.merge(wish(kept, other), by=people.otto)
    people.role("reader", {"*": {"read": "all", "update": "all", "delete": "all"}})
    with pytest.raises(Forbidden):
        merging.merge(wish(kept, other), by=people.give("carl", "reader"))
    with pytest.raises(Invalid):
        merging.merge(wish(kept), by=people.sue)
    with pytest.raises(Invalid):
        merging.merge(wish(kept, kept), by=people.sue)
    assert Customer.live().count() == len((kept, other, theirs))


def test_what_one_may_not_see_is_not_moved_unseen(people: People, pair: tuple[Any, Any]) -> None:
    kept, other = pair
    hidden = records.create(Contact, by=people.nora, name="Somebody of Nora")
    records.update((Contact, hidden.pk), by=Actor.system(), customer=other.pk)
    with pytest.raises(Invalid, match="not shared with you"):
        merging.merge(wish(kept, other), by=people.sue)
    merging.merge(wish(kept, other), by=people.ada)
    assert Contact.live().get(pk=hidden.pk).customer_id == kept.pk


def test_fields_that_are_hidden_stay_untouched(people: People, pair: tuple[Any, Any]) -> None:
    kept, other = pair
    hidden = {"customer": {"email": "hidden", "city": "read"}}
    people.role("shy", {"*": dict.fromkeys(("read", "update", "delete", "merge"), "all")}, hidden)
    shy = people.give("carl", "shy")
    with pytest.raises(Invalid):
        merging.merge(wish(kept, other, email=str(other.pk)), by=shy)
    merging.merge(wish(kept, other), by=shy)
    now = Customer.live().get(pk=kept.pk)
    assert (now.email, now.city) == ("", "")


def test_what_was_changed_meanwhile_is_not_merged(people: People, pair: tuple[Any, Any]) -> None:
    kept, other = pair
    records.update(other, by=people.sue, city="Bremen")
    seen = {kept.pk: kept.version, other.pk: other.version - 1}
    with pytest.raises(Stale):
        merging.merge(Wish(registry.spec("customer"), kept.pk, (other.pk,), {}, seen), by=people.sue)


def test_a_group_does_not_come_to_stand_above_itself(people: People, pair: tuple[Any, Any]) -> None:
    kept, other = pair
    below = records.create(Customer, by=people.sue, name="Below", parent=other.pk)
    records.update(kept, by=people.sue, parent=other.pk)
    batch = merging.merge(wish(kept, other), by=people.sue)
    rows = dict(Customer.live().values_list("pk", "parent_id"))
    assert rows == {kept.pk: None, below.pk: kept.pk}
    undo(batch.pk, by=people.sue)
    assert Customer.live().get(pk=kept.pk).parent_id == other.pk


def test_ten_become_one(people: People) -> None:
    leads = [records.create(Lead, by=people.sue, name=f"Lead {number}") for number in range(merging.MOST)]
    for one in leads:
        records.create(Comment, by=people.sue, about=("lead", one.pk), text="Hello")
    batch = merging.merge(wish(*leads), by=people.sue)
    assert [one.pk for one in Lead.live()] == [leads[0].pk]
    assert Comment.live().filter(about=leads[0].pk).count() == len(leads)
    assert undo(batch.pk, by=people.sue).left == []
    assert Lead.live().count() == len(leads)


def test_five_thousand_children_cost_few_statements(people: People, pair: tuple[Any, Any]) -> None:
    kept, other = pair
    third = records.create(Customer, by=people.sue, name="Acme Three")
    bulk.create(Contact, [{"name": "Ann", "customer": third.pk}], by=people.sue)
    with CaptureQueriesContext(connection) as one:
        merging.merge(wish(kept, third), by=people.sue)
    rows = [{"name": f"Ann {number}", "customer": other.pk} for number in range(5_000)]
    for start in range(0, len(rows), 1_000):
        bulk.create(Contact, rows[start : start + 1_000], by=people.sue)
    with CaptureQueriesContext(connection) as many:
        batch = merging.merge(wish(kept, other), by=people.sue)
    assert Contact.live().filter(customer=kept).count() == len(rows) + 1
    assert len(many) - len(one) < 200
    assert undo(batch.pk, by=people.sue).left == []
    assert Contact.live().filter(customer=other).count() == len(rows)


def test_very_many_go_over_in_the_background(
    people: People, pair: tuple[Any, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, other = pair
    monkeypatch.setattr(running, "AT_ONCE", 2)
    bulk.create(
        Contact, [{"name": f"Ann {number}", "customer": other.pk} for number in range(3)], by=people.sue
    )
    row = running.begin(wish(kept, other), by=people.sue)
    assert isinstance(row, Merge)
    drain()
    row = Merge.objects.get(pk=row.pk)
    assert (row.taken, row.refused, row.finished_at is not None) == (3, "", True)
    assert Contact.live().filter(customer=kept).count() == 3
    page = browser(people.users["sue"]).get(f"/merges/{row.pk}/")
    assert "The records are merged." in page.content.decode()
    assert undo(row.batch_id or 0, by=people.sue).left == []
    assert Contact.live().filter(customer=other).count() == 3


def test_what_is_refused_in_the_background_is_as_before(
    people: People, pair: tuple[Any, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, other = pair
    monkeypatch.setattr(running, "AT_ONCE", 0)
    bulk.create(Contact, [{"name": "Ann", "customer": other.pk}], by=people.sue)
    row = running.begin(wish(kept, other), by=people.sue)
    hidden = records.create(Contact, by=people.nora, name="Somebody of Nora")
    records.update((Contact, hidden.pk), by=Actor.system(), customer=other.pk)
    drain()
    row = Merge.objects.get(pk=row.pk)
    assert "not shared with you" in row.refused
    assert Contact.live().filter(customer=other).count() == 2
    assert Customer.live().filter(pk=other.pk).exists()


def test_the_api_merges_and_names_the_batch(people: People, pair: tuple[Any, Any]) -> None:
    kept, other = pair
    calls = program(people.users["sue"])
    body = {"with": [other.pk], "fields": {"name": other.pk, "tags": "all"}, "version": kept.version}
    told = calls.post(f"/api/v1/customers/{kept.pk}/merge", body, content_type="application/json")
    assert told.status_code == 200, told.content
    assert told.json()["record"]["name"] == "ACME Limited"
    assert (
        calls.post(
            f"/api/v1/batches/{told.json()['batch']}/undo", content_type="application/json"
        ).status_code
        == 200
    )
    assert Customer.live().count() == 2
    for wrong in (
        {},
        {"with": "8"},
        {"with": [0]},
        {"with": [other.pk], "fields": {"name": "x"}},
        {"with": [kept.pk]},
    ):
        refused = calls.post(f"/api/v1/customers/{kept.pk}/merge", wrong, content_type="application/json")
        assert refused.status_code == 422, wrong


def test_the_page_compares_merges_and_can_be_taken_back(people: People, pair: tuple[Any, Any]) -> None:
    kept, other = pair
    sue = browser(people.users["sue"])
    chosen = sue.post("/merge/customer/chosen/", {"ids": f"{kept.pk},{other.pk}"})
    here = chosen["Location"]
    assert "ACME Limited" in sue.get(here).content.decode()
    done = sue.post(f"{here}&master={other.pk}", {"field.name": str(kept.pk)})
    assert (done.status_code, done["Location"]) == (303, f"/customers/{other.pk}/")
    assert [(one.pk, one.name) for one in Customer.live()] == [(other.pk, "Acme Ltd")]
    assert sue.get("/merge/customer/?records=1,x").status_code == 400
    assert sue.get("/merge/product/?records=1,2").status_code == 404
    assert browser(people.users["otto"]).get(here).status_code == 403
    alone = sue.get(f"/merge/customer/?records={other.pk}")
    assert "With which others" in alone.content.decode()
