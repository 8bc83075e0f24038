"""Fields that hold a file, a picture or a signature of their record."""

from __future__ import annotations

import base64
import datetime as dt
import secrets
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kith.engine import journal, records, registry
from kith.engine.custom import CustomField
from kith.engine.errors import Invalid
from kith.engine.undo import undo
from kith.features.files import jobs
from kith.features.files.jobs import collect_orphans
from kith.features.files.models import Attachment
from tests.company import People
from tests.signing import browser, program

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture
def held(people: People) -> Any:
    """A customer of Sue's, with a field for a file and one for a signature."""
    for key, kind in (("paper", "file"), ("signed", "signature")):
        records.create(CustomField, by=people.ada, entity="customer", key=key, kind=kind, label={"en": key})
    return records.create(registry.spec("customer").model, by=people.sue, name="Nordwind")


def send(
    client: Client, record: Any, key: str, name: str = "sign.png", data: bytes = PNG, **more: Any
) -> Any:
    """Put a file into a field by its form."""
    file = {"file": SimpleUploadedFile(name, data)} if data else {}
    return client.post(
        f"/customers/{record.pk}/files/{key}/", {**file, "nonce": secrets.token_hex(8), **more}
    )


def test_a_signature_is_put_into_its_field_shown_and_taken_back(people: People, held: Any) -> None:
    client = browser(people.users["sue"])
    form = client.get(f"/customers/{held.pk}/files/signed/").content.decode()
    assert "<canvas" in form
    assert send(client, held, "signed").status_code == 303
    file = Attachment.live().get()
    now = registry.spec("customer").model.objects.get(pk=held.pk)
    assert now.custom["signed"] == file.pk
    assert f"/files/{file.pk}/content/?inline=1" in client.get(f"/customers/{held.pk}/").content.decode()
    undo(journal.Entry.objects.filter(entity="customer").latest("id").batch_id, by=people.sue)
    assert "signed" not in registry.spec("customer").model.objects.get(pk=held.pk).custom


def test_only_pictures_are_signatures_and_only_files_of_the_record_are_held(
    people: People, held: Any
) -> None:
    client = browser(people.users["sue"])
    assert send(client, held, "signed", "a.txt", b"no picture").status_code == 422
    assert send(client, held, "signed", data=b"").status_code == 422
    assert not Attachment.live().exists()
    send(client, held, "paper", "a.txt", b"a paper")
    other = records.create(registry.spec("customer").model, by=people.sue, name="Other")
    for number in (Attachment.live().get().pk, 10**9):
        with pytest.raises(Invalid) as refused:
            records.update(other, by=people.sue, paper=number)
        assert list(refused.value.errors) == ["paper"]
    assert send(browser(people.users["nora"]), held, "paper", "b.txt", b"foreign").status_code == 404


def test_a_file_stands_in_lists_exports_and_the_api_and_is_left_out_again(people: People, held: Any) -> None:
    client = browser(people.users["sue"])
    send(client, held, "paper", "terms.txt", b"a paper")
    number = Attachment.live().get().pk
    page = client.get("/customers/?columns=name,paper").content.decode()
    assert "terms.txt" in page
    answer = program(people.users["sue"]).get(f"/api/v1/customers/{held.pk}").json()
    assert answer["paper"] == number
    send(client, held, "paper", data=b"", remove="1")
    assert "paper" not in registry.spec("customer").model.objects.get(pk=held.pk).custom


def test_who_may_not_see_the_field_sees_nothing_of_its_file(people: People, held: Any) -> None:
    send(browser(people.users["sue"]), held, "paper", "secret.txt", b"a paper")
    number = Attachment.live().get().pk
    role = people.role("blind", {"*": {"read": "all"}}, {"customer": {"paper": "hidden"}})
    people.join("Bruno Blind", role.key)
    client = browser(people.users["bruno"])
    assert client.get(f"/customers/{held.pk}/").status_code == 200
    for path in (
        f"/customers/{held.pk}/?tab=files",
        f"/customers/{held.pk}/",
        "/customers/?columns=name,paper",
    ):
        assert "secret.txt" not in client.get(path).content.decode()
    assert client.get(f"/files/{number}/content/").status_code == 404
    asked = program(people.users["bruno"])
    assert asked.get(f"/api/v1/files/{number}").status_code == 404
    assert asked.get(f"/api/v1/customers/{held.pk}/files").json()["items"] == []
    assert asked.get("/api/v1/files").json()["items"] == []


