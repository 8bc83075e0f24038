"""Many chosen records at once: what is asked, what is done, what is left and why, and that it goes back."""

from __future__ import annotations

import html
import json
from typing import Any

import pytest
from django.test import Client

from kith.engine import bulk, journal, mass, records
from kith.engine.identity.models import Role
from kith.engine.jobs import drain
from kith.modules.customers.models import Customer
from tests.company import People
from tests.signing import browser, program

PART = {"HX-Request": "true", "HX-Request-Type": "partial"}
DIALOG = {**PART, "HX-Target": "div#dialog-content"}


@pytest.fixture
def sue(people: People) -> Client:
    return browser(people.users["sue"])


def make(people: People, count: int, name: str = "sue", **values: Any) -> list[int]:
    rows = [{"name": f"Row {number:04}", **values} for number in range(count)]
    return [int(one.id or 0) for one in bulk.create(Customer, rows, by=people.actor(name))]


def text(answer: Any) -> str:
    return html.unescape(str(answer.content.decode()))


def toast(answer: Any) -> dict[str, str]:
    return dict(json.loads(answer.headers["HX-Trigger"])["toast"])


def do(client: Client, verb: str, query: str = "", **given: Any) -> Any:
    return client.post(f"/customers/bulk/{verb}/{query}", {"dialog": "1", **given}, headers=PART)


def cities() -> list[str]:
    return list(Customer.live().order_by("pk").values_list("city", flat=True))


def test_several_fields_change_together_and_go_back_together(people: People, sue: Client) -> None:
    ids = make(people, 3)
    asked = text(
        sue.post(
            "/customers/bulk/update/?ask=1", {"ids": f"{ids[0]},{ids[1]}", "change": "city"}, headers=DIALOG
        )
    )
    assert 'name="city"' in asked
    assert "Another field" in asked
    assert "without=city" in asked
    off = sue.post(
        "/customers/bulk/update/?ask=1&without=city",
        {"ids": f"{ids[0]}", "change": ["city", "grade"], "grade": "A"},
        headers=DIALOG,
    )
    assert 'name="city"' not in text(off)
    assert '<option value="A" selected>' in text(off)
    given: dict[str, Any] = {
        "ids": f"{ids[0]},{ids[1]}",
        "change": ["city", "grade"],
        "city": "Bath",
        "grade": "A",
    }
    undo = toast(do(sue, "update", **given))["undo"]
    assert [(one.city, one.grade) for one in Customer.live().order_by("pk")] == [("Bath", "A")] * 2 + [
        ("", "")
    ]
    page = text(sue.get("/settings/batches/"))
    assert "Changed: Customers: City, Grade" in page
    sue.post(undo, {"stay": "1"}, headers=PART)
    assert cities() == ["", "", ""]


def test_all_that_fit_are_counted_again_before_anything_is_done(people: People, sue: Client) -> None:
    make(people, 3, city="York")
    make(people, 2, city="Hull")
    query = '?where={"field":"city","op":"is","value":"York"}'
    asked = text(do(sue, "update", query, all="1", ask="1"))
    assert "3 records" in asked
    assert "City is York" in asked
    assert 'name="ids"' not in asked, "the records are not named in the page"
    make(people, 1, city="York")
    given = {"all": "1", "seen": "3", "change": "city", "city": "Bath"}
    again = do(sue, "update", query, **given)
    assert again.status_code == 422
    assert "4 records" in text(again)
    assert "Bath" not in cities()
    done = do(sue, "update", query, **{**given, "seen": "4"})
    assert toast(done)["text"] == "Changed: 4 records"
    assert "acted" in json.loads(done.headers["HX-Trigger"])
    assert sorted(cities()) == ["Bath"] * 4 + ["Hull"] * 2


def test_all_means_all_that_one_may_change(people: People) -> None:
    people.role("seller", {"*": {"create": "own", "read": "all", "update": "all", "mass_update": "own"}})
    make(people, 2)
    other = make(people, 1, "nora")
    sue = browser(people.users["sue"])
    asked = text(do(sue, "update", all="1", ask="1"))
    assert "2 records" in asked
    assert "1 more fits, but you may not do this with it." in asked
    do(sue, "update", all="1", seen="2", change="city", city="Bath")
    assert sorted(cities()) == ["", "Bath", "Bath"]
    named = do(sue, "update", ids=str(other[0]), change="city", city="Bath")
    assert named.status_code == 422
    assert "You do not have the right to do this." in text(named)


def test_who_may_not_change_many_changes_none(people: People) -> None:
    rights = {"create": "own", "read": "own", "update": "own", "assign": "own", "mass_update": "none"}
    people.role("seller", {"*": rights})
    ids = make(people, 2)
    sue = browser(people.users["sue"])
    page = text(sue.get("/customers/"))
    assert "/bulk/update/" not in page
    assert "/bulk/tag/" not in page
    named = ",".join(map(str, ids))
    for verb, given in (
        ("update", {"change": "city", "city": "Bath"}),
        ("tag", {"add_tags": "x"}),
        ("assign", {"owner": str(people.carl.user_id)}),
        ("delete", {}),
    ):
        assert do(sue, verb, ids=named, **given).status_code == 422, verb
    assert cities() == ["", ""]
    assert not Customer.live().exclude(owner=people.sue.user_id).exists()


