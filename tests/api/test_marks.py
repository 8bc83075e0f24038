"""What tells something about people is marked, in shipped fields and in added ones."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from kith.engine.identity.accounts import new_token
from tests.company import People

pytestmark = pytest.mark.database


def described(client: Client, name: str) -> tuple[dict[str, Any], dict[str, str]]:
    said = client.get(f"/api/v1/entities/{name}").json()
    return said, {field["key"]: field["personal"] for field in said["fields"]}


def test_the_api_says_which_fields_tell_of_people_and_which_records_are_persons(people: People) -> None:
    client = Client(headers={"Authorization": f"Bearer {new_token(people.users['ada'])}"})
    contact, marks = described(client, "contact")
    assert contact["person"] is True
    assert {name for name, mark in marks.items() if mark} == {
        "name", "position", "phone", "mobile", "email", "birthday", "birth_day", "about",
        "other_names", "background", "likes", "character", "habits",
    }  # fmt: skip
    product, marks = described(client, "product")
    assert product["person"] is False
    assert not any(marks.values())
    added = {"entity": "contact", "key": "allergies", "kind": "text", "label": {"en": "Allergies"}}
    answer = client.post(
        "/api/v1/custom-fields", {**added, "personal": "sensitive"}, content_type="application/json"
    )
    assert answer.status_code == 201
    assert described(client, "contact")[1]["allergies"] == "sensitive"
    wrong = client.post(
        "/api/v1/custom-fields", {**added, "key": "b", "personal": "?"}, content_type="application/json"
    )
    assert wrong.status_code == 422