def made(client: Client, **values: Any) -> Any:
    """Send the form of a new customer."""
    return client.post("/customers/new/", {"nonce": secrets.token_hex(8), "kind": "company", **values})


def test_a_file_comes_with_the_form_of_a_new_record(people: People, held: Any) -> None:
    sue = browser(people.users["sue"])
    form = sue.get("/customers/new/").content.decode()
    assert 'enctype="multipart/form-data"' in form
    answer = made(sue, name="Suedwind", paper=SimpleUploadedFile("deed.txt", b"a deed"))
    assert answer.status_code == 303, answer.content.decode()
    now = type(held).objects.latest("pk")
    file = Attachment.objects.get(pk=now.custom["paper"])
    assert (file.name, file.about, file.field, file.waiting) == ("deed.txt", now.pk, "paper", False)
    content: Any = sue.get(f"/files/{file.pk}/content/")
    assert b"".join(content.streaming_content) == b"a deed"
    undo(journal.Entry.objects.filter(entity="customer").latest("id").batch_id, by=people.sue)
    assert not type(held).objects.filter(pk=now.pk).exists()
    assert not Attachment.objects.filter(pk=file.pk, waiting=False).exists()


def test_a_refused_form_keeps_its_file_and_a_required_one_is_asked_for(people: People, held: Any) -> None:
    records.update(CustomField.live().get(key="paper"), by=people.ada, required=True)
    sue = browser(people.users["sue"])
    assert "This must be filled in." in made(sue, name="Suedwind").content.decode()
    refused = made(sue, name="", paper=SimpleUploadedFile("deed.txt", b"a deed"))
    assert refused.status_code == 422
    assert "deed.txt" in refused.content.decode()
    kept = Attachment.objects.get()
    assert kept.waiting
    assert browser(people.users["carl"]).get(f"/files/{kept.pk}/content/").status_code == 404
    assert made(sue, name="Suedwind", paper=str(kept.pk)).status_code == 303
    assert type(held).objects.latest("pk").custom["paper"] == kept.pk
    assert made(sue, name="Westwind", paper=str(kept.pk)).status_code == 422, "it has its record"


def test_a_picture_has_to_be_one_and_nobody_takes_the_file_of_another(people: People, held: Any) -> None:
    refused = made(browser(people.users["sue"]), name="x", signed=SimpleUploadedFile("a.txt", b"text"))
    assert "Choose a picture" in refused.content.decode()
    waiting = Attachment.objects.get()
    assert made(browser(people.users["carl"]), name="y", paper=str(waiting.pk)).status_code == 422


def test_the_api_sends_files_ahead_of_their_record(people: People, held: Any) -> None:
    records.update(CustomField.live().get(key="paper"), by=people.ada, required=True)
    api = program(people.users["sue"])
    assert api.post("/api/v1/customers", {"name": "x"}, "application/json").status_code == 422
    sent = api.post("/api/v1/uploads", {"file": SimpleUploadedFile("deed.txt", b"a deed")})
    assert sent.status_code == 201, sent.content
    (file,) = sent.json()["items"]
    answer = api.post("/api/v1/customers", {"name": "x", "paper": file["id"]}, "application/json")
    assert answer.status_code == 201, answer.content
    assert Attachment.objects.get(pk=file["id"]).about == answer.json()["id"]


def test_what_waits_in_vain_is_given_up_after_a_day(
    people: People, held: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(browser(people.users["sue"]), name="", paper=SimpleUploadedFile("deed.txt", b"a deed"))
    collect_orphans.call()
    assert Attachment.objects.count() == 1
    monkeypatch.setattr(jobs, "UPLOADING", dt.timedelta(seconds=-1))
    collect_orphans.call()
    assert not Attachment.objects.exists()
