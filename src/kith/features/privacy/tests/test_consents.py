"""Consents: given, withdrawn, given again; the last word counts at the moment of sending."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from kith.engine import records
from kith.features.privacy.consents import allowed
from kith.features.privacy.models import Consent, Purpose
from kith.features.privacy.tests.conftest import Kept
from kith.kernel import clock

NEWS = "Newsletter"


@pytest.fixture
def news(kept: Kept) -> Kept:
    """With a purpose that one consents to."""
    records.create(Purpose, by=kept.people.ada, name=NEWS, entity="contact", basis="consent")
    return kept


def consent(kept: Kept, name: str = "sue", **more: Any) -> Any:
    """Somebody writes down that Vera consented."""
    said = {
        "about": {"entity": "contact", "id": kept.vera.pk}, "purpose": Purpose.objects.get(name=NEWS).pk,
        "given_at": (clock.now() - dt.timedelta(days=2)).isoformat(), "source": "Fair in Kiel", **more,
    }  # fmt: skip
    return kept.api(name).post("/api/v1/consents", json.dumps(said), "application/json")


def test_a_sender_learns_who_may_be_written_to_by_which_way_and_when(news: Kept) -> None:
    vera = ("contact", news.vera.pk)
    now = clock.now()
    assert not allowed(vera, NEWS, "mail")
    made = consent(news, channel="mail")
    assert made.status_code == 201
    assert allowed(vera, NEWS, "mail")
    assert not allowed(vera, NEWS, "sms")
    assert not allowed(vera, "Other", "mail")
    assert not allowed(vera, NEWS, "mail", now - dt.timedelta(days=3))
    done = news.web("sue").post(
        f"/consents/{made.json()['id']}/withdraw/", {"where": "by phone", "nonce": "w"}
    )
    assert done.status_code == 303
    assert not allowed(vera, NEWS, "mail")
    assert allowed(vera, NEWS, "mail", now - dt.timedelta(days=1))
    again = news.api("sue").post(
        f"/api/v1/consents/{made.json()['id']}/actions/give", '{"source": "letter"}', "application/json"
    )
    assert again.status_code == 200
    assert allowed(vera, NEWS, "mail")
    assert [row.standing for row in Consent.objects.order_by("pk")] == ["withdrawn", "given"]


def test_a_consent_ends_with_its_day_and_the_last_word_about_a_way_counts(news: Kept) -> None:
    vera = ("contact", news.vera.pk)
    consent(news, channel="any", valid_until=clock.today("UTC").isoformat())
    assert allowed(vera, NEWS, "phone")
    assert not allowed(vera, NEWS, "phone", clock.now() + dt.timedelta(days=2))
    later = (clock.now() - dt.timedelta(hours=1)).isoformat()
    phone = consent(news, channel="phone", given_at=later).json()["id"]
    news.api("sue").post(f"/api/v1/consents/{phone}/actions/withdraw", "{}", "application/json")
    assert not allowed(vera, NEWS, "phone")
    assert allowed(vera, NEWS, "mail")


def test_consents_are_seen_with_the_person_and_never_rewritten(news: Kept) -> None:
    number = consent(news).json()["id"]
    page = news.web("sue").get(f"/contacts/{news.vera.pk}/?tab=consents").content.decode()
    assert NEWS in page
    assert "Fair in Kiel" in page
    for name, status in (("max", 200), ("nora", 404), ("stranger", 404)):
        assert news.api(name).get(f"/api/v1/consents/{number}").status_code == status
    assert (
        news.api("nora")
        .post(f"/api/v1/consents/{number}/actions/withdraw", "{}", "application/json")
        .status_code
        == 404
    )
    assert consent(news, "nora").status_code == 422
    changed = news.api("sue").patch(f"/api/v1/consents/{number}", '{"channel": "sms"}', "application/json")
    assert changed.status_code == 422
    assert consent(news, about={"entity": "activity", "id": news.alone.pk}).status_code == 422
    ahead = (clock.now() + dt.timedelta(days=1)).isoformat()
    assert consent(news, given_at=ahead).status_code == 422
