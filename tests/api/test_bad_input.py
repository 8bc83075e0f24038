"""Whatever is sent: a clear problem at the right place, nothing half written, never a failure of ours."""

from __future__ import annotations

import base64
import json
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.test import Client

from kith.engine import registry
from kith.engine.journal import Entry
from tests.api.callers import Caller

DEEP = b'{"name":' + b"[" * 60 + b"]" * 60 + b"}"
BODIES: dict[str, tuple[bytes, int]] = {
    "no JSON": (b"name=Zeta", 400),
    "broken off": (b'{"name": "Zeta"', 400),
    "a list": (b'[{"name": "Zeta"}]', 400),
    "a text": (b'"Zeta"', 400),
    "null": (b"null", 400),
    "a key twice": (b'{"name": "Zeta", "name": "Eta"}', 400),
    "a key twice inside": (b'{"name": "Z", "revenue": {"amount": "1", "amount": "2"}}', 400),
    "NaN": (b'{"name": "Z", "employees": NaN}', 400),
    "Infinity": (b'{"name": "Z", "employees": -Infinity}', 400),
    "5000 digits": (b'{"name": "Z", "employees": ' + b"9" * 5_000 + b"}", 400),
    "400 digits": (b'{"name": "Z", "employees": ' + b"9" * 400 + b"}", 422),
    "an exponent": (b'{"name": "Z", "employees": 1e400}', 422),
    "a lone surrogate": (b'{"name": "\\ud800"}', 400),
    "a surrogate pair broken": (b'{"name": "\\udc00\\ud800"}', 400),
    "NUL": (b'{"name": "a\\u0000b"}', 422),
    "a control character": (b'{"name": "a\\u0007b"}', 422),
    "bare control characters": (b'{"name": "a\x07b"}', 400),
    "Latin-1": ('{"name": "Zürich"}'.encode("latin-1"), 400),
    "UTF-16": ('{"name": "Zeta"}'.encode("utf-16"), 400),
    "a byte order mark": (b'\xef\xbb\xbf{"name": "Zeta"}', 400),
    "nested 60 deep": (DEEP, 400),
    "nested a million deep": (b"[" * 1_000_000, 400),
    "too long": (json.dumps({"name": "x" * 10_000}).encode(), 422),
    "too large": (b'{"name": "' + b"x" * 9_000_000 + b'"}', 413),
}
VALUES: dict[str, tuple[str, Any]] = {
    "a number for a text": ("name", 5),
    "an object for a text": ("name", {"en": "Zeta"}),
    "a text for a number": ("employees", "5"),
    "a truth for a number": ("employees", True),
    "half an employee": ("employees", 1.5),
    "too few": ("employees", -1),
    "a choice that is none": ("grade", "Z"),
    "a choice in a list": ("grade", ["A"]),
    "a day that does not exist": ("next_contact_on", "2026-02-30"),
    "a day as a number": ("next_contact_on", 20260131),
    "a mail address that is none": ("email", "nobody"),
    "a phone number that is none": ("phone", "12"),
    "a country that is none": ("country", "Atlantis"),
    "an address that runs": ("website", "javascript:alert(1)"),
    "money without an amount": ("revenue", {"currency": "EUR"}),
    "money with more": ("revenue", {"amount": "1", "currency": "EUR", "tip": 1}),
    "money of no country": ("revenue", {"amount": "1", "currency": "XXQ"}),
    "too much money": ("revenue", {"amount": "1e30", "currency": "EUR"}),
    "fractions of a cent": ("revenue", {"amount": "0.001", "currency": "EUR"}),
    "tags as a text": ("tags", "a,b"),
    "tags that are no texts": ("tags", [1]),
    "fifty-one tags": ("tags", [f"t{number}" for number in range(51)]),
    "a link as a text": ("parent", "1"),
    "a link to nothing": ("parent", 999_999),
    "a link beyond all numbers": ("parent", 2**63),
    "a link below all numbers": ("parent", -1),
    "a field of Kith's own": ("created_at", "2026-01-01T00:00:00Z"),
    "a number of one's own": ("id", 7),
    "a version of one's own": ("version", 7),
    "a column of the table": ("name_key", "x"),
    "the trash": ("deleted_at", None),
    "a word of the gate": ("by", 1),
    "another word of the gate": ("texts", "en"),
    "no field": ("nonsense", 1),
    "a strange name": ("\x00", 1),
}
QUERIES = (
    "fields=nonsense",
    "fields=owner.password",
    "fields=owner.nonsense",
    "fields=name.x",
    "fields=id.x",
    "fields=owner.unit.name",
    "sort=nonsense",
    "sort=about",
    "sort=--",
    "sort=" + ",".join(["name"] * 9),
    "limit=0",
    "limit=201",
    "limit=-1",
    "limit=x",
    "limit=1.5",
    "limit=٣",
    f"limit={'9' * 40}",
    "cursor=x",
    "cursor=%00",
    "cursor=" + "W10",
    "cursor=" + "A" * 5_000,
    "count=all",
    "nonsense=1",
    "grade.nonsense=A",
    "password=x",
    "id=1",
    "grade=",
    "employees=x",
    "employees.gte=" + "9" * 400,
    "created_at.within=someday",
    "created_at=2026-01-01",
    "next_contact_on.gte=2026-02-30",
    "employees.between=1",
    "phone.empty=maybe",
    "owner=x",
    "owner.name.gte=A",
    "parent=" + "9" * 30,
    "where=x",
    "where=[]",
    "where={}",
    "where=1",
    'where={"field":"nonsense","value":1}',
    'where={"field":"name","op":"nonsense","value":1}',
    'where={"field":[]}',
    'where={"all":1}',
    'where={"related":"nonsense","some":{}}',
    'where={"related":[],"some":{}}',
    'where={"field":"grade","op":"in","value":{}}',
    'where={"field":"employees","op":"gt","value":{"field":"name"}}',
    "where=" + '{"not":' * 100 + "1" + "}" * 100,
    'where={"field":"name","field":"name","value":1}',
    "name=%00",
    "q=%00",
    "q=" + "x" * 501,
    "name.contains=%ED%A0%80%00",
)


