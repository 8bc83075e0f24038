"""Scripts in the browser, and ways to lead people elsewhere: A82 to A87."""

from __future__ import annotations

import secrets
from typing import Any

import pytest
from django.test import Client

from kith.engine import epoch, guard, records, registry
from kith.engine.fieldtypes import FieldSpec
from kith.engine.identity.models import Unit
from kith.features.comments.models import Comment
from tests.attacks.scene import api, ask, customer, web
from tests.company import People
from tests.security.world import file_on, row_of, text_of
from tests.signing import browser
from tests.values import RULES

pytestmark = pytest.mark.database

MARK = "<img src=x onerror=alert(1)>\"'><script>alert(2)</script>{{7*7}}"
RAW = ("<img src=x", "<script>alert(2)")


def raw(answer: Any) -> str:
    """An answer as the browser gets it, with nothing unescaped."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return str(body.decode("utf-8", "replace"))


@pytest.mark.parametrize(
    "key", [spec.key for spec in registry.declared() if spec.group in ("work", "lists", "settings")]
)
def test_a82_what_people_typed_is_text_on_every_page(people: People, key: str) -> None:
    spec = registry.spec(key)
    record = spec.model.objects.get(pk=row_of(spec, people, None))
    kept = RULES.get(key, {})
    texts = {
        str(one.column): MARK[: one.max_length]
        for one in spec.writable
        if one.column and one.type.key in ("text", "longtext") and one.key not in kept and takes(one)
    }
    with guard.opened():  # as if it had come before anybody looked at it
        spec.model.objects.filter(pk=record.pk).update(**texts)
    epoch.bump("config")
    epoch.bump("access")
    client, base = web(people, "ada"), f"/{spec.plural}/"
    paths = [
        base,
        f"{base}{record.pk}/",
        f"{base}{record.pk}/edit/",
        f"{base}report/",
        "/settings/batches/",
        "/",
    ]
    paths += [
        f"{base}board/",
        f"{base}calendar/",
        f"{base}map/",
        f"{base}{record.pk}/delete/",
        "/search/?q=script",
    ]
    for path in paths:
        found = raw(client.get(path))
        assert not [word for word in RAW if word in found], path


def takes(one: FieldSpec) -> bool:
    """Whether a field takes any text at all: working hours, keys and the like do not."""
    return (
        one.key in ("name", "subject", "position")
        or one.type.key == "longtext"
        or one.entity in ("customer", "lead")
    )


def test_a82_comments_files_notices_and_refused_names_are_text(people: People) -> None:
    mine = customer(people, "sue", name=MARK)
    records.create(Comment, by=people.max, about=("customer", mine.pk), text=f"{MARK} @sue")
    file_on("customer", mine.pk, people.sue, b"x", MARK)
    client = web(people, "sue")
    client.post(f"/customers/{mine.pk}/delete/", {"nonce": secrets.token_hex(16)})
    for path in (
        f"/customers/{mine.pk}/",
        "/settings/trash/",
        "/settings/batches/",
        "/notifications/",
        "/places/",
    ):
        answer = client.get(path)
        if not answer.headers["Content-Type"].startswith("application/json"):
            assert not [word for word in RAW if word in raw(answer)], path
    refused = Client().post("/sign-in/", {"username": MARK, "password": "x"})
    assert not [word for word in RAW if word in raw(refused)]


def test_a84_no_page_lets_an_injected_script_run(people: People) -> None:
    customer(people, "sue")
    for path in ("/", "/customers/", "/customers/board/", "/search/?q=a", "/settings/", "/nothing/"):
        policy = web(people, "sue").get(path).headers["Content-Security-Policy"]
        parts = dict(part.strip().partition(" ")[::2] for part in policy.split(";"))
        assert parts["default-src"] == "'none'"
        assert parts["script-src"] == "'self'"
        assert "unsafe" not in policy
        assert "*" not in policy


def test_a84_pages_have_no_script_or_style_within(people: People) -> None:
    mine = customer(people, "sue")
    for path in ("/", "/customers/", f"/customers/{mine.pk}/", "/settings/", "/customers/report/"):
        text = raw(web(people, "sue").get(path))
        assert " style=" not in text
        assert " onclick=" not in text
        assert "<script>" not in text


@pytest.mark.parametrize(
    "origin", ["null", "https://evil.example", "https://testserver.evil.example", "http://testserver.evil"]
)
def test_a85_no_other_origin_reads_or_frames_anything(people: People, origin: str) -> None:
    for path in ("/api/v1/customers", "/customers/", "/api/v1/me"):
        for method in ("GET", "OPTIONS"):
            answer = api(people, "sue").generic(
                method, path, headers={"Origin": origin, "Access-Control-Request-Method": "PATCH"}
            )
            assert not [name for name in answer.headers if name.lower().startswith("access-control")], path
    answer = web(people, "sue").get("/customers/", headers={"Origin": origin})
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    text = text_of(api(people, "sue").get("/api/v1/me?callback=evil"))
    assert not text.startswith("evil")


ELSEWHERE = (
    "//evil.example", "/\\evil.example", "https:evil.example", "https://evil.example/", "\\\\evil.example",
    "/%09/evil.example",
    "/\t/evil.example", "javascript:alert(1)", "data:text/html,x", "///evil.example",
    "http:///evil.example", " //evil.example",
    "/\n/evil.example", "/./\\evil.example", "https://testserver@evil.example/",
)  # fmt: skip


@pytest.mark.parametrize("to", ELSEWHERE)
def test_a86_nobody_is_led_elsewhere(people: People, to: str) -> None:
    people.users["sue"].refresh_from_db()
    for answer in (
        web(people, "sue").get("/sign-in/", {"next": to}),
        web(people, "sue").post("/settings/look/", {"theme": "dark", "next": to}),
        web(people, "sue").post("/settings/look/", {"theme": "dark"}, headers={"Referer": to}),
        web(people, "sue").get("/customers/", {"next": to, "view": to}),
        Client().get(f"/sign-in/?next={to}"),
    ):
        place = answer.headers.get("Location", "/")
        assert place.startswith("/"), place
        assert not place.startswith(("//", "/\\", "/\t", "/\n")), place


def test_a86_units_and_other_names_are_no_links(people: People) -> None:
    records.create(Unit, by=people.ada, name="javascript:alert(1)")
    sent = {"name": "Acme", "website": "javascript:alert(1)"}
    assert ask(api(people, "sue"), "POST", "/api/v1/customers", sent).status_code == 422
    for page in ("/units/", "/customers/"):
        assert 'href="javascript:' not in raw(browser(people.users["ada"]).get(page))
