"""Sessions and tokens at every address: A57 and A58. What signing in itself withstands is proved in tests/web."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from kith.engine.identity.accounts import new_token
from tests.attacks.scene import ask, customer, state
from tests.company import People
from tests.security.surfaces import routes
from tests.security.test_shells import filled
from tests.signing import browser

pytestmark = pytest.mark.database


def test_a57_a_token_counts_in_its_header_only_and_for_what_it_is_for(people: People) -> None:
    mine = customer(people, "sue", name="Mine")
    token = new_token(people.users["sue"], scopes=("customer:read",))
    for path in (
        f"/api/v1/customers?token={token}",
        f"/api/v1/customers?access_token={token}",
        f"/customers/?token={token}",
    ):
        assert Client().get(path).status_code in (302, 401)
    reader, before = Client(headers={"Authorization": f"Bearer {token}"}), state()
    assert reader.get("/customers/").status_code == 302
    one = f"/api/v1/customers/{mine.pk}"
    assert reader.get(one).status_code == 200
    for method, path, body in (
        ("PATCH", one, {"city": "York"}), ("DELETE", one, None), ("POST", "/api/v1/customers", {"name": "New"}),
        ("POST", "/api/v1/customers/bulk", {"delete": [mine.pk]}), ("GET", "/api/v1/customers/export", None),
    ):  # fmt: skip
        assert ask(reader, method, path, body).status_code in (403, 404, 422), path
    assert state() == before
    people.give("sue", is_active=False)
    assert reader.get(one).status_code == 401


def test_a58_no_address_is_changed_by_a_form_of_another_site(people: People) -> None:
    customer(people, "ada", name="Mine")
    client, before = browser(people.users["ada"], enforce_csrf_checks=True), state()
    taken = []
    for route in routes():
        path = filled(route)
        for method in ("post", "patch", "delete", "put"):
            for kind, body in (
                ("text/plain", json.dumps({"name": "x"})),
                ("application/x-www-form-urlencoded", "name=x"),
            ):
                answer = getattr(client, method)(path, body, content_type=kind)
                if answer.status_code not in (302, 303, 401, 403, 404, 405):
                    taken.append((method, route, answer.status_code))
    assert not taken
    assert state() == before
