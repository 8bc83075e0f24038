"""Too much, too deep, too odd: A88 to A102."""

from __future__ import annotations

import json
import secrets
from typing import Any

import pytest
from django.test import Client

from tests.attacks.scene import Customer, api, ask, customer, state, web
from tests.company import People
from tests.security.surfaces import routes
from tests.security.world import text_of

pytestmark = pytest.mark.database

LARGE = (
    "limit=1000000000",
    "limit=-1",
    "limit=1e9",
    "count=all",
    f"q={'a ' * 300}",
    f"fields={'name,' * 5_000}",
    f"sort={','.join(['name'] * 50)}",
    "fields=owner.owner.owner.owner.owner.name",
    "cursor=" + "A" * 3_000,
)


@pytest.mark.parametrize("query", LARGE)
def test_a88_what_is_asked_too_much_is_refused(people: People, query: str) -> None:
    customer(people, "sue", name="Mine")
    answer = api(people, "sue").get(f"/api/v1/customers?{query}")
    assert answer.status_code in (200, 400, 414)
    assert answer.status_code == 400 or "fields" in query or "q=" in query
    assert web(people, "sue").get(f"/customers/?{query}").status_code < 500


def nested(depth: int) -> Any:
    """A condition in a condition, many times."""
    found: Any = {"field": "name", "op": "is", "value": "x"}
    for _step in range(depth):
        found = {"not": found}
    return found


@pytest.mark.parametrize(
    "where",
    [
        nested(60),
        {"any": [{"field": "name", "op": "is", "value": str(one)} for one in range(10_000)]},
        {"field": "name", "op": "in", "value": [str(one) for one in range(5_000)]},
    ],
    ids=["deep", "wide", "long"],
)
def test_a88_a_condition_has_bounds(people: People, where: Any) -> None:
    answer = api(people, "sue").get("/api/v1/customers", {"where": json.dumps(where)})
    assert answer.status_code == 400
    sent = {"name": "Bad", "entity": "customer", "columns": ["name"], "where": where}
    assert ask(api(people, "sue"), "POST", "/api/v1/saved-views", sent).status_code in (400, 422)


def test_a88_one_letter_and_no_letter_are_answered(people: People) -> None:
    customer(people, "sue", name="Mine")
    for words in ("", " ", "m", "的", "."):
        for path in ("/search/", "/search/palette/", "/references/customer/"):
            assert web(people, "sue").get(path, {"q": words}).status_code == 200


def test_a93_a_body_too_deep_or_too_long_is_refused(people: People) -> None:
    program, before = api(people, "sue"), state()
    for body, kind in (
        (b"[" * 100_000 + b"]" * 100_000, "application/json"),
        (b'{"a":' * 50_000 + b"1" + b"}" * 50_000, "application/json"),
        (b'{"name": "' + b"x" * 9_000_000 + b'"}', "application/json"),
        (b"a=b&" * 100_000, "application/x-www-form-urlencoded"),
        (b'{"name": 1e999999}', "application/json"),
        (b'{"employees": NaN}', "application/json"),
    ):
        answer = program.post("/api/v1/customers", body, content_type=kind)
        assert 400 <= answer.status_code < 500
    answer = web(people, "sue").post("/customers/new/", {f"f{number}": "x" for number in range(6_000)})
    assert answer.status_code in (400, 422)
    assert state() == before


@pytest.mark.parametrize(
    "amount", ["-1", "1e300", "NaN", "Infinity", "1e-30", "0x10", "1,5,5", "99999999999999999999999999"]
)
def test_a94_an_amount_is_an_amount(people: People, amount: str) -> None:
    before = state()
    for body in (
        {"revenue": {"amount": amount, "currency": "EUR"}},
        {"employees": amount},
        {"revenue": amount},
    ):
        answer = ask(api(people, "sue"), "POST", "/api/v1/customers", {"name": "New", **body})
        if amount == "-1" and answer.status_code == 201:
            Customer.objects.get()
            return
        assert answer.status_code in (400, 422), body
    assert state() == before


