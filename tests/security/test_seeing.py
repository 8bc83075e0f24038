"""Looking as somebody else (A45): what he sees, nothing that he may do, and both in the log."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver

from kith.engine import audit, records
from kith.engine.audit import Occurrence
from kith.engine.identity.models import User
from kith.engine.journal import Batch
from kith.engine.seeing import KEY
from kith.modules.customers.models import Customer
from tests.company import People
from tests.security.test_shells import filled, routes
from tests.signing import browser, program

OUT = ("sign-out/", "see-as/end/")
SIGN = "You see Kith as Sue Seller"


@pytest.fixture
def customers(people: People) -> dict[str, int]:
    return {
        name: records.create(Customer, by=people.actor(name), name=f"{name}'s own").pk
        for name in ("sue", "nora")
    }


def looking(people: People, name: str = "sue") -> Client:
    """Ada's browser while she looks as somebody."""
    client = browser(people.users["ada"])
    answer = client.post(f"/users/{people.users[name].pk}/see-as/")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    return client


def test_pages_fragments_and_api_show_what_the_other_sees(people: People, customers: dict[str, int]) -> None:
    client = looking(people)
    page = client.get("/customers/").content.decode()
    assert SIGN in page
    assert "sue&#39;s own" in page
    assert "nora&#39;s own" not in page
    part = client.get("/customers/", headers={"HX-Request": "true", "HX-Request-Type": "partial"})
    assert "nora&#39;s own" not in part.content.decode()
    listed = client.get("/api/v1/customers").json()["items"]
    assert [one["id"] for one in listed] == [customers["sue"]]
    for path in ("/customers/{}/", "/api/v1/customers/{}"):
        assert client.get(path.format(customers["nora"])).status_code == 404
        assert client.get(path.format(customers["sue"])).status_code == 200
    assert client.get(f"/roles/{people.roles['seller'].pk}/rights/").status_code == 404


def test_nothing_can_be_sent_but_the_wish_to_stop(people: People, customers: dict[str, int]) -> None:
    client = looking(people)
    before = (
        Batch.objects.count(),
        Occurrence.objects.count(),
        list(User.objects.values_list("password", "version")),
    )
    passed = []
    for route, _item in routes(get_resolver().url_patterns):
        if route in OUT:
            continue
        for method in ("post", "put", "patch", "delete"):
            answer = getattr(client, method)(filled(route))
            if answer.status_code != 403:
                passed.append((method, route, answer.status_code))
    assert not passed
    assert before == (
        Batch.objects.count(), Occurrence.objects.count(), list(User.objects.values_list("password", "version"))
    )  # fmt: skip
    told = client.post(f"/customers/{customers['sue']}/edit/", {"name": "x"}).content.decode()
    assert "nothing can be changed until you stop" in told
    assert "nothing can be changed" in str(client.post("/api/v1/customers", {}).json())


def test_reading_writes_nothing_and_pages_about_oneself_are_closed(
    people: People, customers: dict[str, int]
) -> None:
    client = looking(people)
    before = Batch.objects.count()
    told = []
    for route, _item in routes(get_resolver().url_patterns):
        answer: Any = client.get(filled(route))
        closed = "nothing can be changed until" in str(getattr(answer, "content", b""))
        if answer.status_code >= 500 or closed:
            told.append((route, answer.status_code))
        if route.startswith("settings/") and route not in ("settings/trash/", "settings/batches/"):
            assert answer.status_code in (403, 404), route
    assert not told
    assert Batch.objects.count() == before
    assert client.get("/customers/export/", {"format": "csv"}).status_code == 403
    assert client.get("/api/v1/customers/export", {"format": "csv"}).status_code == 403


def test_both_are_in_the_log_at_the_beginning_at_the_end_and_between(people: People) -> None:
    client = looking(people)
    actor: Any = client.get("/customers/").wsgi_request
    audit.note("read", actor.actor)
    answer = client.post("/see-as/end/")
    sue = people.users["sue"].pk
    assert answer.headers["Location"] == f"/users/{sue}/"
    assert SIGN not in client.get("/customers/").content.decode()
    kept = Occurrence.objects.filter(kind="see-as").order_by("pk")
    assert [(one.actor_id, one.record_id, one.detail["step"]) for one in kept] == [
        (people.users["ada"].pk, sue, "begin"),
        (people.users["ada"].pk, sue, "end"),
    ]
    between = Occurrence.objects.get(kind="read")
    assert (between.actor_id, between.detail["seen_by"]) == (sue, people.users["ada"].pk)


def test_signing_out_ends_it(people: People) -> None:
    client = looking(people)
    client.post("/sign-out/")
    assert KEY not in client.session
    assert Occurrence.objects.filter(kind="see-as", detail__step="end").count() == 1


def test_only_who_may_do_everything_looks_as_others(people: People) -> None:
    people.role("nearly", {"*": {"*": "all"}}, {"customer": {"city": "read"}})
    people.give("max", "nearly")
    sue = people.users["sue"].pk
    for name in ("max", "otto", "sue", "stranger"):
        client = browser(people.users[name])
        assert client.get(f"/users/{sue}/see-as/").status_code in (403, 404)
        assert client.post(f"/users/{sue}/see-as/").status_code in (403, 404)
        assert KEY not in client.session
    ada = browser(people.users["ada"])
    assert ada.post(f"/users/{people.users['ada'].pk}/see-as/").status_code == 409
    assert ada.post("/users/999999/see-as/").status_code == 404
    assert "See Kith as this person" in ada.get(f"/users/{sue}/").content.decode()


def test_it_ends_on_the_next_request_when_the_right_is_lost(
    people: People, customers: dict[str, int]
) -> None:
    client = looking(people)
    people.give("max", "administrator")
    people.give("ada", "auditor")
    page = client.get("/customers/").content.decode()
    assert SIGN not in page
    assert "nora&#39;s own" in page


def test_a_token_is_always_its_owner(people: People, customers: dict[str, int]) -> None:
    looking(people)
    assert len(program(people.users["ada"]).get("/api/v1/customers").json()["items"]) == 2
