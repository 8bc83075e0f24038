"""Erasing a person: by choice, for good, everywhere, with an act that proves it and nothing that brings it back."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from tests.company import People
from tests.signing import browser

from kith.engine import journal, records, searching
from kith.engine.events import Event
from kith.engine.jobs import drain
from kith.engine.journal import Entry
from kith.engine.registry import spec
from kith.engine.sealing import checking, making
from kith.features.privacy.models import Destruction, LegalHold, Purpose
from kith.features.privacy.tests.conftest import SECRETS, Activity, Comment, Contact, Kept

SURE = {"step": "erase", "sure": "1", "ground": "request", "note": "Letter 12 of 3 March"}


def erase(kept: Kept, **more: str) -> Any:
    """Dora erases Vera on the page."""
    return kept.web("dora").post(f"/contacts/{kept.vera.pk}/privacy/erase/", {**SURE, "nonce": "n", **more})


def everything_stored() -> str:
    """All text of all tables, but for the words of people's own sessions."""
    texts = []
    with connection.cursor() as cursor:
        for model in apps.get_models():
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')  # noqa: S608
            texts.append(json.dumps(cursor.fetchall(), default=str, ensure_ascii=False))
    return "\n".join(texts)


def test_after_erasing_no_table_and_no_file_holds_the_person_s_values(
    kept: Kept, folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    assert all(secret in everything_stored() for secret in SECRETS)
    assert (
        len([path for path in folder.rglob("*") if path.is_file() and path.read_bytes() == b"0123 4567"]) == 1
    )
    kept.api("ada").post(
        f"/api/v1/contacts/{kept.vera.pk}/privacy/dossier",
        {},
        "application/json",
        headers={"Idempotency-Key": "k"},
    )
    with django_capture_on_commit_callbacks(execute=True):
        answer = erase(kept, **{"do-lead-alike": "erase"})
    assert answer.status_code == 303
    stored = everything_stored()
    assert [secret for secret in SECRETS if secret in stored] == []
    assert "vera@example.org" not in stored.lower()
    assert not [path for path in folder.rglob("*") if path.is_file() and path.read_bytes() == b"0123 4567"]
    assert not list((folder / "dossiers").glob("*"))
    vera = Contact.objects.get(pk=kept.vera.pk)
    assert vera.name == f"Erased {vera.pk}"
    assert (vera.email, vera.mobile, vera.birthday, vera.birth_day, vera.about) == ("", "", None, None, "")
    shared = Activity.objects.get(pk=kept.shared.pk)
    assert shared.subject == "··· and Boris Brown"
    assert shared.body == "··· (···) wants red ones."
    query = searching.query_of("Petrova")
    assert searching.few(spec("contact"), query) == []
    drain()
    assert [secret for secret in SECRETS if secret in everything_stored()] == []


def test_undoing_older_changes_brings_nothing_back_and_erasing_is_never_undone(kept: Kept) -> None:
    sue = kept.people.sue
    with journal.batch(sue, "update") as older:
        records.update(kept.vera, by=sue, email="new@example.org")
    erase(kept)
    for number in (older.pk, Destruction.objects.get().batch):
        kept.api("ada").post(f"/api/v1/batches/{number}/undo", {}, "application/json")
        vera = Contact.objects.get(pk=kept.vera.pk)
        assert (vera.name, vera.email) == (f"Erased {vera.pk}", "")
    refused = kept.api("ada").post(
        f"/api/v1/batches/{Destruction.objects.get().batch}/undo", {}, "application/json"
    )
    assert refused.status_code == 409
    assert not any(
        "vera" in str(changes).lower()
        for changes in Entry.objects.exclude(entity="lead").values_list("changes", flat=True)
    )


def test_the_sealed_journal_stays_provable(kept: Kept) -> None:
    if connection.vendor == "postgresql":
        pytest.skip(
            "nothing is sealed there while a test's transaction runs; tests/proof/test_sealed_journal.py erases"
        )
    while making.seal():
        pass
    erase(kept)
    while making.seal():
        pass
    assert checking.check().rows > 0


def test_the_act_says_what_when_why_and_by_whom_in_three_languages_and_stays(kept: Kept) -> None:
    here = erase(kept).headers["Location"]
    act = Destruction.objects.get()
    for language, word in (("en", "Act of destruction"), ("zh-hans", "销毁"), ("ru", "Акт об уничтожении")):
        page = kept.web("ada").get(here, {"language": language}).content.decode()
        assert word in page
        assert act.number in page
        assert "Letter 12 of 3 March" in page
        assert "Dora Data" in page
        assert not any(secret in page for secret in SECRETS)
    ada = kept.api("ada")
    assert ada.patch(f"/api/v1/destructions/{act.pk}", '{"note": "x"}', "application/json").status_code == 422
    assert ada.delete(f"/api/v1/destructions/{act.pk}").status_code == 422
    assert ada.post("/api/v1/destructions", "{}", "application/json").status_code == 422
    assert kept.web("sue").get(here).status_code == 404


def test_nobody_erases_without_the_right_nor_unconfirmed(kept: Kept) -> None:
    here = f"/contacts/{kept.vera.pk}/privacy/erase/"
    for name, status in (("sue", 403), ("max", 403), ("otto", 403), ("nora", 404), ("stranger", 404)):
        assert kept.web(name).get(here).status_code == status
        assert kept.web(name).post(here, SURE).status_code == status
        said = json.dumps({"ground": "request"})
        assert kept.api(name).post(f"/api/v1{here[:-1]}", said, "application/json").status_code == status
    assert kept.web("dora").post(here, {**SURE, "sure": ""}).status_code == 422
    assert kept.web("dora").post(here, {**SURE, "ground": "?"}).status_code == 422
    page = kept.web("dora").post(here, {"step": "count", "do-activity-linked": "keep"}).content.decode()
    assert "Boris Brown" not in page
    assert Contact.objects.get(pk=kept.vera.pk).name == "Vera Petrova"
    assert not Destruction.objects.exists()


def test_what_is_chosen_to_stay_stays(kept: Kept) -> None:
    dry = json.dumps({"dry": True})
    planned = kept.api("dora").post(f"/api/v1/contacts/{kept.vera.pk}/privacy/erase", dry, "application/json")
    assert planned.json()["items"][0]["values"] == 6
    assert {line["entity"] for line in planned.json()["items"]} >= {
        "contact",
        "activity",
        "comment",
        "attachment",
    }
    said = json.dumps(
        {"ground": "withdrawn", "choices": {"activity-linked": "keep", "comment-part": "words"}}
    )
    done = kept.api("dora").post(f"/api/v1/contacts/{kept.vera.pk}/privacy/erase", said, "application/json")
    assert done.status_code == 201
    assert Activity.objects.get(pk=kept.alone.pk).body == "likes tulips"
    assert Contact.objects.get(pk=kept.vera.pk).about == ""
    assert Comment.objects.get().text in ("··· is nice", f"Erased {Comment.objects.get().pk}")
    assert kept.lead.__class__.objects.get(pk=kept.lead.pk).email == "Vera@example.org"


def test_holds_and_legal_duties_keep_a_person_and_say_until_when(kept: Kept) -> None:
    ada = kept.people.ada
    hold = records.create(LegalHold, by=ada, about=("contact", kept.vera.pk), reason="Lawsuit 7")
    page = kept.web("dora").get(f"/contacts/{kept.vera.pk}/privacy/erase/").content.decode()
    assert "Lawsuit 7" in page
    assert "2 values" in page
    assert erase(kept).status_code == 422
    records.update(hold, by=ada, until=dt.date(2020, 1, 1))
    records.create(
        Purpose,
        by=ada,
        name="Tax",
        entity="activity",
        law="Tax code 147",
        basis="duty",
        keep_days=3_650,
        since="at",
    )
    answer = erase(kept, nonce="m")
    assert answer.status_code == 303
    assert Activity.objects.get(pk=kept.alone.pk).subject == "Vera Petrova called"
    page = kept.web("ada").get(answer.headers["Location"]).content.decode()
    assert "Tax code 147" in page
    assert not Event.objects.filter(entity="contact", record_id=kept.vera.pk).exclude(changes={}).exists()


def test_a_colleague_who_works_here_is_not_erased(people: People) -> None:
    ada = browser(people.users["ada"])
    here = f"/users/{people.users['sue'].pk}/privacy/erase/"
    assert ada.post(here, SURE).status_code == 422
    people.give("sue", is_active=False)
    assert ada.post(here, SURE).status_code == 303
    assert people.users["sue"].__class__.objects.get(pk=people.users["sue"].pk).username.startswith("erased-")
