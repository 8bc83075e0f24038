"""The log: what is written into it, who may look at it, and that nothing in it is more than text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kith.engine import audit, records
from kith.engine.audit import Occurrence
from kith.engine.errors import Invalid
from kith.engine.identity.models import Role
from kith.modules.customers.entities import CustomerEntity
from kith.modules.customers.models import Customer
from tests.company import People
from tests.signing import browser, program

pytestmark = pytest.mark.database


def last(kind: str) -> Occurrence:
    """The newest row of a kind."""
    return Occurrence.objects.filter(kind=kind).latest("pk")


def test_exports_say_who_took_how_many_rows_and_which_fields(people: People) -> None:
    people.role("taker", {"customer": {"*": "all"}})
    vera = people.join("Vera", "taker")
    records.create(Customer, by=vera, name="Acme")
    answer = browser(people.users["vera"]).get(
        "/customers/export/?format=csv&columns=name", REMOTE_ADDR="192.0.2.7"
    )
    assert answer.status_code == 200
    assert b"Acme" in b"".join(answer)
    row = last("export")
    assert (row.actor_name, row.entity, row.address) == ("Vera", "customer", "192.0.2.7")
    assert row.detail["rows"] == 1
    assert row.detail["format"] == "csv"
    assert "name" in row.detail["fields"]


def test_reads_of_a_watched_entity_are_noted_and_others_are_not(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    acme = records.create(Customer, by=people.sue, name="Acme")
    here, there = browser(people.users["sue"]), program(people.users["sue"])
    here.get(f"/customers/{acme.pk}/")
    assert not Occurrence.objects.filter(kind="read").exists()
    monkeypatch.setattr(CustomerEntity, "watched", True)
    assert here.get(f"/customers/{acme.pk}/").status_code == 200
    assert there.get(f"/api/v1/customers/{acme.pk}").status_code == 200
    assert there.get(f"/api/v1/customers/{acme.pk}/history").status_code == 200
    assert browser(people.users["nora"]).get(f"/customers/{acme.pk}/").status_code == 404
    rows = Occurrence.objects.filter(kind="read", record_id=acme.pk)
    assert [(row.actor_name, row.channel) for row in rows.order_by("pk")] == [
        ("Sue Seller", "web"), ("Sue Seller", "api"), ("Sue Seller", "api"),
    ]  # fmt: skip


def test_a_printed_record_is_noted_if_one_may_see_it(people: People) -> None:
    acme = records.create(Customer, by=people.sue, name="Acme")
    for name, status in (("sue", 204), ("nora", 404)):
        page = f"/customers/{acme.pk}/"
        assert browser(people.users[name]).post("/printed/", {"path": page}).status_code == status
    assert browser(people.users["sue"]).post("/printed/", {"path": "/settings/"}).status_code == 204
    assert browser(people.users["sue"]).post("/printed/", {"path": "/no/such/page"}).status_code == 404
    assert Occurrence.objects.filter(kind="print").count() == 1
    assert last("print").record_id == acme.pk


def test_only_who_may_look_at_the_log_finds_it(people: People) -> None:
    audit.note("sign-in", people.sue)
    for name, status in (("ada", 200), ("otto", 200), ("max", 404), ("sue", 404), ("stranger", 404)):
        here, there = browser(people.users[name]), program(people.users[name])
        assert here.get("/settings/log/").status_code == status, name
        file = here.get("/settings/log/file/")
        assert file.status_code == status, name
        assert b"".join(file)
        assert there.get("/api/v1/log").status_code == status, name
        assert (b"/settings/log/" in here.get("/settings/").content) == (status == 200), name
    people.role("watcher", {"log": {"read": "all"}})
    people.join("Wanda", "watcher")
    assert browser(people.users["wanda"]).get("/settings/log/").status_code == 200
    assert browser(people.users["wanda"]).get("/settings/log/file/").status_code == 403


def test_nobody_gives_the_right_to_the_log_who_does_not_hold_it(people: People) -> None:
    people.role("keeper", {"role": {"*": "all"}, "user": {"*": "all"}})
    vera = people.join("Vera", "keeper")
    with pytest.raises(Invalid):
        records.create(Role, by=vera, key="spy", name="Spy", grants={"log": {"read": "all"}})


def test_the_log_is_narrowed_and_read_page_by_page(people: People) -> None:
    acme = records.create(Customer, by=people.sue, name="Acme")
    for number in range(60):
        audit.note("sign-in", people.sue, number=number)
    audit.note("reveal", people.carl, entity="customer", record=acme.pk, field="phone")
    here, there = browser(people.users["otto"]), program(people.users["otto"])
    page = here.get("/settings/log/?kind=sign-in").content.decode()
    assert page.count("number: ") == 50
    assert f"before={Occurrence.objects.filter(kind='sign-in').order_by('-pk')[49].pk}" in page
    page = here.get(f"/settings/log/?entity=customer&record={acme.pk}").content.decode()
    assert "Carl Colleague" in page
    assert f"/customers/{acme.pk}/" in page
    assert "number: " not in page
    assert (
        "Carl"
        not in here.get(f"/settings/log/?who={people.users['sue'].pk}&record=")
        .content.decode()
        .split("log-filter")[1]
    )
    assert "number: " not in here.get("/settings/log/?until=2020-01-01").content.decode()
    assert "number: " not in here.get("/settings/log/?since=2090-01-01").content.decode()
    assert "number: " in here.get("/settings/log/?since=2020-01-01&until=2090-01-01").content.decode()
    first = there.get("/api/v1/log?limit=40&kind=sign-in&since=2020-01-01").json()
    second = there.get(f"/api/v1/log?limit=40&kind=sign-in&cursor={first['next']}").json()
    assert [len(first["items"]), len(second["items"]), second["next"]] == [40, 20, None]
    assert there.get("/api/v1/log?since=yesterday").status_code == 400
    assert there.get("/api/v1/log?colour=red").status_code == 400


def test_taking_the_log_out_stands_in_the_log(people: People) -> None:
    audit.note("sign-in", people.sue, agent="=HYPERLINK(1)")
    content = b"".join(browser(people.users["otto"]).get("/settings/log/file/?kind=sign-in")).decode(
        "utf-8-sig"
    )
    assert len(content.splitlines()) == 2
    assert "\n=" not in content
    row = last("export")
    assert (row.actor_name, row.entity, row.detail["rows"]) == ("Otto Auditor", "log", 1)


def test_names_and_browsers_in_the_log_are_text(people: People) -> None:
    evil = "<img src=x onerror=alert(1)>"
    audit.note("sign-in", replace(people.carl, name=evil), agent="</div><script>alert(2)</script>")
    page = browser(people.users["ada"]).get("/settings/log/").content.decode()
    assert "&lt;img src=x" in page
    assert "<img src=x" not in page
    assert "<script>alert(2)" not in page