@pytest.mark.parametrize("case", BODIES)
def test_a_damaged_body_is_a_problem(boss: Caller, case: str) -> None:
    body, status = BODIES[case]
    before = Entry.objects.count()
    answer = boss.post("customers", body)
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert Entry.objects.count() == before


@pytest.mark.parametrize("case", VALUES)
def test_a_wrong_value_is_told_at_its_field(boss: Caller, case: str) -> None:
    name, value = VALUES[case]
    before = Entry.objects.count()
    answer = boss.post("customers", {"name": "Zeta", name: value})
    assert answer.status_code == 422, answer.content
    assert list(answer.json()["errors"]) == [name]
    assert answer.json()["errors"][name][0]
    assert Entry.objects.count() == before


@pytest.mark.parametrize("query", QUERIES)
def test_a_wrong_question_is_a_problem(boss: Caller, query: str) -> None:
    boss.post("customers", {"name": "Zeta"})
    answer = boss.get(f"customers?{query}")
    assert answer.status_code == 400, (query, answer.content)
    assert answer.json()["detail"]


def test_cursors_that_were_tampered_with_are_a_problem(boss: Caller) -> None:
    for number in range(2):
        boss.post("customers", {"name": f"C{number}", "employees": number})
    for sort in ("name", "-created_at", "employees", "next_contact_on", "revenue", "owner"):
        for value in (
            '"x"',
            "[]",
            "{}",
            "true",
            "1e9",
            '{"n":"NaN"}',
            '{"t":"x"}',
            '{"d":"2026-01-01"}',
            "9" * 30,
            "[" * 900,
        ):
            packed = f'["{sort}",[{value}],1]'.encode()
            cursor = base64.urlsafe_b64encode(packed).decode().rstrip("=")
            status = boss.get(f"customers?sort={sort}&cursor={cursor}").status_code
            assert status in (200, 400), (sort, value, status)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "nonsense", 404),
        ("GET", "customers/0", 404),
        ("GET", "customers/x", 404),
        ("GET", "customers/", 404),
        ("GET", f"customers/{2**63}", 404),
        ("GET", f"customers/{'9' * 40}", 404),
        ("GET", "/api/", 404),
        ("GET", "/api/v2/x", 404),
        ("GET", "customers/1/nonsense", 404),
        ("POST", "customers/1/actions/nonsense", 404),
        ("GET", "entities/nonsense", 404),
        ("PUT", "customers", 405),
        ("POST", "customers/1", 405),
        ("DELETE", "customers", 405),
        ("TRACE", "me", 405),
        ("POST", "me", 405),
        ("GET", "customers/bulk", 404),
        ("GET", "batches/999999", 404),
        ("POST", "batches/999999/undo", 404),
    ],
)
def test_an_address_or_method_that_is_none_is_a_problem(
    boss: Caller, method: str, path: str, status: int
) -> None:
    answer = boss.call(method, path)
    assert answer.status_code == status or (status == 404 and answer.status_code == 405), answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    if answer.status_code == 405:
        assert method not in answer.headers["Allow"]