def test_a98_many_records_leave_or_change_hands_only_by_right_and_stand_in_the_journal(
    people: People,
) -> None:
    mine = customer(people, "sue", name="Mine")
    people.role("seller", {"customer": dict.fromkeys(("read", "update"), "own")})
    page, before = web(people, "sue"), state()
    nonce = {"nonce": secrets.token_hex(16)}
    assert page.get("/customers/export/?format=csv").status_code == 403
    assert api(people, "sue").get("/api/v1/customers/export").status_code == 403
    sent = {"ids": str(mine.pk), "owner": str(people.users["carl"].pk), **nonce}
    answer = page.post("/customers/bulk/assign/", sent)
    assert 400 <= answer.status_code < 500
    assert state() == before
    text_of(api(people, "max").get("/api/v1/customers/export"))
    assert "export" in text_of(api(people, "max").get("/api/v1/batches"))


def test_a99_nothing_of_the_inside_is_served(people: People) -> None:
    for path in (
        "/.env",
        "/metrics",
        "/debug/",
        "/admin/",
        "/__debug__/",
        "/static/js/app.js.map",
        "/kith.sqlite3",
        "/data/secret-key",
        "/server-status",
        "/phpinfo.php",
        "/.git/config",
        "/api/v1/debug",
        "/wp-login.php",
        "/static/",
        "/files/",
    ):
        for client in (Client(), web(people, "ada")):
            answer = client.get(path)
            assert answer.status_code in (302, 401, 404) or path == "/files/", path
            assert "Traceback" not in text_of(answer)
    assert Client().get("/set-up/").status_code == 302
    sent = {"company": "Evil", "username": "evil", "name": "Evil", "password": "a long new password"}
    assert Client().post("/set-up/", sent).status_code == 302
    assert not type(people.users["ada"]).objects.filter(username="evil").exists()


ODD = (
    "//customers/",
    "/customers//",
    "/customers/;a=b/",
    "/customers/%2e%2e/",
    "/Customers/",
    "/customers/./",
    "/customers.",
    "/customers/../customers/",
    "/api//v1/customers",
    "/api/v1/customers/",
    "/API/v1/customers",
    "/api/v1/customers;x=1",
    "/api/v1/%63ustomers",
)


@pytest.mark.parametrize("path", ODD)
def test_a100_another_way_to_write_an_address_opens_nothing(people: People, path: str) -> None:
    customer(people)
    for method in ("GET", "HEAD", "OPTIONS", "POST", "TRACE", "PROPFIND"):
        for client in (Client(), web(people, "sue"), api(people, "sue")):
            answer = client.generic(method, path)
            assert answer.status_code < 500
            assert "Unmistakable" not in text_of(answer)
    answer = api(people, "sue").get("/api/v1/customers", headers={"X-HTTP-Method-Override": "DELETE"})
    assert answer.status_code == 200
    assert api(people, "sue").post(
        "/api/v1/customers?_method=DELETE", headers={"X-Method-Override": "DELETE"}
    ).status_code in (400, 415, 422)


def test_a101_no_page_of_somebody_is_kept_by_anybody_else(people: People) -> None:
    mine = customer(people, "sue", name="Mine")
    for path in (
        "/",
        "/customers/",
        f"/customers/{mine.pk}/",
        "/settings/",
        "/notifications/",
        "/search/?q=a",
        "/places/",
    ):
        said = web(people, "sue").get(path).headers["Cache-Control"]
        assert "private" in said or "no-store" in said
        assert "public" not in said
    for path in ("/api/v1/customers", f"/api/v1/customers/{mine.pk}", "/api/v1/me"):
        assert "no-store" in api(people, "sue").get(path).headers["Cache-Control"]
    assert web(people, "sue").get(f"/customers/{mine.pk}/profile.css").status_code == 404
    assert web(people, "sue").get("/customers/x.css").status_code == 404


def test_a102_the_api_has_one_version_and_every_address_is_known(people: People) -> None:
    versions = {route.split("/")[1] for route in routes() if route.startswith("api/") and route != "api/"}
    assert versions == {"v1"}
    for path in (
        "/api/v0/customers",
        "/api/v2/customers",
        "/api/customers",
        "/caldav/",
        "/ical/",
        "/soap/",
        "/xmlrpc.php",
        "/api/internal/",
    ):
        assert Client().get(path).status_code in (302, 401, 404)
