"""Statements for supervisors: made of what is marked and set, in three languages, for who may read them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.apps import apps

from kith.engine import records
from kith.features.privacy.models import Consent, Purpose
from kith.features.privacy.tests.conftest import Kept
from kith.kernel import clock

KINDS = ("processing", "pipl", "152-fz")


@pytest.fixture
def stated(kept: Kept) -> Kept:
    """With a purpose, a consent, a rule that works, a sensitive field, a webhook and an act."""
    ada, api = kept.people.ada, kept.api("ada")
    news = records.create(
        Purpose, by=ada, name="Newsletter", entity="contact", basis="consent", recipients="Printing house",
        countries="Norway", safeguards="Standard contract",
    )  # fmt: skip
    records.create(
        Consent, by=ada, about=("contact", kept.vera.pk), purpose=news, source="Fair", given_at=clock.now()
    )
    added = {"entity": "contact", "key": "allergies", "kind": "text", "label": {"en": "Allergies"}}
    api.post("/api/v1/custom-fields", json.dumps({**added, "personal": "sensitive"}), "application/json")
    said = {"name": "Silent leads", "entity": "lead", "since": "updated_at", "days": 730, "ending": "erase"}
    rule = api.post("/api/v1/retention-rules", json.dumps(said), "application/json").json()["id"]
    api.post(f"/api/v1/retention-rules/{rule}/actions/switch_on", "{}", "application/json")
    records.create(
        apps.get_model("webhooks", "Webhook"),
        by=ada,
        url="https://hooks.example.org/secret-path",
        events=["*"],
    )
    api.post(f"/api/v1/leads/{kept.lead.pk}/privacy/erase", '{"ground": "request"}', "application/json")
    return kept


def text_of(kept: Kept, kind: str, language: str = "en") -> Any:
    answer = kept.web("ada").get(f"/settings/privacy/{kind}/", {"language": language})
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_statements_say_what_is_set_and_no_value(stated: Kept) -> None:
    record = text_of(stated, "processing")
    for word in (
        "Newsletter",
        "Printing house",
        "Norway",
        "Allergies",
        "Silent leads",
        "730",
        "hooks.example.org",
    ):
        assert word in record, word
    assert "secret-path" not in record
    pipl = text_of(stated, "pipl")
    assert all(word in pipl for word in ("Standard contract", "Allergies", "Newsletter"))
    acts = text_of(stated, "152-fz")
    assert f"Lead {stated.lead.pk}" in acts
    assert "D-" in acts
    for kind in KINDS:
        assert "vera@example.org" not in text_of(stated, kind).lower()
    assert "Запись о деятельности" in text_of(stated, "processing", "ru")
    assert "处理活动" in text_of(stated, "processing", "zh-hans")


def test_statements_are_for_who_answers_for_data_alone(stated: Kept) -> None:
    for name in ("sue", "max", "dora", "stranger"):
        assert stated.web(name).get("/settings/privacy/").status_code == 404
        for kind in KINDS:
            assert stated.web(name).get(f"/settings/privacy/{kind}/").status_code == 404
    assert stated.web("ada").get("/settings/privacy/nothing/").status_code == 404
    hub = stated.web("ada").get("/settings/privacy/").content.decode()
    assert all(f"/settings/privacy/{kind}/" in hub for kind in KINDS)
    stated.people.give("dora", "protection-officer")
    dora = stated.web("dora")
    assert dora.get("/settings/privacy/").status_code == 200
    assert dora.get(f"/contacts/{stated.vera.pk}/privacy/erase/").status_code == 200
    assert dora.get(f"/contacts/{stated.vera.pk}/edit/").status_code == 403