def test_only_json_is_taken(boss: Caller) -> None:
    for kind in (
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/json; charset=latin-1",
        "multipart/form-data",
    ):
        answer = boss.call("POST", "customers", b'{"name": "Zeta"}', {"Content_Type": kind})
        assert answer.status_code == 415, kind


def test_strangers_and_bad_tokens_are_sent_away(boss: Caller) -> None:
    for header in ("", "Bearer", "Bearer ", "Bearer nonsense", "Bearer \xff", "Basic Ym9zczpib3Nz"):
        for path in ("customers", "customers/1", "nonsense", "openapi.json"):
            answer = boss.get(path, Authorization=header)
            assert answer.status_code == 401, (header, path)
            assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_session_needs_its_csrf_token(boss: Caller) -> None:
    client = Client(enforce_csrf_checks=True)
    session = client.session
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = (
        str(boss.user.pk),
        "kith.engine.identity.backend.PasswordBackend",
    )
    session[HASH_SESSION_KEY] = boss.user.get_session_auth_hash()
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = str(session.session_key)
    assert client.get("/api/v1/me").json()["username"] == "boss"
    refused = client.post("/api/v1/customers", json.dumps({"name": "Z"}), content_type="application/json")
    assert refused.status_code == 403
    assert refused.headers["Content-Type"] == "application/problem+json"


def test_a_wrong_if_match_or_key_is_a_problem(boss: Caller) -> None:
    place = boss.post("customers", {"name": "Zeta"}).headers["Location"]
    for said in ("1", '"x"', '"1" , "2"', '"99999999999"'):
        assert boss.patch(place, {"name": "Eta"}, If_Match=said).status_code == 400
    assert boss.patch(place, {"name": "Eta"}, If_Match="*").status_code == 200
    for key in ("x" * 121, "a\tb"):
        assert boss.post("customers", {"name": "Z"}, Idempotency_Key=key).status_code == 400


def test_bulk_says_which_row_is_wrong_and_writes_nothing(boss: Caller) -> None:
    place = boss.post("customers", {"name": "Zeta"})
    number = place.json()["id"]
    wrong: dict[str, Any] = {
        "create": [{"name": "Fine"}, {"name": ""}, "x", {"by": 1}],
        "update": [{"id": number, "version": 9, "name": "x"}, {"id": 999_999}, {"name": "x"}, {"id": number}],
        "delete": ["x", 999_998, number],
    }
    form = boss.post("customers/bulk", wrong)
    assert form.status_code == 422
    assert {(row["list"], row["index"]) for row in form.json()["rows"]} == {
        ("create", 2),
        ("create", 3),
        ("update", 2),
        ("update", 3),
        ("delete", 0),
        ("delete", 2),
    }
    values = boss.post(
        "customers/bulk", {"create": wrong["create"][:2], "update": wrong["update"][:2], "delete": [999_998]}
    )
    assert {(row["list"], row["index"]) for row in values.json()["rows"]} == {
        ("create", 1),
        ("update", 0),
        ("update", 1),
        ("delete", 0),
    }
    assert boss.get("customers?count=exact").json()["count"] == 1
    assert boss.post("customers/bulk", {"create": [{}] * 1_001}).status_code == 413
    refused: tuple[dict[str, Any], ...] = ({"create": {}}, {"nonsense": []}, {"create": 5})
    for body in refused:
        assert boss.post("customers/bulk", body).status_code == 422


def test_every_language_gets_its_own_words(boss: Caller) -> None:
    for language in ("en", "zh-hans", "ru"):
        for path in ("customers?limit=0", "customers/1", "nonsense"):
            answer = boss.get(path, Accept_Language=language)
            assert answer.headers["Content-Language"] == language


def test_awkward_but_fine_text_comes_back_as_it_was(boss: Caller) -> None:
    for name in ("王小明 🦊", "Ёлкин", "<script>alert(1)</script>", "' OR 1=1 --", "a%b_c", "مرحبا", "\\"):
        made = boss.post("customers", {"name": name})
        assert made.json()["name"] == name
        found = boss.get(f"customers?name={quote(name)}").json()["items"]
        assert [item["id"] for item in found] == [made.json()["id"]]
    assert registry.spec("customer").model.live().count() == 7