def test_fields_that_one_may_not_write_are_not_changed_by_the_many(people: People) -> None:
    rights = {"create": "own", "read": "own", "update": "own"}
    people.role("seller", {"*": rights}, {"customer": {"city": "read", "tags": "read", "owner": "read"}})
    ids = make(people, 2)
    sue = browser(people.users["sue"])
    named = ",".join(map(str, ids))
    assert do(sue, "update", ids=named, change="city", city="Bath").status_code == 422
    assert do(sue, "tag", ids=named, add_tags="x").status_code == 422
    assert do(sue, "assign", ids=named, owner=str(people.carl.user_id)).status_code == 422
    assert cities() == ["", ""]


def test_refusals_are_listed_with_a_way_to_the_record_and_the_rest_is_done(people: People) -> None:
    people.role("seller", {"*": {"create": "own", "read": "all", "update": "own"}})
    mine, others = make(people, 2), make(people, 1, "nora")
    sue = browser(people.users["sue"])
    answer = do(sue, "update", ids=",".join(map(str, [*mine, *others])), change="city", city="Bath")
    assert answer.status_code == 200
    page = text(answer)
    assert "Changed: 2 records · 1 stays as it is" in page
    assert f'<a class="link" href="/customers/{others[0]}/">Row 0000</a>' in page
    assert "You do not have the right to do this." in page
    assert f'action="/undo/{journal.Batch.objects.latest("id").pk}/"' in page
    assert {"refresh", "acted"} <= set(json.loads(answer.headers["HX-Trigger"]))
    assert cities() == ["Bath", "Bath", ""]


def test_tags_are_added_and_taken_away_beside_the_others(people: People, sue: Client) -> None:
    one, two = make(people, 2)
    records.update((Customer, one), by=people.sue, tags=["fair", "VIP"])
    undo = toast(do(sue, "tag", ids=f"{one},{two}", add_tags="partner, vip", remove_tags="Fair"))["undo"]
    assert [Customer.live().get(pk=number).tags for number in (one, two)] == [
        ["VIP", "partner"],
        ["partner", "vip"],
    ]
    assert "Tagged" in text(sue.get("/settings/batches/"))
    sue.post(undo, {"stay": "1"}, headers=PART)
    assert [Customer.live().get(pk=number).tags for number in (one, two)] == [["fair", "VIP"], []]


def test_records_are_spread_evenly_over_several_people(people: People) -> None:
    ids = make(people, 7)
    to = [people.sue.user_id, people.carl.user_id, people.nora.user_id]
    ada = browser(people.users["ada"])
    do(ada, "assign", ids=",".join(map(str, ids)), owner=[str(number) for number in to])
    counts = sorted(Customer.live().filter(owner=number).count() for number in to)
    assert counts == [2, 2, 3]


def test_thousands_are_changed_in_the_background_with_progress_and_a_word_at_the_end(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mass, "AT_ONCE", 4)
    monkeypatch.setattr(mass, "CHUNK", 3)
    people.role("seller", {"*": {"create": "own", "read": "all", "update": "own"}})
    make(people, 7)
    other = make(people, 1, "nora")
    sue = browser(people.users["sue"])
    named = ",".join(map(str, Customer.live().order_by("pk").values_list("pk", flat=True)))
    answer = do(sue, "update", ids=named, change="city", city="Bath", nonce="n")
    assert "0 of 8" in text(answer)
    assert 'hx-trigger="every 1s"' in text(answer)
    assert "Bath" not in cities()
    row = mass.Mass.objects.get()
    assert browser(people.users["carl"]).get(f"/mass/{row.pk}/").status_code == 404
    drain()
    assert cities() == ["Bath"] * 7 + [""]
    page = text(sue.get(f"/mass/{row.pk}/", headers=PART))
    assert "Changed: 7 records · 1 stays as it is" in page
    assert f'href="/customers/{other[0]}/"' in page
    assert "every 1s" not in page
    assert journal.Batch.objects.filter(kind="mass_update").count() == 1
    assert "Your change of many records is done" in text(sue.get("/notifications/"))
    undo = f"/undo/{journal.Batch.objects.get(kind='mass_update').pk}/"
    assert undo in page
    sue.post(undo, {"stay": "1"}, headers=PART)
    assert cities() == [""] * 8


def test_rights_that_are_lost_meanwhile_count_in_the_background(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mass, "AT_ONCE", 1)
    ids = make(people, 3)
    sue = browser(people.users["sue"])
    do(sue, "delete", ids=",".join(map(str, ids)))
    people.role("seller", {"*": {"read": "own"}})
    drain()
    assert Customer.live().count() == 3
    assert mass.Mass.objects.get().refusals == 3


def test_nothing_or_nonsense_chosen_is_a_clear_400(sue: Client) -> None:
    for given in ({}, {"ids": "x"}, {"ids": "1;2"}, {"id": "-1"}):
        assert do(sue, "update", ask="1", **given).status_code == 400
    assert do(sue, "nonsense", ids="1").status_code == 404


def test_more_than_the_role_allows_at_once_is_refused_in_pages_and_api(people: People, sue: Client) -> None:
    ids = make(people, 3)
    records.update((Role, people.roles["seller"].pk), by=people.ada, limits={"mass_rows": 2})
    three = ",".join(str(number) for number in ids)
    for verb, given in (("update", {"change": "city", "city": "Bath"}), ("delete", {})):
        answer = do(sue, verb, ids=three, **given)
        assert answer.status_code == 403
        assert "2 at once" in toast(answer)["text"]
    body = {"update": [{"id": number, "city": "Bath"} for number in ids]}
    api = program(people.users["sue"])
    answer = api.post("/api/v1/customers/bulk", json.dumps(body), content_type="application/json")
    assert answer.status_code == 403
    assert cities() == ["", "", ""]
    do(sue, "update", ids=three.rpartition(",")[0], change="city", city="Bath")
    assert cities() == ["Bath", "Bath", ""]
