"""Masked values are shown whole to who may, counted, written down, and the owner sees how often."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kith.engine import records, registry
from kith.engine.audit import Occurrence
from tests.company import People
from tests.signing import browser, program

pytestmark = pytest.mark.database
PHONE = "+44 20 7946 0018"


@pytest.fixture
def acme(people: People) -> Any:
    """A customer of Sue's, whose phone Carl sees in part and may reveal twice a day."""
    grants = {"customer": {"read": "unit", "reveal": "unit", "update": "own"}}
    role = people.role("careful", grants, {"customer": {"phone": "masked"}})
    people.roles["careful"] = records.update(role, by=people.ada, limits={"reveals_per_day": 2})
    people.give("carl", "careful")
    return records.create(registry.spec("customer").model, by=people.sue, name="Acme", phone=PHONE)


def test_a_masked_phone_is_no_link_and_is_revealed_by_a_button(people: People, acme: Any) -> None:
    client = browser(people.users["carl"])
    page = client.get(f"/customers/{acme.pk}/").content.decode()
    assert "•••• 0018" in page
    assert "tel:" not in page
    assert f'action="/customers/{acme.pk}/reveal/?field=phone"' in page
    shown = client.post(f"/customers/{acme.pk}/reveal/?field=phone")
    assert "7946 0018" in shown.content.decode()
    assert shown.headers["Cache-Control"] == "no-store"
    (note,) = Occurrence.objects.filter(kind="reveal")
    assert (note.entity, note.record_id, note.actor_id) == ("customer", acme.pk, people.users["carl"].pk)
    assert note.detail == {"field": "phone"}
    assert "20 7946" not in client.get(f"/customers/{acme.pk}/").content.decode()


def test_the_owner_sees_how_often_it_was_revealed(people: People, acme: Any) -> None:
    client = browser(people.users["carl"])
    for _again in range(2):
        assert client.post(f"/customers/{acme.pk}/reveal/?field=phone").status_code == 200
    assert (
        "shown whole 2 times" in browser(people.users["sue"]).get(f"/customers/{acme.pk}/").content.decode()
    )
    assert "shown whole" not in browser(people.users["max"]).get(f"/customers/{acme.pk}/").content.decode()


def test_no_more_is_revealed_than_the_role_allows_a_day(people: People, acme: Any) -> None:
    client, path = program(people.users["carl"]), f"/api/v1/customers/{acme.pk}/reveal"
    first = asked(client, path, field="phone")
    assert first.json() == {"field": "phone", "value": "+442079460018", "left": 1}
    assert asked(client, path, field="phone").json()["left"] == 0
    assert asked(client, path, field="phone").status_code == 429
    assert Occurrence.objects.filter(kind="reveal").count() == 2


def test_only_who_has_the_right_reveals_and_only_what_he_sees(people: People, acme: Any) -> None:
    path = f"/api/v1/customers/{acme.pk}/reveal"
    carl = program(people.users["carl"])
    assert asked(carl, path, field="name").status_code == 400
    assert asked(carl, path, field="nothing").status_code == 400
    assert asked(carl, path).status_code == 422
    people.role(
        "careful", {"customer": {"read": "unit", "update": "unit"}}, {"customer": {"phone": "masked"}}
    )
    assert asked(carl, path, field="phone").status_code == 403
    assert "reveal" not in browser(people.users["carl"]).get(f"/customers/{acme.pk}/").content.decode()
    assert asked(program(people.users["nora"]), path, field="phone").status_code == 404
    assert not Occurrence.objects.filter(kind="reveal").exists()


def asked(client: Any, path: str, **body: Any) -> Any:
    """One POST with JSON."""
    return client.post(path, json.dumps(body), content_type="application/json")
