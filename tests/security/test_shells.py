"""Entity × reach × page and endpoint: pages and API show and do what the engine allows, and strangers get nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from kith.engine import records, registry
from kith.engine.identity.accounts import new_token
from tests.company import People
from tests.security.world import WORDS, World, build, cases, entities, ruled
from tests.signing import browser, program

pytestmark = pytest.mark.database

PUBLIC = {
    "sign-in/",
    "sign-in/passkey/options/",
    "set-up/",
    "offline/",
    "app.webmanifest",
    "service-worker.js",
}
# Addresses whose answers do not depend on rights over records, or are proved by tests of their own.
EXEMPT = {
    "sign-out/": "ends a session, asks for nothing",
    "settings/": "one's own habits",
    "settings/look/": "one's own habits",
    "settings/password/": "one's own password",
    "settings/prove/": "asks who is there",
    "settings/sessions/": "one's own sessions; tests/web/test_entry_sessions.py",
    "settings/sessions/<int:number>/": "administrators only; tests/web/test_entry_sessions.py",
    "settings/tokens/": "one's own tokens; tests/web/test_entry_tokens.py",
    "settings/tokens/all/": "administrators only; tests/web/test_entry_tokens.py",
    "settings/tokens/new/": "one's own tokens; tests/web/test_entry_tokens.py",
    "settings/demands/<int:number>/": "who may change the role; tests/web/test_entry_demands.py",
    "settings/sign-in/": "administrators only; tests/web/test_entry_sessions.py",
    "sign-in/new-password/": "on the way in; tests/web/test_entry_sessions.py",
    "notifications/": "one's own notices; tests of the notifications feature",
}


@pytest.fixture
def world(people: People, request: pytest.FixtureRequest) -> World:
    """The rows of the entity that a test is about."""
    return build(people, request.param)


def ids_of(answer: Any) -> set[int]:
    """Ids of a list that the API gave."""
    return {item["id"] for item in answer.json()["items"]}


@pytest.mark.parametrize("world", [key for key in entities() if not ruled(key)], indirect=True)
def test_the_api_shows_exactly_what_is_in_reach(world: World) -> None:
    client = program(world.people.users["vera"])
    base = f"/api/v1/{world.spec.plural}"
    for word in WORDS:
        world.vera({"read": word, "export": word})
        expected = world.expected("read", word)
        listed = client.get(f"{base}?limit=200&count=exact")
        assert listed.status_code == 200 or (word == "none" and listed.status_code in (403, 404))
        cases["api"] += 2
        if listed.status_code == 200:
            assert world.mine(ids_of(listed)) == expected, word
            assert listed.json()["count"] == len(listed.json()["items"])
        for number in world.rows.values():
            cases["api"] += 1
            for path in ("", "/timeline", "/history"):
                status = client.get(f"{base}/{number}{path}").status_code
                assert status == (200 if number in expected else 404), f"{path} with {word}"


@pytest.mark.parametrize("world", [key for key in entities() if not ruled(key)], indirect=True)
def test_the_api_changes_only_what_is_in_reach(world: World) -> None:
    client = program(world.people.users["vera"])
    base = f"/api/v1/{world.spec.plural}"
    for word in WORDS:
        for seen in ("all", "own"):
            world.vera({"read": seen, "update": word, "delete": "none"})
            visible, expected = world.expected("read", seen), world.expected("update", word)
            for number in world.rows.values():
                cases["api"] += 2
                wanted = 404 if number not in visible else 200 if number in expected else 403
                assert send(client, f"{base}/{number}", {}).status_code == wanted, f"{seen} {word}"
                if "delete" not in world.spec.entity.open:
                    assert client.delete(f"{base}/{number}").status_code == (
                        403 if number in visible else 404
                    )
        if "create" not in world.spec.entity.open:
            assert client.post(base, "{}", content_type="application/json").status_code == 403


@pytest.mark.parametrize("world", [key for key in entities() if not ruled(key)], indirect=True)
def test_pages_show_exactly_what_is_in_reach(world: World) -> None:
    client = browser(world.people.users["vera"])
    base = f"/{world.spec.plural}"
    for word in WORDS:
        world.vera({"read": word, "update": "own"})
        expected = world.expected("read", word)
        cases["page"] += 1
        page = client.get(f"{base}/")
        assert page.status_code in (200, 302, 403, 404)
        if page.status_code == 200:
            text = page.content.decode()
            shown = {number for number in world.rows.values() if f"{base}/{number}/" in text}
            assert shown <= expected, word
        for place, number in world.rows.items():
            cases["page"] += 3
            for address in (f"{base}/{number}/", f"{base}/{number}/?all=1"):
                answer = client.get(address, follow=True)
                assert answer.status_code == (200 if number in expected else 404), f"{place} {word}"
            wanted = (
                404
                if number not in expected
                else 200
                if place == "own" or "update" in world.spec.entity.open
                else 403
            )
            assert client.get(f"{base}/{number}/edit/").status_code == wanted, f"edit {place} {word}"


@pytest.mark.parametrize("world", ["customer", "contact"], indirect=True)
def test_search_palette_and_autocomplete_show_only_what_is_in_reach(world: World) -> None:
    users = world.people.users
    spec = world.spec
    rows = spec.model.objects.in_bulk(world.rows.values())
    web, api = browser(users["vera"]), program(users["vera"])
    for word in WORDS:
        world.vera({"read": word})
        expected = world.expected("read", word)
        for number, record in rows.items():
            cases["search"] += 4
            for client, path in (
                (web, "/search/"),
                (web, "/search/palette/"),
                (web, f"/references/{spec.key}/"),
                (api, "/api/v1/search"),
            ):
                answer = client.get(path, {"q": record.name})
                assert answer.status_code < 500
                told = answer.content.decode()
                seen = any(
                    mark in told
                    for mark in (f"/{number}/", f'"id": {number}', f'"id":{number}', f'value="{number}"')
                )
                assert number in expected or not seen, f"{path} with {word}"


def routes(patterns: Any, prefix: str = "") -> list[tuple[str, Any]]:
    """Every address of the product as a route."""
    found: list[tuple[str, Any]] = []
    for item in patterns:
        route = prefix + str(item.pattern)
        if isinstance(item, URLResolver):
            found += routes(item.url_patterns, route)
        elif isinstance(item, URLPattern):
            found.append((route, item))
    return found


def filled(route: str) -> str:
    """A route with plausible values in its gaps."""
    gaps = {"plural": "customers", "entity": "customer", "number": "1", "name": "customer", "verb": "delete"}
    parts = []
    for part in route.replace("^", "").replace("$", "").split("<"):
        name, closed, rest = part.partition(">")
        key = name.rpartition(":")[2]
        parts.append(gaps.get(key, "1") + rest if closed else part)
    return "/" + "".join(parts)


def test_every_address_turns_strangers_away(people: People) -> None:
    addresses = routes(get_resolver().url_patterns)
    assert len(addresses) > 30
    answered = []
    for route, _item in addresses:
        for method in ("get", "post"):
            cases["address"] += 1
            answer = getattr(Client(), method)(filled(route))
            if route in PUBLIC:
                continue
            if answer.status_code not in (301, 302, 303, 401, 403, 404, 405):
                answered.append((method, route, answer.status_code))
            elif answer.status_code in (301, 302, 303) and "sign-in" not in answer.headers["Location"]:
                answered.append((method, route, answer.headers["Location"]))
    assert not answered


def test_every_address_gives_somebody_without_a_role_no_record(people: People) -> None:
    secret = "Unmistakable Secret Name"
    for spec in (registry.spec("customer"), registry.spec("contact")):
        records.create(spec.model, by=people.sue, name=secret)
    web, api = browser(people.users["stranger"]), program(people.users["stranger"])
    told = []
    for route, _item in routes(get_resolver().url_patterns):
        if route in PUBLIC or route in EXEMPT or route == "sign-out/":
            continue
        client = api if route.startswith("api/") else web
        cases["address"] += 1
        answer: Any = client.get(filled(route), {"q": "Unmistakable"})
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if secret.encode() in body or answer.status_code >= 500:
            told.append((route, answer.status_code))
    assert not told


def test_a_token_that_was_revoked_or_narrowed_opens_nothing_else(people: People) -> None:
    token = new_token(people.users["ada"], scopes=("customer:read",))
    client = Client(headers={"Authorization": f"Bearer {token}"})
    assert client.get("/api/v1/customers").status_code == 200
    assert client.post("/api/v1/customers", "{}", content_type="application/json").status_code == 403
    for spec in registry.specs():
        cases["token"] += 1
        if spec.key == "customer" or "read" in spec.entity.open:
            continue
        answer = client.get(f"/api/v1/{spec.plural}")
        assert answer.status_code in (403, 404) or not answer.json()["items"], spec.key
    assert Client(headers={"Authorization": "Bearer kith_wrong"}).get("/api/v1/customers").status_code == 401


def send(client: Any, path: str, body: Any) -> Any:
    """One PATCH with JSON."""
    return client.patch(path, json.dumps(body), content_type="application/json")
