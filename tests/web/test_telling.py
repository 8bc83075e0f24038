"""What happened is told as done, in every language: in toasts, on timelines, among the changes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils.translation import override

from kith.engine import records, registry, timeline
from kith.engine.journal import VERBS, Batch
from kith.modules.customers.models import Customer
from kith.modules.sales.models import Lead
from kith.web import assets
from tests.company import People
from tests.signing import browser

COLON = ":： "
PART = {"HX-Request": "true", "HX-Request-Type": "partial"}
DISQUALIFIED = {"en": "Disqualified: ", "zh-hans": "已设为无效：", "ru": "Отклонено: "}


@pytest.fixture(autouse=True)
def assets_without_a_build(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages need the names of built assets, not the assets."""
    names = ("app.js", "app.css", "icons.svg", "img/kith.svg")
    monkeypatch.setattr(assets, "manifest", lambda: {name: name for name in names})


@pytest.fixture(params=list(DISQUALIFIED))
def language(request: pytest.FixtureRequest, people: People) -> str:
    people.give("sue", language=request.param)
    return str(request.param)


@pytest.fixture
def sue(people: People, language: str) -> Client:
    return browser(people.users["sue"])


def toast(answer: Any) -> str:
    return str(json.loads(answer.headers["HX-Trigger"])["toast"]["text"])


def drop(sue: Client, *leads: Any) -> str:
    """Disqualify one lead on its page, or several in the list; what the toast says."""
    given: dict[str, Any] = {"reason": "no_need", "nonce": "n", "dialog": "1"}
    if len(leads) == 1:
        given["version"] = leads[0].version
        return toast(sue.post(f"/leads/{leads[0].pk}/disqualify/", given, headers=PART))
    given["id"] = [lead.pk for lead in leads]
    return toast(sue.post("/leads/bulk/disqualify/", given, headers=PART))


def test_an_action_is_told_as_done(people: People, sue: Client, language: str) -> None:
    lead = records.create(Lead, by=people.sue, name="Kim Lee")
    done = DISQUALIFIED[language]
    assert drop(sue, lead) == f"{done}Kim Lee"
    assert f"<b>Sue Seller</b> · {done.rstrip(COLON)}" in sue.get(f"/leads/{lead.pk}/").content.decode()
    assert f"{done}Kim Lee" in sue.get("/settings/batches/").content.decode()


def test_what_was_done_to_many_is_told_with_their_number(people: People, sue: Client, language: str) -> None:
    leads = [records.create(Lead, by=people.sue, name=name) for name in ("Kim", "Lee")]
    said = drop(sue, *leads)
    assert said.startswith(f"{DISQUALIFIED[language]}2 ")


def test_the_list_of_changes_names_what_was_taken_back(people: People, sue: Client, language: str) -> None:
    customer = records.create(Customer, by=people.sue, name="Acme")
    records.update(customer, by=people.sue, city="Bath")
    sue.post(f"/undo/{Batch.objects.latest('id').pk}/")
    page = sue.get("/settings/batches/").content.decode()
    with override(language):
        assert timeline.told_of(str(VERBS["undo"]), "Acme") in page
        assert timeline.told_of(str(VERBS["update"]), "Acme") in page
        assert (
            f"<b>Sue Seller</b> · {VERBS['create']}" in sue.get(f"/customers/{customer.pk}/").content.decode()
        )


def test_everything_that_can_be_done_has_words_for_it_in_every_language(people: People) -> None:
    for spec in registry.specs():
        for action in spec.actions.values():
            texts = set()
            for code, _name in settings.LANGUAGES:
                with override(code):
                    assert action.done, f"{spec.key}.{action.name}"
                    assert timeline.told(action.name, spec) != str(action.label) or code == "en"
                    texts.add(timeline.told(action.name, spec))
            assert len(texts) == len(settings.LANGUAGES), f"{spec.key}.{action.name}"
